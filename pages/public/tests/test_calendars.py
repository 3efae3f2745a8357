"""Calendars that others subscribe to: read back with a parser, moved and called off without a second entry."""

import gzip
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from exhibitions.life import correct, move
from exhibitions.models import Event, Stop
from pages.public.calendars.entries import DOMAIN
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def coming(today, **fields):
    planned = {"state": "confirmed", "confirmed_on": today - timedelta(days=9), "actual_open": None}
    opens = today + timedelta(days=10)
    return factories.stop(opens=opens, closes=opens + timedelta(days=60), **{**planned, **fields})


def entries(client, address: str = "/calendar.ics") -> dict:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    calendar = Calendar.from_ical(answer.content)
    assert calendar.errors == [] and calendar["version"] == "2.0"
    found = calendar.walk("VEVENT")
    assert all(
        entry.errors == [] and {"UID", "DTSTAMP", "DTSTART", "SEQUENCE"} <= entry.keys() for entry in found
    )
    by_uid = {str(entry["uid"]): entry for entry in found}
    assert len(by_uid) == len(found)
    return by_uid


def test_a_stop_is_one_entry_over_its_days(client, today):
    stop = coming(today)

    [(uid, entry)] = entries(client).items()
    assert uid == f"stop-{stop.pk}@tour-exhibition-portal"
    assert entry.decoded("dtstart") == stop.planned_open
    assert entry.decoded("dtend") == stop.planned_close + timedelta(days=1)
    assert (str(entry["status"]), entry["sequence"]) == ("CONFIRMED", 0)
    assert str(entry["url"]) == f"http://testserver/stops/{stop.pk}/"


def test_a_moved_stop_is_the_same_entry_with_a_higher_sequence(client, today):
    stop = coming(today)
    [(uid, before)] = entries(client).items()
    tag = client.get("/calendar.ics")["ETag"]

    stop.planned_open += timedelta(days=3)
    stop.save()
    [(same, moved)] = entries(client).items()
    assert same == uid
    assert moved["sequence"] > before["sequence"]
    assert moved.decoded("dtstart") == stop.planned_open
    assert client.get("/calendar.ics", headers={"If-None-Match": tag}).status_code == 200

    for state, status in [("postponed", "CANCELLED"), ("confirmed", "CONFIRMED"), ("cancelled", "CANCELLED")]:
        last = moved["sequence"]
        stop.state = state
        stop.save()
        [(same, moved)] = entries(client).items()
        assert (same, str(moved["status"])) == (uid, status)
        assert moved["sequence"] > last


def test_what_is_proposed_again_is_called_off_as_it_was_told(client, today):
    stop = coming(today, library=factories.library("330521"))
    lecture = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=stop.planned_open)
    told_open, address = stop.planned_open, "/divisions/330521/calendar.ics"
    before = entries(client, address)
    assert {str(entry["status"]) for entry in before.values()} == {"CONFIRMED"}

    move(stop.pk, "postponed", by=None, reason="修缮")
    postponed = entries(client, address)
    move(stop.pk, "proposed", by=None)
    # What is thought of since is nobody's business yet.
    correct(stop.pk, by=None, reason="改期", planned_close=today + timedelta(days=200))
    Event.objects.create(stop=stop, kind="lecture", title="新讲座", day=today + timedelta(days=30))
    lecture.title = "另一个讲座"
    lecture.save()
    for where in (address, "/calendar.ics", f"/libraries/{stop.library_id}/calendar.ics"):
        after = entries(client, where)
        assert after.keys() == (before.keys() if where != "/calendar.ics" else {f"stop-{stop.pk}@{DOMAIN}"})
        for uid, entry in after.items():
            assert str(entry["status"]) == "CANCELLED"
            assert entry["sequence"] > postponed[uid]["sequence"] > before[uid]["sequence"]
            assert "url" not in entry
        assert after[f"stop-{stop.pk}@{DOMAIN}"].decoded("dtstart") == told_open
    called_off = entries(client, address)
    assert str(called_off[f"event-{lecture.pk}@{DOMAIN}"]["summary"]).endswith("讲座")
    assert "另一个" not in str(called_off[f"event-{lecture.pk}@{DOMAIN}"]["summary"])
    assert client.get(f"/stops/{stop.pk}/").status_code == 404

    correct(stop.pk, by=None, reason="改期", planned_open=today + timedelta(days=90))
    move(stop.pk, "applied", by=None)
    move(stop.pk, "confirmed", by=None)
    again = entries(client, address)
    assert str(again[f"stop-{stop.pk}@{DOMAIN}"]["status"]) == "CONFIRMED"
    for uid, entry in called_off.items():
        assert again[uid]["sequence"] > entry["sequence"]


def test_a_stop_that_was_never_public_is_never_told_of(client, today):
    stop = coming(today, state="proposed", confirmed_on=None)
    move(stop.pk, "cancelled", by=None, reason="不办")
    assert entries(client) == {}


def test_a_stop_that_moved_to_another_library_or_is_deleted_is_called_off(client, today):
    here, there = factories.library("330521"), factories.library("360982")
    stop = coming(today, library=here)
    correct(stop.pk, by=None, reason="换馆", library=there, hall=None)
    uid = f"stop-{stop.pk}@{DOMAIN}"
    left, moved = entries(client, "/divisions/330521/calendar.ics"), entries(client)
    assert (str(left[uid]["status"]), left[uid]["sequence"]) == ("CANCELLED", 1)
    assert (str(moved[uid]["status"]), moved[uid]["sequence"]) == ("CONFIRMED", 1)
    assert str(left[uid]["location"]).startswith(here.name)

    Stop.objects.get(pk=stop.pk).delete()
    [(same, gone)] = entries(client).items()
    assert (same, str(gone["status"])) == (uid, "CANCELLED")
    assert gone["sequence"] > moved[uid]["sequence"]


def test_the_tour_s_calendar_holds_three_months_ahead_and_says_so(client, today):
    near = coming(today, library=factories.library("330521"))
    later = today + timedelta(days=300)
    far = coming(today, library=factories.library("360982"), planned_open=later, planned_close=later)
    past = today - timedelta(days=60)
    over = factories.stop(opens=past, closes=past, actual_close=past, state="archived")

    assert list(entries(client)) == [f"stop-{near.pk}@{DOMAIN}"]
    calendar = Calendar.from_ical(client.get("/calendar.ics?lang=en").content)
    last = (today - timedelta(days=today.weekday())) + timedelta(days=14 * 7 - 1)
    assert f"open by {last.day} {last:%B %Y}" in str(calendar["description"])
    assert str(calendar["description"]) == str(calendar["x-wr-caldesc"])
    assert list(entries(client, "/divisions/360000/calendar.ics")) == [f"stop-{far.pk}@{DOMAIN}"]
    assert f"stop-{over.pk}@{DOMAIN}" in entries(client, f"/libraries/{over.library_id}/calendar.ics")
    assert "description" not in Calendar.from_ical(client.get("/divisions/360000/calendar.ics").content)

    # Put off beyond that it is still the same stop, and stays.
    correct(near.pk, by=None, reason="延期", planned_open=later, planned_close=later)
    [(_uid, put_off)] = entries(client).items()
    assert (str(put_off["status"]), put_off.decoded("dtstart")) == ("CONFIRMED", later)


def test_a_calendar_is_compressed_and_kept(client, today):
    for code in ("330521", "360982", "620982"):
        coming(today, library=factories.library(code))
    plain = client.get("/calendar.ics")
    small = client.get("/calendar.ics", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.content) == plain.content
    assert small["Content-Encoding"] == "gzip"
    again = client.get("/calendar.ics", headers={"If-None-Match": small["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")


def test_lectures_stand_in_the_calendars_of_a_county_and_a_library_at_their_hour(client, today):
    stop = coming(today, library=factories.library("330521"))
    lecture = Event.objects.create(
        stop=stop, kind="lecture", title="看不见的力", day=stop.planned_open, starts_at=time(0, 30)
    )
    Event.objects.create(stop=stop, kind="film", title="电影", day=stop.planned_open)
    Event.objects.create(
        stop=stop, kind="online_resource", title="云展", day=today, address="https://example.org/"
    )

    for address in ("/divisions/330521/calendar.ics", f"/libraries/{stop.library_id}/calendar.ics"):
        found = entries(client, address)
        assert len(found) == 3
        entry = found[f"event-{lecture.pk}@tour-exhibition-portal"]
        # Half past midnight in China is the evening before in UTC.
        assert entry.decoded("dtstart") == datetime.combine(
            lecture.day - timedelta(days=1), time(16, 30), tzinfo=UTC
        )
    for address in ("/calendar.ics", "/divisions/330000/calendar.ics"):
        assert len(entries(client, address)) == 1

    stop.state = "cancelled"
    stop.save()
    after = entries(client, "/divisions/330521/calendar.ics")
    assert {str(entry["status"]) for entry in after.values()} == {"CANCELLED"}
    assert after[f"event-{lecture.pk}@tour-exhibition-portal"]["sequence"] > entry["sequence"]


def test_a_deleted_lecture_is_called_off_without_its_words(client, today):
    stop = coming(today, library=factories.library("330521"))
    address = "/divisions/330521/calendar.ics"
    lecture = Event.objects.create(
        stop=stop,
        kind="lecture",
        title="看不见的力",
        speaker="某馆",
        day=stop.planned_open,
        starts_at=time(14),
    )
    uid = f"event-{lecture.pk}@tour-exhibition-portal"
    before = entries(client, address)[uid]
    tag = client.get(address)["ETag"]

    lecture.delete()

    assert client.get(address)["ETag"] != tag
    after = entries(client, address)[uid]
    assert (str(after["status"]), after.decoded("dtstart")) == ("CANCELLED", before.decoded("dtstart"))
    assert after["sequence"] > before["sequence"]
    assert "看不见的力" not in str(after["summary"]) and "某馆" not in str(after["description"])


def test_a_lecture_that_becomes_an_online_resource_is_called_off_at_its_hour(client, today):
    stop = coming(today, library=factories.library("330521"))
    address = "/divisions/330521/calendar.ics"
    lecture = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=today, starts_at=time(14))
    uid = f"event-{lecture.pk}@tour-exhibition-portal"
    before = entries(client, address)[uid]["sequence"]

    lecture.kind, lecture.address = "online_resource", "https://example.org/"
    lecture.save()

    entry = entries(client, address)[uid]
    assert (str(entry["status"]), entry["sequence"] > before) == ("CANCELLED", True)


def test_an_event_deleted_before_its_stop_was_public_is_never_told_of(client, today):
    stop = coming(today, library=factories.library("330521"))
    Event.objects.create(stop=stop, kind="lecture", title="讲座", day=today).delete()
    Event.history.update(history_date=timezone.now() - timedelta(days=10))

    assert list(entries(client, "/divisions/330521/calendar.ics")) == [
        f"stop-{stop.pk}@tour-exhibition-portal"
    ]


def test_text_cannot_break_out_of_its_line(client, today):
    title = "甲,乙;丙\\丁\r\nATTENDEE:mailto:a@b" + "长" * 70
    stop = coming(today, library=factories.library("330521"))
    Event.objects.create(stop=stop, kind="lecture", title=title, day=stop.planned_open)

    answer = client.get("/divisions/330521/calendar.ics").content
    assert not any(line.startswith(b"ATTENDEE") for line in answer.split(b"\r\n"))
    [entry] = [
        entry for uid, entry in entries(client, "/divisions/330521/calendar.ics").items() if "event" in uid
    ]
    assert str(entry["summary"]).replace("\n", "").replace("\r", "") == title.replace("\r\n", "")


def test_a_calendar_holds_its_place_alone(client, today):
    here = coming(today, library=factories.library("330521"))
    coming(today, library=factories.library("360982"))

    for address in (
        "/divisions/330521/calendar.ics",
        "/divisions/330000/calendar.ics",
        f"/libraries/{here.library_id}/calendar.ics",
        f"/stops/{here.pk}/calendar.ics",
    ):
        assert list(entries(client, address)) == [f"stop-{here.pk}@tour-exhibition-portal"], address
    assert len(entries(client)) == 2


def test_what_is_long_over_or_known_to_the_year_is_left_out(client, today):
    long_ago = today - timedelta(days=400)
    factories.stop(opens=long_ago, closes=long_ago, actual_close=long_ago, state="archived")
    vague = factories.stop(
        opens=today, closes=today, actual_close=today, state="archived", date_precision="year"
    )

    assert entries(client) == {}
    assert client.get(f"/stops/{vague.pk}/calendar.ics").status_code == 404


def test_every_change_of_what_is_told_gives_another_tag(client, today):
    stop = coming(today, library=factories.library("330521"))
    address, seen = "/divisions/330521/calendar.ics", set()

    def tag() -> str:
        return client.get(address)["ETag"]

    seen.add(tag())
    stop.planned_close += timedelta(days=1)
    stop.save()
    seen.add(tag())
    stop.library.name = "改名图书馆"
    stop.library.save()
    seen.add(tag())
    event = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=today)
    seen.add(tag())
    event.title = "另一个讲座"
    event.save()
    seen.add(tag())
    event.delete()
    seen.add(tag())
    seen.add(client.get(address, {"lang": "en"})["ETag"])
    assert len(seen) == 7


def test_a_calendar_is_the_same_as_long_as_nothing_changes(client, today):
    coming(today)

    assert client.get("/calendar.ics").content == client.get("/calendar.ics").content


def test_a_calendar_costs_the_same_for_one_stop_and_for_three(client, today, django_assert_num_queries):
    stop = coming(today, library=factories.library("330521"))
    with django_assert_num_queries(12):
        client.get("/divisions/330521/calendar.ics")
    for number in range(3):
        Event.objects.create(stop=stop, kind="lecture", title=f"讲座 {number}", day=today)
    with django_assert_num_queries(12):
        answer = client.get("/divisions/330521/calendar.ics")
    with django_assert_num_queries(9):
        client.get("/calendar.ics")
    # A program that has it already costs the short reads alone.
    with django_assert_num_queries(8):
        again = client.get("/divisions/330521/calendar.ics", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
