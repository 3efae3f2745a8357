"""Bulletins in the API: public once published; coverage and statistics as one of them froze them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.figures.serializers import CoverageAnswer, StatisticsAnswer
from api.tests.tour import API, signed_in, with_token
from reports.bulletins.drafting import Notes, draft_bulletin, draft_later_edition
from reports.bulletins.signing import sign
from reports.models import SIGNATORIES, Bulletin
from reports.tests.bulletin_tour import BulletinTour, bulletin_tour
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> tuple[BulletinTour, Bulletin]:
    """50 visits published; 8 more since."""
    tour = bulletin_tour()
    bulletin = publish(tour, draft(tour))
    tour.amend(tour.a, tour.yesterday, 20)
    return tour, bulletin


def draft(tour: BulletinTour, days: int = 0) -> Bulletin:
    day = tour.yesterday - timedelta(days=days)
    return draft_bulletin(tour.staff["NLC"], tour.programme, day, Notes())[1]


def publish(tour: BulletinTour, bulletin: Bulletin) -> Bulletin:
    for code in SIGNATORIES:
        sign(tour.staff[code], bulletin.pk, code, bulletin.digest)
    return Bulletin.objects.get(pk=bulletin.pk)


def test_a_published_bulletin_is_read_by_anybody(published):
    tour, bulletin = published
    later = draft_later_edition(tour.staff["NLC"], bulletin.pk, Notes(reason="补登"))[1]
    client = APIClient()

    [row] = client.get(f"{API}/bulletins/").json()["results"]
    found = client.get(f"{API}/bulletins/{bulletin.number}/").json()

    assert (row["number"], row["digest"], row["superseded_by"]) == (bulletin.number, bulletin.digest, None)
    assert found["content"] == bulletin.told
    assert [signature["institution"] for signature in found["signatures"]] == list(SIGNATORIES)
    # Two of three are no publication.
    for code in ("NLC", "LSC"):
        sign(tour.staff[code], later.pk, code, later.digest)
    assert client.get(f"{API}/bulletins/{later.number}/").status_code == 404
    publish(tour, later)
    found = client.get(f"{API}/bulletins/{later.number}/").json()
    assert found["supersedes"] == bulletin.number
    assert client.get(f"{API}/bulletins/{bulletin.number}/").json()["superseded_by"] == later.number


def test_the_list_is_narrowed_and_costs_the_same(published):
    tour, bulletin = published
    client = APIClient()

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{API}/bulletins/")
        return len(caught)

    with_one = queries()
    others = [publish(tour, draft(tour, days)) for days in (1, 2)]
    assert queries() == with_one

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in client.get(f"{API}/bulletins/?{query}").json()["results"]]

    assert numbers("ordering=as_of") == [others[1].number, others[0].number, bulletin.number]
    assert numbers(f"start={tour.yesterday}") == [bulletin.number]
    assert numbers("demonstration=1") == []
    assert client.get(f"{API}/bulletins/?programme=none").status_code == 400


def test_an_unchanged_bulletin_is_304(published):
    _tour, bulletin = published
    client = APIClient()
    etag = client.get(f"{API}/bulletins/{bulletin.number}/")["ETag"]

    assert client.get(f"{API}/bulletins/{bulletin.number}/", HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_coverage_as_published_and_as_of_now(published):
    tour, bulletin = published
    staff = signed_in(tour.staff["NLC"])
    now = staff.get(f"{API}/coverage/?programme=tour").json()

    then = staff.get(f"{API}/coverage/?as_published={bulletin.number}").json()

    assert (now["visits"]["verified"], then["visits"]) == (58, {"all": None, "filed": None, "verified": 50})
    assert set(then) == set(now) == set(CoverageAnswer().fields)
    assert (now["as_published"], then["as_published"]["number"], then["as_published"]["digest"]) == (
        None,
        bulletin.number,
        bulletin.digest,
    )
    assert (then["as_of"], then["covered"], then["provisional"]) == (str(tour.yesterday), 2, False)
    assert [row["visits"]["verified"] for row in then["results"]] == [12, 38]
    years = staff.get(f"{API}/coverage/?as_published={bulletin.number}&by=year").json()["results"]
    assert sum(row["covered"] for row in years) == 2


def test_statistics_as_published_are_those_of_then(published):
    """Asked before and after the amendment: the frozen answer is, row by row, what was answered live."""
    tour, bulletin = published
    staff = signed_in(tour.staff["NLC"])

    def rows(query: str) -> list[dict]:
        found = staff.get(f"{API}/statistics/visits/?{query}").json()["results"]
        return [{name: row[name] for name in row if name != "provisional"} for row in found]

    for by in ("province", "province,month", "year,measure", "audience", "measure,audience,month", ""):
        narrow = f"by={by}&" if by else ""
        frozen = rows(f"{narrow}as_published={bulletin.number}")
        assert sum(row["visits"] or 0 for row in frozen) == 50
    tour.amend(tour.a, tour.yesterday, 12)  # back to what was published
    for by in ("province", "province,month", "year,measure", "audience", "measure,audience,month", ""):
        narrow = f"by={by}&" if by else ""
        live = rows(f"{narrow}programme=tour&end={tour.yesterday}")
        assert rows(f"{narrow}as_published={bulletin.number}") == live
    whole = staff.get(f"{API}/statistics/visits/?as_published={bulletin.number}").json()
    assert set(whole) == set(StatisticsAnswer().fields)
    assert whole["as_published"]["number"] == bulletin.number


def test_a_narrower_question_of_a_bulletin(published):
    tour, bulletin = published
    staff = signed_in(tour.staff["NLC"])
    address = f"{API}/statistics/visits/?as_published={bulletin.number}"

    assert [row["visits"] for row in staff.get(f"{address}&division=36").json()["results"]] == [38]
    assert [row["visits"] for row in staff.get(f"{address}&division=360000").json()["results"]] == [38]
    first = tour.yesterday.replace(day=1)
    assert staff.get(f"{address}&start={first}&end={tour.yesterday}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "statistics/visits/?by=county&",
        "statistics/visits/?by=day&",
        "statistics/visits/?status=filed&",
        "statistics/visits/?tree=as_was&",
        "statistics/visits/?division=330521&",
        "statistics/visits/?start=2026-01-02&",
        "statistics/visits/?end=2026-01-02&",
        "statistics/visits/?programme=another&",
        "coverage/?as_of=2026-01-01&",
        "coverage/?programme=another&",
        "coverage/?by=division&",
    ],
)
def test_what_a_bulletin_does_not_hold_is_400(published, query):
    tour, bulletin = published
    factories.programme(slug="another")

    answer = signed_in(tour.staff["NLC"]).get(f"{API}/{query}as_published={bulletin.number}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["coverage/", "statistics/visits/"])
def test_what_is_not_published_is_404_and_nonsense_400(published, path):
    tour, bulletin = published
    staff = signed_in(tour.staff["NLC"])
    unpublished = draft(tour, 1)

    for number, status in (
        (unpublished.number, 404),
        ("TJ1999-001", 404),
        ("", 400),
        ("x" * 25, 400),
        ("ＴＪ2026", 400),
        (f"{bulletin.number}&as_published={bulletin.number}", 400),
    ):
        assert staff.get(f"{API}/{path}?as_published={number}").status_code == status, number
    assert APIClient().get(f"{API}/{path}?as_published={bulletin.number}").status_code == 401


def test_a_partner_of_a_province_reads_its_own_part(published):
    _tour, bulletin = published
    partner = with_token(factories.partner("33"))

    coverage = partner.get(f"{API}/coverage/?as_published={bulletin.number}").json()
    statistics = partner.get(f"{API}/statistics/visits/?as_published={bulletin.number}").json()

    assert (coverage["target"], coverage["covered"], coverage["visits"]["verified"]) == (None, 1, 12)
    assert [row["province"]["code"] for row in coverage["results"]] == ["330000"]
    assert [row["visits"] for row in statistics["results"]] == [12]
    outside = partner.get(f"{API}/statistics/visits/?as_published={bulletin.number}&division=36")
    assert outside.status_code == 404
    # The bulletin itself is public, and what anyone may read a token may read too (rule 15).
    assert partner.get(f"{API}/bulletins/{bulletin.number}/").status_code == 200


def test_the_feed_tells_of_a_publication_to_every_reader(published):
    _tour, bulletin = published
    for province in ("", "33", "44"):
        changes = with_token(factories.partner(province)).get(f"{API}/changes/?limit=1000").json()["results"]
        [told] = [change for change in changes if change["type"] == "bulletin"]
        assert (told["id"], told["op"], told["data"]["digest"]) == (
            bulletin.number,
            "upsert",
            bulletin.digest,
        )
