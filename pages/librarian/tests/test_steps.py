"""What a host reports of its stop's life: once however often it is sent, seen by staff, moving nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exhibitions.host_steps import StepChanged, report_step
from exhibitions.models import HostStep, Stop
from pages.librarian.home.checklist import checklist, checklists
from reports.models import ClosingReport
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, username="li")


@pytest.fixture
def desk(client, librarian):
    client.force_login(User.objects.get(pk=librarian.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def address(stop, kind: str = "handover") -> str:
    return reverse("librarian:step", kwargs={"stop_id": stop.pk, "kind": kind})


def reported() -> list[tuple]:
    return list(HostStep.objects.values_list("kind", "day", "note", "revision", "recorded_by__username"))


def test_a_step_is_reported_once_however_often_it_is_sent(desk, stop, today):
    sent = {"revision": "1", "day": today.isoformat(), "note": "24 箱，第 7 箱破角"}
    answers = [desk.post(address(stop), sent) for _ in range(3)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, address(stop))] * 3
    assert reported() == [("handover", today, "24 箱，第 7 箱破角", 1, "li")]
    assert HostStep.history.count() == 1
    page = desk.get(address(stop)).content.decode()
    assert "Saved on the server" in page and "24 箱，第 7 箱破角" in page


def test_it_moves_nothing(desk, stop, today):
    before = Stop.objects.filter(pk=stop.pk).values().get()
    desk.post(address(stop, "removal"), {"revision": "1", "day": today.isoformat(), "note": ""})

    assert Stop.objects.filter(pk=stop.pk).values().get() == before


def test_a_change_keeps_what_was_reported_before_in_the_history(desk, stop, today):
    desk.post(address(stop), {"revision": "1", "day": today.isoformat(), "note": "24 箱"})
    desk.post(address(stop), {"revision": "2", "day": today.isoformat(), "note": "25 箱"})

    assert reported() == [("handover", today, "25 箱", 2, "li")]
    assert list(HostStep.history.order_by("history_id").values_list("note", flat=True)) == ["24 箱", "25 箱"]


def test_two_people_one_is_saved_one_is_shown_both(desk, stop, today):
    report_step(stop.pk, "handover", today, "24 箱", revision=1, by=factories.librarian(stop.library))

    answer = desk.post(address(stop), {"revision": "1", "day": today.isoformat(), "note": "25 箱"})
    page = answer.content.decode()
    assert (answer.status_code, HostStep.objects.get().note) == (409, "24 箱")
    assert "24 箱" in page and "25 箱" in page
    form = answer.context["form"]
    again = {name: form[name].value() for name in ("revision", "day", "note")}
    assert (desk.post(address(stop), again).status_code, HostStep.objects.get().note) == (302, "25 箱")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": "2026-02-30"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"note": "联系人 13800138000"}, "note"),
        ({"note": "长" * 501}, "note"),
        ({"revision": "0"}, "revision"),
        ({"revision": "9" * 5000}, "revision"),
    ],
)
def test_what_cannot_be_right_is_named_at_its_field_and_kept(desk, stop, today, fields, field):
    sent = {"revision": "1", "day": today.isoformat(), "note": "24 箱", **fields}
    answer = desk.post(address(stop), sent)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (400, [field])
    assert (form["day"].value(), form["note"].value()) == (sent["day"], sent["note"])
    assert reported() == []


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"confirmed_on": None, "state": "proposed"}])
def test_a_stop_that_does_not_take_place_has_no_steps(librarian, stop, today, change):
    Stop.objects.filter(pk=stop.pk).update(**change)

    with pytest.raises(ValidationError):
        report_step(stop.pk, "handover", today, "", revision=1, by=librarian)
    assert reported() == []


def test_a_revision_that_skips_is_refused(librarian, stop, today):
    with pytest.raises(StepChanged):
        report_step(stop.pk, "handover", today, "", revision=2, by=librarian)


def test_who_may(client, desk, stop, today):
    other = factories.stop(opens=today, closes=today, library=factories.library("360982"))
    assert desk.get(address(other)).status_code == 404
    assert desk.post(address(other), {"revision": "1", "day": today.isoformat()}).status_code == 404
    assert desk.get(f"/my/stops/{stop.pk}/steps/dance/").status_code == 404
    client.force_login(User.objects.get(pk=factories.coordinator().pk))
    assert client.get(address(stop)).status_code == 403
    assert reported() == []


def test_staff_see_the_steps_with_the_stop(client, librarian, stop, today):
    report_step(stop.pk, "handover", today, "24 箱，第 7 箱破角", revision=1, by=librarian)
    client.force_login(User.objects.get(pk=factories.staff(is_superuser=True).pk))
    page = client.get(reverse("admin:exhibitions_stop_change", args=[stop.pk]))

    assert page.status_code == 200
    assert "24 箱，第 7 箱破角" in page.content.decode()


# ---------------------------------------------------------------- the checklist


def lines(stop, today) -> list[tuple]:
    return [(item.state, item.day, item.by_host) for item in checklists([stop], today)[stop.pk]]


def test_the_checklist_follows_the_stop_and_what_the_host_reports(librarian, stop, today):
    opened = stop.actual_open
    assert lines(stop, today) == [
        ("due", opened - timedelta(days=7), False),
        ("done", opened, False),
        ("done", opened, False),
        ("later", stop.planned_close, False),
        ("later", None, False),
    ]
    report_step(stop.pk, "handover", today, "24 箱", revision=1, by=librarian)
    assert lines(stop, today)[0] == ("done", today, True)


def test_before_the_opening_nothing_is_done(today):
    coming = factories.stop(
        opens=today + timedelta(days=20), closes=today + timedelta(days=60), state="confirmed",
        confirmed_on=today, actual_open=None,
    )  # fmt: skip
    assert [state for state, _day, _host in lines(coming, today)] == ["later"] * 5


def test_the_closing_report_is_due_once_the_stop_has_closed(librarian, stop, today):
    stop.actual_close = today - timedelta(days=1)
    stop.save()
    assert lines(stop, today)[-1] == ("due", stop.actual_close + timedelta(days=30), False)

    report = ClosingReport.objects.create(
        stop=stop, review="draft", revision=1, digest="0" * 64, saved_by=librarian, saved_at=timezone.now()
    )
    assert lines(stop, today)[-1][0] == "due"
    report.review = "submitted"
    assert checklist(stop, {}, report, today)[-1].state == "done"


def test_one_stop_and_three_cost_the_same(stop, today, django_assert_num_queries):
    stops = [stop]
    with django_assert_num_queries(2):
        checklists(stops, today)
    stops += [
        factories.stop(opens=today, closes=today, library=factories.library(code))
        for code in ("360982", "360983")
    ]
    with django_assert_num_queries(2):
        checklists(stops, today)
