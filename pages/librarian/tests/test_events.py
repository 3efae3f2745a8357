"""The pages of events and reading lists: entering, filing, moving, recommending; what is wrong is told and kept."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from exhibitions.models import Event, ReadingListEntry
from partnership.publications import Publication
from tourexhibit.tests import factories
from tourexhibit.tests.signing_in import sign_in
from visits.models import EventReport, EventValue
from visits.recording.event_reports import file_event, verify_event
from visits.values import Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, username="li")


@pytest.fixture
def desk(client, librarian):
    return sign_in(client, librarian)


@pytest.fixture
def event(stop, today):
    return Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=today)


def address(name: str, stop, event=None) -> str:
    number = {"event_id": event.pk} if event else {}
    return reverse(f"librarian:{name}", kwargs={"stop_id": stop.pk, **number})


def told(day, key=None, revision: int = 1, **fields) -> dict[str, str]:
    """What a browser sends for an event."""
    return {
        "key": str(key or uuid.uuid4()),
        "revision": str(revision),
        "kind": "lecture",
        "title": "身边的物理",
        "day": day if isinstance(day, str) else day.isoformat(),
        "starts_at": "14:30",
        "ends_at": "16:00",
        "place": "一楼报告厅",
        "speaker": "县科协科普讲师",
        "address": "",
        "description": "",
        "title_en": "",
        "reason": "",
        **fields,
    }


def came(revision: int = 1, adult: str = "", **fields) -> dict[str, str]:
    """What a browser sends for the report of an event."""
    return {
        "revision": str(revision),
        "state": "counted",
        "adult": adult,
        "minor": "",
        "unspecified": "",
        "basis": "counted",
        "method": "register",
        "reason": "",
        "note": "",
        **fields,
    }


def filed() -> list[tuple]:
    rows = EventValue.objects.filter(kind="filed").order_by("audience")
    return list(rows.values_list("measure", "audience", "value", "basis", "method"))


# ---------------------------------------------------------------- the list


def test_a_stop_without_events_says_what_stands_here(desk, stop):
    answer = desk.get(address("events", stop))
    assert answer.status_code == 200
    assert "No events yet" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"


def test_the_list_has_a_fixed_number_of_queries(desk, stop, today, librarian, django_assert_num_queries):
    def file(number: int) -> None:
        made = Event.objects.create(stop=stop, kind="lecture", title=f"第{number}讲", day=today)
        values = [Value("event_attendance", "adult", number, "counted", "register")]
        file_event(librarian, made.pk, revision=1, state="counted", values=values)

    file(1)
    desk.get(address("events", stop))
    with django_assert_num_queries(8) as one:
        desk.get(address("events", stop))
    file(2)
    file(3)
    with django_assert_num_queries(len(one)):
        page = desk.get(address("events", stop)).content.decode()
    assert "第3讲" in page


# ---------------------------------------------------------------- entering and changing


def test_an_event_is_entered_once_however_often_it_is_sent(desk, stop, today):
    form = told(today)
    first, again = (desk.post(address("new-event", stop), form) for _time in range(2))
    made = Event.objects.get()
    assert (first.status_code, first.url) == (302, address("event", stop, made))
    assert (again.status_code, again.url) == (302, first.url)
    assert (made.title, made.place, made.speaker, str(made.starts_at)) == (
        "身边的物理",
        "一楼报告厅",
        "县科协科普讲师",
        "14:30:00",
    )
    assert made.history.latest().history_user.username == "li"


def test_the_empty_form_has_a_key_of_its_own_and_the_asked_day(desk, stop, today):
    answer = desk.get(address("new-event", stop), {"day": today.isoformat()})
    page = answer.content.decode()
    assert f'value="{today.isoformat()}"' in page
    keys = {str(desk.get(address("new-event", stop)).context["form"]["key"].value()) for _time in range(2)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    "fields, field, words",
    [
        ({"title": "  "}, "title", "Give the event a title."),
        ({"title": "报名电话 13812345678"}, "title", "Leave telephone and identity numbers"),
        ({"day": "2026-02-30"}, "day", "Write the day like"),
        ({"day": "1999-01-01"}, "day", "This day is outside the stop"),
        ({"day": ""}, "day", "Give the day."),
        ({"starts_at": "25:00"}, "starts_at", "Write the time like"),
        ({"ends_at": "13:00"}, "ends_at", "The event ends before it starts."),
        ({"kind": "online_resource"}, "address", "Give the address of the online resource."),
        ({"address": "javascript:alert(1)"}, "address", "This is no address on the web."),
        ({"kind": "party"}, "kind", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(desk, stop, today, fields, field, words):
    answer = desk.post(address("new-event", stop), {**told(today, place="二楼"), **fields})
    assert answer.status_code == 400
    assert words in " ".join(answer.context["form"].errors[field])
    assert 'value="二楼"' in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("fields", [{"key": "x"}, {"key": ""}, {"revision": "0"}, {"revision": "9" * 40}])
def test_a_damaged_form_stores_nothing(desk, stop, today, fields):
    answer = desk.post(address("new-event", stop), {**told(today), **fields})
    assert answer.status_code == 400
    assert "This form is damaged" in answer.content.decode()
    assert not Event.objects.exists()


def test_two_people_change_one_event_and_the_second_is_shown_both(desk, stop, event):
    change = address("change-event", stop, event)
    form = told(event.day, event.key, revision=2)
    assert desk.post(change, {**form, "title": "身边的化学"}).status_code == 302
    answer = desk.post(change, {**form, "title": "身边的生物"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "身边的化学" in page and 'value="身边的生物"' in page
    assert 'name="revision" value="3"' in page
    assert desk.post(change, {**form, "title": "身边的生物", "revision": "3"}).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.revision) == ("身边的生物", 3)


def test_moving_a_filed_event_asks_why(desk, stop, event, today):
    desk.post(address("event", stop, event), came(adult="30"))
    form = told(today - timedelta(days=1), event.key, revision=2)
    answer = desk.post(address("change-event", stop, event), form)
    assert answer.status_code == 400
    assert "Say why it changes" in answer.content.decode()
    assert desk.post(address("change-event", stop, event), {**form, "reason": "改期"}).status_code == 302
    report = EventReport.objects.get()
    assert (report.day, report.revision) == (today - timedelta(days=1), 2)


def test_an_event_is_deleted_until_something_is_filed(desk, stop, event):
    delete = address("delete-event", stop, event)
    assert desk.get(delete).status_code == 405
    assert desk.post(delete, {"revision": "x"}).status_code == 400
    desk.post(address("event", stop, event), came(adult="30"))
    page = desk.post(delete, {"revision": "1"}, follow=True).content.decode()
    assert "Numbers were filed for this event" in page
    other = Event.objects.create(stop=stop, kind="film", title="科普电影", day=event.day)
    delete = address("delete-event", stop, other)
    assert desk.post(delete, {"revision": "1"}).url == address("events", stop)
    assert desk.post(delete, {"revision": "1"}).status_code == 404
    assert list(Event.objects.all()) == [event]


# ---------------------------------------------------------------- the report


def test_attendance_is_filed_and_the_page_is_its_receipt(desk, stop, event):
    answer = desk.post(address("event", stop, event), came(adult="３０", minor="1,200", note="两个班"))
    assert (answer.status_code, answer.url) == (302, address("event", stop, event))
    assert filed() == [
        ("event_attendance", "adult", 30, "counted", "register"),
        ("event_attendance", "minor", 1200, "counted", "register"),
    ]
    page = desk.get(answer.url).content.decode()
    assert "1,230" in page and f"{stop.pk}-E{event.pk}-1" in page
    again = desk.post(address("event", stop, event), came(adult="３０", minor="1,200", note="两个班"))
    assert (again.status_code, EventReport.objects.get().revision) == (302, 1)


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"adult": ""}, "adult"),
        ({"adult": "-1"}, "adult"),
        ({"adult": "1e3"}, "adult"),
        ({"adult": "9" * 30}, "adult"),
        ({"adult": "3", "basis": ""}, "basis"),
        ({"adult": "3", "method": "guess"}, "method"),
        ({"state": "cancelled"}, "reason"),
        ({"adult": "3", "note": "电话 13812345678"}, "note"),
    ],
)
def test_a_report_that_cannot_be_right_stores_nothing(desk, stop, event, fields, field):
    answer = desk.post(address("event", stop, event), came(**fields))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not EventReport.objects.exists()


def test_an_event_that_did_not_take_place(desk, stop, event):
    form = came(adult="5", state="cancelled", reason="停电")
    assert desk.post(address("event", stop, event), form).status_code == 302
    assert (EventReport.objects.get().state, filed()) == ("cancelled", [])
    assert "Did not take place" in desk.get(address("events", stop)).content.decode()


def test_two_people_file_one_event_and_the_second_is_shown_both(desk, stop, event):
    desk.post(address("event", stop, event), came(adult="30"))
    answer = desk.post(address("event", stop, event), came(adult="31"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Keep 30" in page and "File 31 instead" in page and 'name="revision" value="2"' in page
    assert filed()[0][2] == 30


def test_a_verified_event_is_read_only_for_the_library(desk, stop, event):
    desk.post(address("event", stop, event), came(adult="30"))
    verify_event(factories.staff(), event.pk, revision=1)
    page = desk.get(address("event", stop, event)).content.decode()
    assert "no longer changed here" in page and "File the number" not in page
    answer = desk.post(address("event", stop, event), came(2, adult="31", reason="名册复核"))
    assert (answer.status_code, filed()[0][2]) == (409, 30)


def test_an_event_to_come_has_no_form(desk, stop, today):
    coming = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=today + timedelta(days=2))
    page = desk.get(address("event", stop, coming)).content.decode()
    assert "can be filed from" in page and "File the number" not in page
    answer = desk.post(address("event", stop, coming), came(adult="3"))
    assert answer.status_code == 400
    assert not EventReport.objects.exists()


def test_the_page_of_the_day_lists_its_events(desk, stop, event, today):
    desk.post(address("event", stop, event), came(adult="30"))
    day = reverse("librarian:day", kwargs={"stop_id": stop.pk, "day": today.isoformat()})
    page = desk.get(day).content.decode()
    assert "身边的物理" in page and f"{reverse('librarian:new-event', args=[stop.pk])}?day={today}" in page


# ---------------------------------------------------------------- who may


def without_token(answer) -> str:
    """The page but for the token against forged requests, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


@pytest.mark.parametrize("name", ["events", "new-event", "event", "change-event", "reading", "event-reading"])
def test_who_sees_the_pages(stop, event, name):
    library = factories.library("360982")
    elsewhere = factories.stop(library=library)
    people = {
        "librarian": factories.librarian(stop.library),
        "other": factories.librarian(library),
        "coordinator": factories.coordinator(),
        "staff": factories.staff(),
        "partner": factories.partner(),
    }
    path = address(name, stop, event if "event" in name and name not in ("events", "new-event") else None)
    missing = path.replace(f"stops/{stop.pk}/", "stops/987654/")
    foreign = path.replace(f"stops/{stop.pk}/", f"stops/{elsewhere.pk}/")
    found = {}
    for who, user in people.items():
        client = sign_in(Client(), user)
        found[who] = [client.get(each).status_code for each in (path, missing)]
        if who == "other":
            assert without_token(client.get(path)) == without_token(client.get(missing)).replace(
                missing, path
            )
    assert found == {
        "librarian": [200, 404],
        "other": [404, 404],
        "coordinator": [403, 403],
        "staff": [200, 404],
        "partner": [403, 403],
    }
    if "event" in name and name not in ("events", "new-event"):
        # An event of another stop is none of this one's.
        assert sign_in(Client(), people["staff"]).get(foreign).status_code == 404
    assert Client().get(path).status_code == 302


# ---------------------------------------------------------------- nothing typed is lost


@pytest.mark.parametrize("name", ["event", "new-event", "change-event"])
def test_what_was_typed_outlives_the_session(desk, librarian, stop, event, today, name):
    path = address(name, stop, None if name == "new-event" else event)
    form = (
        came(adult="37")
        if name == "event"
        else told(today, event.key, title="流星雨", description="长" * 1500)
    )
    desk.logout()
    answer = desk.post(path, form)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")
    kept = dict(desk.session)["kept day form"]
    sign_in(desk, librarian)
    session = desk.session
    session["kept day form"] = kept
    session.save()
    page = desk.get(path).content.decode()
    assert "You were signed out" in page
    assert ('value="37"' in page) if name == "event" else ("流星雨" in page and "长" * 1500 in page)
    assert "You were signed out" not in desk.get(path).content.decode()
    assert (Event.objects.count(), EventReport.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["event", "new-event", "change-event"])
def test_a_form_without_a_valid_token_comes_back_as_typed(librarian, stop, event, today, name):
    strict = sign_in(Client(enforce_csrf_checks=True), librarian)
    path = address(name, stop, None if name == "new-event" else event)
    form = came(adult="37") if name == "event" else told(today, event.key, title="流星雨")
    answer = strict.post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The page was open too long" in page
    assert ('value="37"' if name == "event" else 'value="流星雨"') in page
    assert (Event.objects.count(), EventReport.objects.count()) == (1, 0)


# ---------------------------------------------------------------- reading lists


def book(**fields) -> dict[str, str]:
    return {
        "isbn": "",
        "title": "示范书目一",
        "authors": "",
        "publisher": "",
        "year": "",
        "language": "zh",
        "note": "",
        **fields,
    }


@pytest.mark.parametrize("name", ["reading", "event-reading"])
def test_a_book_is_added_once_taken_off_and_put_back(desk, stop, event, name):
    path = address(name, stop, event if name == "event-reading" else None)
    form = book(isbn="978-0-306-40615-7", title="An Example", year="2020")
    for _time in range(2):
        assert desk.post(path, form).status_code == 302
    entry, publication = ReadingListEntry.objects.get(), Publication.objects.get()
    assert (publication.isbn, publication.year) == ("9780306406157", 2020)
    assert (entry.stop_id, entry.event_id) == (
        (None, event.pk) if name == "event-reading" else (stop.pk, None)
    )
    answer = desk.post(path, {"remove": str(entry.pk)})
    assert answer.url == f"{path}?removed={publication.pk}"
    assert "Put it back" in desk.get(answer.url).content.decode()
    assert desk.post(path, {"remove": str(entry.pk)}).status_code == 302
    for _time in range(2):
        assert desk.post(path, {"add": str(publication.pk)}).status_code == 302
    assert ReadingListEntry.objects.count() == 1


def test_a_known_book_is_found_by_its_isbn_alone(desk, stop):
    Publication.objects.create(title="An Example", isbn="9780306406157")
    assert desk.post(address("reading", stop), book(isbn="0306406152", title="")).status_code == 302
    assert ReadingListEntry.objects.get().publication.title == "An Example"


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"isbn": "978-0-306-40615-8"}, "isbn"),
        ({"isbn": "12345"}, "isbn"),
        ({"isbn": "9780306406157", "title": ""}, "title"),
        ({"title": ""}, "title"),
        ({"year": "二〇二〇"}, "year"),
        ({"year": "20"}, "year"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_book_that_cannot_be_right_stores_nothing(desk, stop, fields, field):
    answer = desk.post(address("reading", stop), book(**{"authors": "示范作者", **fields}))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert 'value="示范作者"' in answer.content.decode()
    assert (Publication.objects.count(), ReadingListEntry.objects.count()) == (0, 0)


def test_an_entry_of_another_list_is_not_taken_off(desk, stop, event):
    publication = Publication.objects.create(title="示范书目一")
    other = ReadingListEntry.objects.create(publication=publication, event=event)
    desk.post(address("reading", stop), {"remove": str(other.pk)})
    assert ReadingListEntry.objects.filter(pk=other.pk).exists()
    assert desk.post(address("reading", stop), {"remove": "x"}).status_code == 400
    assert desk.post(address("reading", stop), {"add": "987654"}).status_code == 404


def test_the_list_of_books_has_a_fixed_number_of_queries(desk, stop, django_assert_max_num_queries):
    for number in range(3):
        publication = Publication.objects.create(title=f"示范书目{number}")
        ReadingListEntry.objects.create(publication=publication, stop=stop, position=number)
    with django_assert_max_num_queries(8):
        page = desk.get(address("reading", stop)).content.decode()
    assert page.index("示范书目0") < page.index("示范书目1") < page.index("示范书目2")
