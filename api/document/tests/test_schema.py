"""The OpenAPI document: committed, equal to the served one in every language, valid, and true to the routes."""

import json
from pathlib import Path

import pytest
from django.urls import get_resolver
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from api.tests.tour import API

pytestmark = pytest.mark.django_db

COMMITTED = Path(__file__).parent.parent / "openapi.json"


def served(**headers) -> bytes:
    answer = APIClient().get(f"{API}/schema/", **headers)
    assert answer.status_code == 200
    return answer.content


def test_the_committed_document_is_the_served_one():
    again = "python manage.py spectacular --lang en --format openapi-json --file api/document/openapi.json"
    assert json.loads(COMMITTED.read_bytes()) == json.loads(served()), f"Make it again: {again}"


def test_the_document_is_the_same_in_every_language():
    assert served(HTTP_ACCEPT_LANGUAGE="en") == served(HTTP_ACCEPT_LANGUAGE="zh-CN")


def test_the_document_is_valid_and_of_version_3_1():
    document = json.loads(served())
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_every_route_is_in_the_document():
    documented = {path.removeprefix(f"{API}/").split("{")[0] for path in json.loads(served())["paths"]}
    undocumented = {"schema/", "docs/", "docs/guide.zh.md", "docs/guide.en.md", ""}
    api = next(
        pattern for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", None) == "api"
    )
    routes = {str(pattern.pattern).split("<")[0].removeprefix("^") for pattern in api.url_patterns}
    assert routes - undocumented <= documented


def test_the_documentation_asks_nothing_from_outside(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    page = APIClient().get(f"{API}/docs/", HTTP_ACCEPT="text/html")
    text = page.content.decode()
    assert page.status_code == 200
    assert "//" not in text.replace("<!DOCTYPE html>", "")
    assert "<style" not in text and "<script>" not in text
    script = APIClient().get(f"{API}/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert f"{API}/schema/" in script.content.decode() or "../schema/" in script.content.decode()


def test_the_page_around_swagger_speaks_both_languages_and_leads_to_the_guides(client):
    chinese = client.get(f"{API}/docs/?lang=zh-hans", HTTP_ACCEPT="text/html").content.decode()
    english = client.get(f"{API}/docs/?lang=en", HTTP_ACCEPT="text/html").content.decode()
    assert '<html lang="zh-Hans">' in chinese
    assert '<html lang="en">' in english
    for page in (chinese, english):
        assert "下面的界面和说明为英文" in page
        assert '<main id="swagger-ui" lang="en">' in page
        for language, beginning in (("zh", "# 合作方接口指南"), ("en", "# ")):
            address = f"{API}/docs/guide.{language}.md"
            assert f'href="{address}"' in page
            guide = client.get(address)
            assert (guide.status_code, guide["Content-Type"]) == (200, "text/plain; charset=utf-8")
            assert guide.content.decode().startswith(beginning)
