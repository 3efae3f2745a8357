"""What describes the data: the catalogue and the dictionary, made from the code and up to date."""

import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from api.document.catalog import DATA_SETS
from api.document.dictionary import ROWS

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((settings.BASE_DIR / "api" / "document" / "openapi.json").read_text())


def test_the_dictionary_in_the_tree_is_up_to_date():
    printed = io.StringIO()
    call_command("data_dictionary", stdout=printed)
    written = (settings.BASE_DIR / "docs" / "api" / "dictionary.md").read_text()
    assert written.split() == printed.getvalue().split(), (
        "python manage.py data_dictionary > docs/api/dictionary.md"
    )


def test_every_data_set_is_in_the_dictionary():
    assert DATA_SETS.keys() <= ROWS.keys()


def test_every_list_of_the_api_is_in_the_dictionary():
    """And with it every heading of a table: one that has no word would be asked for in vain (`headers=labels`)."""
    names = {
        path.removeprefix("/api/v1/").strip("/")
        for path, item in SCHEMA["paths"].items()
        if any(each["name"] == "headers" for each in item.get("get", {}).get("parameters", []))
    }
    assert names == ROWS.keys()


def test_the_catalogue_is_public_and_its_addresses_lead_somewhere():
    client = Client()
    answer = client.get("/catalog.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    assert client.get("/catalog.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    body = json.loads(answer.content)
    assert body["@type"] == "dcat:Catalog" and "dct:license" not in body
    for data_set in body["dcat:dataset"]:
        public = data_set["dct:accessRights"].endswith("PUBLIC")
        assert {text["@language"] for text in data_set["dct:title"]} == {"zh", "en"}
        for distribution in data_set["dcat:distribution"]:
            address = distribution["dcat:accessURL"].removeprefix("http://testserver")
            found = client.get(address)
            assert found.status_code == (200 if public else 401), address
            if public:
                assert found["Content-Type"].split(";")[0] == distribution["dcat:mediaType"]


def test_the_catalogue_names_the_licence_that_the_operator_set(settings):
    settings.DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    assert Client().get("/catalog.json").json()["dct:license"] == settings.DATA_LICENCE
