"""Registry lists: filters, order, pages, and a fixed number of queries at one and at three rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.tests.tour import API, signed_in, with_token
from exhibitions.models import Event, State, Stop, TourPlan
from libraries.models import Division, DivisionSuccession, OpeningHours
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def rows(path: str, client: APIClient | None = None) -> list[dict]:
    answer = (client or APIClient()).get(f"{API}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def codes(path: str) -> list[str]:
    return [row["code"] for row in rows(path)]


@pytest.fixture
def divisions(db):
    """德清 in 湖州 in 浙江, 樟树 in 江西, and 密云 once a county, now a district."""
    province = factories.division("330000", "浙江省")
    huzhou = factories.division("330500", "湖州市", parent=province, level="prefecture")
    factories.division("330521", "德清县", parent=huzhou)
    factories.division("360982", "樟树市")
    beijing = factories.division("110000", "北京市")
    now = factories.division("110118", "密云区", parent=beijing, valid_from=2015)
    then = Division.objects.create(
        code="110228",
        name="密云县",
        short_name="密云",
        name_en="Miyun County",
        pinyin="miyun",
        initials="my",
        level="county",
        parent=beijing,
        current=False,
        valid_until=2015,
    )
    DivisionSuccession.objects.create(
        predecessor=then, successor=now, year=2015, kind="upgraded", source="GB/T 2260"
    )


def test_divisions_by_level_place_day_and_words(divisions):
    assert codes("divisions/") == ["110000", "110118", "330000", "330500", "330521", "360000", "360982"]
    assert codes("divisions/?level=province") == ["110000", "330000", "360000"]
    assert codes("divisions/?division=33") == ["330000", "330500", "330521"]
    assert codes("divisions/?division=330500") == ["330500", "330521"]
    assert codes("divisions/?division=3") == ["330000", "330500", "330521", "360000", "360982"]
    assert codes("divisions/?parent=330500") == ["330521"]
    assert codes("divisions/?q=德清") == ["330521"]
    assert codes("divisions/?q=Division 3305") == ["330500", "330521"]
    assert codes("divisions/?division=11&include=ended") == ["110000", "110118", "110228"]
    assert codes("divisions/?division=11&as_of=2014-06-01") == ["110000", "110228"]
    assert codes("divisions/?division=11&as_of=2016-06-01") == ["110000", "110118"]
    assert codes("divisions/?ordering=-code&level=province") == ["360000", "330000", "110000"]


def test_a_division_that_ended_names_its_successor(divisions):
    answer = APIClient().get(f"{API}/libraries/?division=110228", HTTP_ACCEPT_LANGUAGE="en")
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["code"], "110118" in error["detail"]) == (400, "division_ended", True)
    detail = APIClient().get(f"{API}/divisions/110228/").json()
    assert (detail["current"], detail["valid_until"], detail["successors"][0]["division"]["code"]) == (
        False,
        2015,
        "110118",
    )


def test_a_division_as_a_whole(divisions):
    assert APIClient().get(f"{API}/divisions/330521/").json() == {
        "code": "330521",
        "name": "德清县",
        "name_en": "Division 330521",
        "short_name": "德清县",
        "pinyin": "qu hua",
        "level": "county",
        "level_label": APIClient().get(f"{API}/divisions/?q=德清").json()["results"][0]["level_label"],
        "level_labels": {"zh": "县级", "en": "county level"},
        "parent": {"code": "330500", "name": "湖州市", "name_en": "Division 330500"},
        "county_level": True,
        "current": True,
        "valid_from": None,
        "valid_until": None,
        "longitude": None,
        "latitude": None,
        "successors": [],
        "predecessors": [],
    }


def test_libraries_by_place_and_words(divisions):
    deqing = factories.library("330521", "德清县图书馆")
    zhangshu = factories.library("360982", "樟树市图书馆", demonstration=True)
    OpeningHours.objects.create(library=deqing, weekday=3, opens_at="09:00", closes_at="17:00")

    def ids(query: str) -> list[int]:
        return [row["id"] for row in rows(f"libraries/?{query}")]

    assert ids("") == [deqing.pk, zhangshu.pk]
    for place in ("33", "330000", "3305", "330500", "330521"):
        assert ids(f"division={place}") == [deqing.pk], place
    assert ids("q=樟树") == ids("demonstration=1") == [zhangshu.pk]
    assert ids("q=100%25") == []
    assert APIClient().get(f"{API}/libraries/{deqing.pk}/").json() == {
        "id": deqing.pk,
        "name": "德清县图书馆",
        "name_en": "德清县图书馆 Library",
        "division": {"code": "330521", "name": "德清县", "name_en": "Division 330521"},
        "province": {"code": "330000", "name": "浙江省", "name_en": "Division 330000"},
        "address": "",
        "phone": "",
        "website": "",
        "demonstration": False,
        "opening_hours": [{"weekday": 3, "opens_at": "09:00:00", "closes_at": "17:00:00"}],
    }


def test_stops_by_state_day_place_programme_and_own(callers, tour):
    suspended = factories.stop(
        library=tour.b.library,
        programme=tour.b.programme,
        opens=tour.today - timedelta(days=9),
        closes=tour.today + timedelta(days=9),
        state=State.SUSPENDED,
    )
    closed = factories.stop(
        library=tour.a.library,
        opens=date(2026, 1, 5),
        closes=date(2026, 2, 5),
        actual_close=date(2026, 2, 5),
        state=State.ARCHIVED,
    )

    def ids(query: str, caller: str = "anonymous") -> list[int]:
        return [row["id"] for row in rows(f"stops/?{query}", callers[caller])]

    assert ids("") == [tour.a.pk, tour.b.pk, suspended.pk, closed.pk]
    assert ids("", "staff") == [tour.a.pk, tour.b.pk, tour.draft.pk, suspended.pk, closed.pk]
    assert ids("state=open") == [tour.a.pk, tour.b.pk]
    assert ids("state=archived,suspended") == [suspended.pk, closed.pk]
    assert ids(f"open_on={tour.today}") == [tour.a.pk, tour.b.pk]
    assert ids("open_on=2026-02-05") == [closed.pk]
    assert ids("division=33") == [tour.a.pk, closed.pk]
    assert ids("programme=tour") == [tour.a.pk, tour.b.pk, suspended.pk]
    assert ids(f"library={tour.b.library_id}") == [tour.b.pk, suspended.pk]
    assert (
        ids(f"exhibition={tour.a.exhibition.slug}")
        == ids(f"exhibition={tour.a.exhibition_id}")
        == [tour.a.pk]
    )
    assert (
        ids("mine=1", "librarian_a") == ids("mine=1", "coordinator") == [tour.a.pk, tour.draft.pk, closed.pk]
    )
    assert ids("mine=1", "librarian_b") == [tour.b.pk, suspended.pk]
    assert ids("mine=1", "partner") == []
    assert ids("ordering=-actual_open")[-1] == closed.pk
    assert callers["anonymous"].get(f"{API}/stops/?mine=1").status_code == 401


def test_a_stop_of_a_draft_plan_is_nobodys_business(callers, tour):
    plan = TourPlan.objects.create(programme=tour.a.programme, name="draft")
    stop = factories.stop(library=tour.a.library, draft_plan=plan)
    found = {
        name: callers[name].get(f"{API}/stops/{stop.pk}/").status_code
        for name in ("anonymous", "partner", "librarian_b", "staff")
    }
    assert found == {"anonymous": 404, "partner": 404, "librarian_b": 404, "staff": 200}


def test_a_stop_as_a_whole(tour):
    row = APIClient().get(f"{API}/stops/{tour.a.pk}/", HTTP_ACCEPT_LANGUAGE="en").json()
    library, programme, exhibition = tour.a.library, tour.a.programme, tour.a.exhibition
    division = {"code": "330521", "name": "区划330521", "name_en": "Division 330521"}
    assert row == {
        "id": tour.a.pk,
        "programme": {"slug": "tour", "name": programme.name, "name_en": programme.name_en},
        "exhibition": {
            "id": exhibition.pk,
            "slug": exhibition.slug,
            "name": exhibition.name,
            "name_en": exhibition.name_en,
        },
        "kit": None,
        "library": {"id": library.pk, "name": library.name, "name_en": library.name_en, "division": division},
        "province": {"code": "330000", "name": "区划330000", "name_en": "Division 330000"},
        "cohost": None,
        "state": "open",
        "state_label": "open",
        "state_labels": {"zh": "展出中", "en": "open"},
        "confirmed_on": tour.a.confirmed_on.isoformat(),
        "opens_on": tour.a.actual_open.isoformat(),
        "closes_on": tour.a.planned_close.isoformat(),
        "planned_open": tour.a.planned_open.isoformat(),
        "planned_close": tour.a.planned_close.isoformat(),
        "actual_open": tour.a.actual_open.isoformat(),
        "actual_close": None,
        "date_precision": "day",
        "draft": False,
        "demonstration": False,
    }


def test_events_of_visible_stops(callers, tour):
    public = Event.objects.create(stop=tour.a, kind="lecture", title="讲座", day=date(2026, 3, 5))
    hidden = Event.objects.create(stop=tour.draft, kind="film", title="电影", day=date(2026, 3, 6))

    def ids(query: str, caller: str = "anonymous") -> list[int]:
        return [row["id"] for row in rows(f"events/?{query}", callers[caller])]

    assert (ids(""), ids("", "librarian_b"), ids("", "librarian_a")) == (
        [public.pk],
        [public.pk],
        [public.pk, hidden.pk],
    )
    assert ids("kind=film", "staff") == ids("start=2026-03-06", "staff") == [hidden.pk]
    assert ids("end=2026-03-05&division=33") == ids(f"stop={tour.a.pk}") == [public.pk]
    assert callers["anonymous"].get(f"{API}/events/{hidden.pk}/").status_code == 404
    assert callers["anonymous"].get(f"{API}/events/?start=2026-03-06&end=2026-03-05").status_code == 400


def test_pages_lead_through_the_whole_list(db):
    made = [factories.library(f"3305{number:02d}").pk for number in range(21, 28)]
    path, found, pages = f"{API}/libraries/?page=1&page_size=3&lang=en", [], 0
    while path:
        answer = APIClient().get(path).json()
        found += [row["id"] for row in answer["results"]]
        path, pages = answer["next"], pages + 1
    assert (found, pages) == (made, 3)
    assert answer["previous"].endswith("?lang=en&page=2&page_size=3")
    assert APIClient().get(answer["previous"]).json()["previous"].endswith("?lang=en&page=1&page_size=3")
    beyond = APIClient().get(f"{API}/libraries/?page=10000&page_size=1000").json()
    assert (beyond["next"], beyond["results"]) == (None, [])


def test_kits_show_their_state_to_staff(callers):
    kit = factories.kit("7")
    (row,) = rows("kits/?condition=in_service", callers["staff"])
    assert (row["id"], row["serial_number"], row["exhibition"]["id"]) == (kit.pk, "7", kit.exhibition_id)


def test_which_kit_stands_where_is_for_people_of_the_project_and_partners(callers, tour):
    kit = factories.kit("7", exhibition=tour.a.exhibition)
    Stop.objects.filter(pk=tour.a.pk).update(kit=kit)
    shown = {"id": kit.pk, "serial_number": "7"}
    without_right = with_token(factories.partner(), may_read_registry=False)
    seen = {
        name: client.get(f"{API}/stops/{tour.a.pk}/").json()["kit"]
        for name, client in {
            **{
                name: callers[name]
                for name in ("anonymous", "librarian_b", "coordinator_b", "staff", "partner")
            },
            "no role": callers["no_role"],
            "partner without a token": signed_in(factories.partner()),
            "token without the right": without_right,
        }.items()
    }
    assert seen == {
        "anonymous": None,
        "librarian_b": shown,
        "coordinator_b": shown,
        "staff": shown,
        "partner": shown,
        "no role": None,
        "partner without a token": shown,
        "token without the right": None,
    }
    assert {row["kit"] is None for row in rows("stops/")} == {True}
    assert rows("stops/?state=open", callers["staff"])[0]["kit"] == shown


PATHS = ["divisions", "libraries", "programmes", "exhibitions", "kits", "stops", "events"]


def make_row(number: int) -> None:
    stop = factories.stop(library=factories.library(f"3305{number}"), kit=None)
    stop.kit = factories.kit(exhibition=stop.exhibition)
    stop.cohost = factories.organisation(f"CAST{number}", kind="other")
    stop.save()
    Event.objects.create(stop=stop, kind="lecture", title="讲座", day=date(2026, 3, 5))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("caller", ["staff", "coordinator"])
def test_the_number_of_queries_does_not_grow(db, path, caller):
    client = signed_in(getattr(factories, caller)())
    make_row(21)
    client.get(f"{API}/{path}/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows(f"{path}/", client)
        return len(captured)

    one = queries()
    make_row(22)
    make_row(23)
    assert (queries(), len(rows(f"{path}/", client)) >= 3) == (one, True)
    assert one <= 6
