"""SDMX-CSV and its structure, read back by the client sdmx1."""

import io

import pytest
import sdmx
from rest_framework.test import APIClient

from api.figures.statistics_table import ATTRIBUTES, DIMENSIONS
from api.tables.labels import both
from api.tests.tour import API, filing
from tourexhibit.tests import factories
from visits.recording.days import verify_day
from visits.totals.drain import drain_all
from visits.vocabulary import Audience, Measure, Status

pytestmark = pytest.mark.django_db

QUERY = "by=province,exhibition,audience,month&programme=tour&format=sdmx-csv"


def structure():
    answer = APIClient().get(f"{API}/statistics/structure/")
    assert answer.status_code == 200
    return sdmx.read_sdmx(io.BytesIO(answer.content))


def test_the_structure_has_the_words_of_the_portal():
    message = structure()
    definition = message.structure["VISITS"]
    assert [each.id for each in definition.dimensions.components] == DIMENSIONS
    assert [each.id for each in definition.attributes.components] == ATTRIBUTES
    for name, words in (("CL_MEASURE", Measure), ("CL_AUDIENCE", Audience), ("CL_FIGURE", Status)):
        codes = {code.id: dict(code.name.localizations) for code in message.codelist[name]}
        codes.pop("_T", None)
        assert codes == both(words), "python manage.py shell < api/document/data/build_structure.py"


def test_a_client_of_sdmx_reads_the_statistics(callers, tour):
    for name, stop, number in (("librarian_a", tour.a, 12), ("librarian_b", tour.b, 30)):
        callers[name].put(tour.day(stop), filing(1, number))
        verify_day(factories.staff(), stop.pk, tour.today, revision=1)
    drain_all()
    partner = callers["partner"]
    answer = partner.get(f"{API}/statistics/visits/?{QUERY}")
    assert answer["Content-Type"].startswith("application/vnd.sdmx.data+csv")
    body = b"".join(answer.streaming_content)
    message = sdmx.read_sdmx(io.BytesIO(body), format="csv", structure=structure().dataflow["VISITS"])
    observations = {
        (o.key.REF_AREA.value, o.key.AUDIENCE.value, o.key.TIME_PERIOD.value): o for o in message.data[0].obs
    }
    month = tour.today.isoformat()[:7]
    rows = partner.get(f"{API}/statistics/visits/?{QUERY}&fields=visits".replace("sdmx-csv", "json")).json()[
        "results"
    ]
    assert len(observations) == len(rows) > 2
    found = {key: observation.value for key, observation in observations.items()}
    assert (found["330000", "adult", month], found["360000", "adult", month]) == ("12", "30")
    one = observations["330000", "adult", month]
    assert (one.attached_attribute["OBS_STATUS"].value, one.key.FIGURE.value) == ("P", "verified")


@pytest.mark.parametrize("by", ["", "province", "day,month", "province,county,month"])
def test_an_observation_is_of_one_period_and_one_place(callers, by):
    query = f"?format=sdmx-csv{f'&by={by}' if by else ''}&start=2026-11-01"
    answer = callers["partner"].get(f"{API}/statistics/visits/{query}")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "by")
