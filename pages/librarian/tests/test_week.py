"""A week in one grid: only what changed is sent, each day by itself; what fails keeps what was typed."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from exhibitions.models import HistoryEntry
from pages.librarian.week.state import monday_of
from tourexhibit.tests import factories
from tourexhibit.tests.signing_in import sign_in
from visits.models import DayReport, ReportValue
from visits.recording.days import file_day, verify_day
from visits.recording.tallies import record_tally
from visits.values import Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(today):
    """Of last week, so that every day of it is past."""
    return monday_of(today) - timedelta(days=7)


@pytest.fixture
def stop(monday, today):
    return factories.stop(opens=monday, closes=today + timedelta(days=30))


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, username="li")


@pytest.fixture
def desk(client, librarian):
    return sign_in(client, librarian)


def address(stop, day: date) -> str:
    return reverse("librarian:week", kwargs={"stop_id": stop.pk, "day": day.isoformat()})


def sent(answer, **days: dict[str, str]) -> dict[str, str]:
    """What a browser sends: every field of the grid as it stands, with what was typed by `d0` ... `d6`."""
    fields = {"basis": "counted", "method": "manual_tally"}
    for number, (day, row) in enumerate(answer.context["rows"]):
        if row is not None and row.week_day.editable:
            for name in row.fields:
                value = row[name].value()
                fields[f"{day.day}-{name}"] = "" if value is None else str(value)
            fields |= {f"{day.day}-{name}": value for name, value in days.get(f"d{number}", {}).items()}
    return fields


def adults(number: int, measure: str = "exhibition_visit") -> list[Value]:
    return [Value(measure, "adult", number, "counted", "manual_tally")]


def filed(stop) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    rows = ReportValue.objects.filter(report__stop=stop, kind="filed").order_by("report__day")
    for day, measure, audience, value in rows.values_list("report__day", "measure", "audience", "value"):
        found.setdefault(day, {})[f"{measure[:3]} {audience}"] = value
    return found


# ---------------------------------------------------------------- filing


def test_the_days_that_were_typed_are_filed_and_no_other(desk, stop, monday):
    page = desk.get(address(stop, monday))
    answer = desk.post(
        address(stop, monday),
        sent(
            page,
            d0={"adult": "１２０", "minor": "33"},
            d2={"unspecified": "1,204"},
            d3={"state": "closed", "reason": "停电"},
        ),
    )

    assert (answer.status_code, answer.url) == (302, address(stop, monday))
    assert filed(stop) == {
        monday: {"exh adult": 120, "exh minor": 33},
        monday + timedelta(days=2): {"exh unspecified": 1204},
    }
    assert list(DayReport.objects.order_by("day").values_list("day", "state", "reason", "revision")) == [
        (monday, "counted", "", 1),
        (monday + timedelta(days=2), "counted", "", 1),
        (monday + timedelta(days=3), "closed", "停电", 1),
    ]
    assert "3 days are saved on the server." in desk.get(answer.url).content.decode()


def test_any_day_of_the_week_is_the_same_week(desk, stop, monday):
    for days in (0, 3, 6):
        rows = desk.get(address(stop, monday + timedelta(days=days))).context["rows"]
        assert [day.day for day, _row in rows] == [monday + timedelta(days=number) for number in range(7)]


def test_a_double_tap_has_no_second_effect(desk, stop, monday):
    fields = sent(desk.get(address(stop, monday)), d0={"adult": "120"}, d1={"adult": "130"})

    assert [desk.post(address(stop, monday), fields).status_code for _ in range(3)] == [302, 302, 302]
    assert HistoryEntry.objects.count() == 2


def test_rows_that_were_not_touched_are_not_sent(desk, librarian, stop, monday):
    file_day(librarian, stop.pk, monday, revision=1, state="counted", values=adults(345))
    page = desk.get(address(stop, monday))
    # A colleague amends it in the meantime: the row as it was shown is nothing that this person said.
    file_day(librarian, stop.pk, monday, revision=2, state="counted", values=adults(346), reason="漏点")

    assert desk.post(address(stop, monday), sent(page, d1={"adult": "12"})).status_code == 302
    assert filed(stop) == {monday: {"exh adult": 346}, monday + timedelta(days=1): {"exh adult": 12}}


def test_a_filed_day_changes_with_a_reason_only_and_keeps_what_is_not_in_the_grid(
    desk, librarian, stop, monday
):
    file_day(
        librarian, stop.pk, monday, revision=1, state="counted", note="两个团体",
        values=[*adults(345), *adults(900, "library_visit")],
    )  # fmt: skip
    page = desk.get(address(stop, monday))

    refused = desk.post(address(stop, monday), sent(page, d0={"adult": "346"}))
    row = refused.context["rows"][0][1]
    assert (refused.status_code, list(row.errors), row["adult"].value()) == (400, ["reason"], "346")
    assert "1 day is not stored." in refused.content.decode()

    changed = desk.post(address(stop, monday), sent(page, d0={"adult": "346", "reason": "漏点"}))
    assert changed.status_code == 302
    assert filed(stop) == {monday: {"exh adult": 346, "lib adult": 900}}
    assert (DayReport.objects.get().note, DayReport.objects.get().reason) == ("两个团体", "漏点")


def test_the_basis_and_method_are_given_once_and_remembered(desk, stop, monday):
    fields = sent(desk.get(address(stop, monday)), d0={"adult": "120"})
    desk.post(address(stop, monday), {**fields, "basis": "estimated", "method": "register"})

    row = ReportValue.objects.get()
    assert (row.basis, row.method) == ("estimated", "register")
    assert desk.get(address(stop, monday)).context["basis"].initial == {
        "basis": "estimated",
        "method": "register",
    }


# ---------------------------------------------------------------- a part fails


def test_what_fails_is_told_by_row_and_everything_typed_stays(desk, stop, monday):
    page = desk.get(address(stop, monday))
    fields = sent(
        page,
        d0={"adult": "120"},
        d1={"adult": "一百", "minor": "5"},
        d2={"state": "closed"},
        d3={"state": "closed", "adult": "4", "reason": "停电"},
        d4={"adult": "7", "reason": "家长 13800138000"},
    )
    answer = desk.post(address(stop, monday), fields)

    assert answer.status_code == 400
    assert filed(stop) == {monday: {"exh adult": 120}}
    rows = [row for _day, row in answer.context["rows"]]
    assert [row.stored for row in rows] == ["created", "", "", "", "", "", ""]
    assert [list(row.errors) for row in rows] == [[], ["adult"], ["reason"], ["adult"], ["reason"], [], []]
    assert [(row["adult"].value(), row["minor"].value()) for row in rows[1:5]] == [
        ("一百", "5"),
        ("", ""),
        ("4", ""),
        ("7", ""),
    ]
    assert rows[4]["reason"].value() == "家长 13800138000"
    # What was stored is not sent a second time when the rest is mended.
    mended = desk.post(
        address(stop, monday),
        sent(answer, d1={"adult": "100"}, d2={"reason": "停电"}, d3={"adult": ""}, d4={"reason": ""}),
    )
    assert mended.status_code == 302
    assert [report.revision for report in DayReport.objects.all()] == [1, 1, 1, 1, 1]


def test_two_people_one_is_saved_one_is_shown_both(desk, stop, monday):
    page = desk.get(address(stop, monday))
    colleague = factories.librarian(stop.library, username="zhang")
    file_day(colleague, stop.pk, monday, revision=1, state="counted", values=adults(345))

    answer = desk.post(address(stop, monday), sent(page, d0={"adult": "346"}, d1={"adult": "12"}))
    assert answer.status_code == 409
    assert "zhang filed 345 in the meantime, you typed 346." in answer.content.decode()
    assert filed(stop) == {monday: {"exh adult": 345}, monday + timedelta(days=1): {"exh adult": 12}}
    row = answer.context["rows"][0][1]
    assert (row["adult"].value(), row["revision"].value()) == ("346", "2")

    kept = desk.post(address(stop, monday), sent(answer, d0={"adult": "345"}))
    assert (kept.status_code, DayReport.objects.get(day=monday).revision) == (302, 1)
    chosen = desk.post(address(stop, monday), sent(answer, d0={"reason": "我数的"}))
    assert (chosen.status_code, filed(stop)[monday]) == (302, {"exh adult": 346})


def test_a_day_verified_in_the_meantime_is_not_changed(desk, librarian, stop, monday):
    file_day(librarian, stop.pk, monday, revision=1, state="counted", values=adults(345))
    page = desk.get(address(stop, monday))
    verify_day(factories.staff(), stop.pk, monday, revision=1)

    answer = desk.post(address(stop, monday), sent(page, d0={"adult": "346", "reason": "漏点"}))
    assert (answer.status_code, filed(stop)) == (409, {monday: {"exh adult": 345}})
    assert "You typed 346." in answer.content.decode()


def test_a_number_that_does_not_look_right_is_asked_about_in_its_row(desk, stop, monday):
    page = desk.get(address(stop, monday))
    answer = desk.post(address(stop, monday), sent(page, d0={"adult": "0"}, d1={"adult": "12"}))

    assert (answer.status_code, filed(stop)) == (400, {monday + timedelta(days=1): {"exh adult": 12}})
    assert "0 visits on a day that was open." in answer.content.decode()
    assert desk.post(address(stop, monday), sent(answer)).status_code == 302
    assert filed(stop)[monday] == {"exh adult": 0}


@pytest.mark.parametrize("fields", [{"basis": "guessed"}, {"method": ""}])
def test_without_a_basis_nothing_is_stored(desk, stop, monday, fields):
    answer = desk.post(
        address(stop, monday), sent(desk.get(address(stop, monday)), d0={"adult": "7"}) | fields
    )

    assert (answer.status_code, filed(stop)) == (400, {})
    assert answer.context["rows"][0][1]["adult"].value() == "7"


@pytest.mark.parametrize("revision", ["0", "9" * 5000, "²", ""])
def test_a_damaged_revision_stores_nothing(desk, stop, monday, revision):
    page = desk.get(address(stop, monday))
    answer = desk.post(address(stop, monday), sent(page, d0={"adult": "7", "revision": revision}))

    assert (answer.status_code, filed(stop)) == (400, {})


# ---------------------------------------------------------------- what can be filed


def test_days_outside_are_shown_and_not_editable(desk, stop, today, monday):
    this_week = desk.get(address(stop, today)).context["rows"]
    assert [bool(row) for _day, row in this_week] == [day.day <= today for day, _row in this_week]
    assert all(day.outside == "This day is still to come." for day, row in this_week if not row)

    stop.actual_open = monday + timedelta(days=2)
    stop.save()
    rows = desk.get(address(stop, monday)).context["rows"]
    assert [day.outside for day, _row in rows] == ["The exhibition was not open here on that day."] * 2 + [
        ""
    ] * 5


def test_a_verified_day_is_read_only_for_its_library_and_not_for_staff(desk, librarian, stop, monday):
    file_day(librarian, stop.pk, monday, revision=1, state="counted", values=adults(345))
    verify_day(factories.staff(), stop.pk, monday, revision=1)

    answer = desk.get(address(stop, monday))
    assert answer.context["rows"][0][1] is None
    assert "Verified, so it is no longer changed here." in answer.content.decode()
    staff = sign_in(Client(), factories.staff("LSC"))
    assert staff.get(address(stop, monday)).context["rows"][0][1] is not None


def test_what_the_doors_counted_is_told_and_not_typed_for_a_person(desk, librarian, stop, monday):
    record_tally(librarian, stop.pk, monday, uuid.uuid4(), 1, [*adults(42), *adults(90, "library_visit")])

    page = desk.get(address(stop, monday))
    assert "42 counted at the doors, not filed" in page.content.decode()
    assert desk.post(address(stop, monday), sent(page)).status_code == 302
    assert filed(stop) == {}
    desk.post(address(stop, monday), sent(page, d0={"adult": "42"}))
    assert filed(stop) == {monday: {"exh adult": 42, "lib adult": 90}}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2020-02-03"])
def test_a_week_outside_the_stop_is_none(desk, stop, day):
    assert desk.get(f"/my/stops/{stop.pk}/weeks/{day}/").status_code == 404
    assert desk.post(f"/my/stops/{stop.pk}/weeks/{day}/", {}).status_code == 404


def test_a_day_that_is_none_is_a_bad_address(desk, stop):
    assert desk.get(f"/my/stops/{stop.pk}/weeks/2026-02-29/").status_code == 400


# ---------------------------------------------------------------- who


def test_another_librarys_week_does_not_exist(desk, monday, today):
    other = factories.stop(opens=monday, closes=today, library=factories.library("360982"))

    assert desk.get(address(other, monday)).status_code == 404
    assert desk.post(address(other, monday), {}).status_code == 404


@pytest.mark.parametrize("role", [factories.coordinator, factories.partner, factories.user])
def test_other_roles_have_no_grid(client, stop, monday, role):
    sign_in(client, role())

    assert client.get(address(stop, monday)).status_code == 403
    assert client.post(address(stop, monday), {}).status_code == 403


def test_what_was_typed_before_signing_in_again_is_kept(client, librarian, stop, monday):
    fields = sent(sign_in(Client(), librarian).get(address(stop, monday)), d0={"adult": "120"})
    answer = client.post(address(stop, monday), fields)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={address(stop, monday)}")
    assert client.post("/my/stops/1/weeks/9999-12-31/", fields).status_code == 302
    client.post(address(stop, monday), fields)

    librarian.set_password("a-long-password-4711")
    librarian.save()
    back = client.post(answer.url, {"login": "li", "password": "a-long-password-4711"}, follow=True)
    assert back.context["rows"][0][1]["adult"].value() == "120"
    assert filed(stop) == {}


def test_a_form_without_a_token_stores_nothing_and_loses_nothing(librarian, stop, monday):
    client = sign_in(Client(enforce_csrf_checks=True), librarian)
    fields = sent(client.get(address(stop, monday)), d0={"adult": "120"})

    answer = client.post(address(stop, monday), fields)
    assert (answer.status_code, answer.context["rows"][0][1]["adult"].value()) == (403, "120")
    assert filed(stop) == {}


def test_a_week_costs_the_same_for_one_day_and_for_three(
    desk, librarian, stop, monday, django_assert_num_queries
):
    def fill(day):
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=adults(5))
        record_tally(librarian, stop.pk, day, uuid.uuid4(), 1, adults(5))

    fill(monday)
    with django_assert_num_queries(11):
        desk.get(address(stop, monday))
    for days in (1, 2):
        fill(monday + timedelta(days=days))
    with django_assert_num_queries(11):
        desk.get(address(stop, monday))
