"""The librarian's pages: what is due, and the plain form of one day with its receipt."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from exhibitions.models import HistoryEntry
from libraries.models import OpeningHours
from tourexhibit.tests import factories
from tourexhibit.tests.signing_in import sign_in
from visits.models import DayReport, ReportValue
from visits.recording.day_state import day_state
from visits.recording.days import file_day, return_day, verify_day
from visits.recording.tallies import record_tally
from visits.tests.values import adults

pytestmark = pytest.mark.django_db

REFUSED_NUMBERS = [
    "1.5",
    "1e3",
    "",
    "   ",
    "NaN",
    "Infinity",
    "99999999999999999999",
    "9" * 5000,
    "²",
    "-1",
    "١٢",
]


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, username="li")


@pytest.fixture
def desk(client, librarian):
    return sign_in(client, librarian)


def address(stop, day) -> str:
    return reverse("librarian:day", kwargs={"stop_id": stop.pk, "day": day.isoformat()})


def typed(revision: int = 1, adult: str = "", **fields) -> dict[str, str]:
    """What a browser sends for a counted day; a day filed from the form has every field."""
    return {
        "revision": str(revision),
        "state": "counted",
        "exhibition_visit_adult": adult,
        "exhibition_visit_minor": "",
        "exhibition_visit_unspecified": "",
        "exhibition_visit_basis": "counted",
        "exhibition_visit_method": "manual_tally",
        "library_visit_unspecified": "",
        "library_visit_adult": "",
        "library_visit_minor": "",
        "library_visit_basis": "counted",
        "library_visit_method": "gate_auto",
        "reason": "",
        "note": "",
        **fields,
    }


def filed(stop, day) -> list[tuple]:
    rows = ReportValue.objects.filter(report__stop=stop, report__day=day, kind="filed")
    return list(
        rows.order_by("measure", "audience").values_list("measure", "audience", "value", "basis", "method")
    )


# ---------------------------------------------------------------- filing


def test_a_day_is_filed_and_the_page_is_its_receipt(desk, stop, today):
    answer = desk.post(
        address(stop, today),
        typed(
            adult="１２８",
            exhibition_visit_minor="1,217",
            library_visit_unspecified="3000",
            library_visit_basis="sampled",
            note="团体\u202e两个",
        ),
    )

    assert (answer.status_code, answer.url) == (302, address(stop, today))
    assert filed(stop, today) == [
        ("exhibition_visit", "adult", 128, "counted", "manual_tally"),
        ("exhibition_visit", "minor", 1217, "counted", "manual_tally"),
        ("library_visit", "unspecified", 3000, "sampled", "gate_auto"),
    ]
    report = DayReport.objects.get()
    assert (report.revision, report.note, report.method, report.on_behalf) == (
        1,
        "团体两个",
        "manual_tally",
        False,
    )
    page = desk.get(answer.url).content.decode()
    for words in [
        "Saved on the server",
        "1,345",
        f"{stop.pk}-{today:%Y%m%d}-1",
        timezone.localtime(report.filed_at).strftime("%H:%M:%S"),
    ]:
        assert words in page


def test_a_second_tap_has_no_second_effect(desk, stop, today):
    answers = [desk.post(address(stop, today), typed(adult="345")) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert (DayReport.objects.get().revision, HistoryEntry.objects.count()) == (1, 1)


def test_zero_is_a_number(desk, stop, today):
    looked_at = desk.post(address(stop, today), typed(adult="0"))
    assert (looked_at.status_code, filed(stop, today)) == (400, [])
    assert "0 visits on a day that was open." in looked_at.content.decode()

    sent = desk.post(address(stop, today), typed(adult="0", seen=looked_at.context["form"]["seen"].value()))
    assert sent.status_code == 302
    assert filed(stop, today) == [("exhibition_visit", "adult", 0, "counted", "manual_tally")]


def test_a_closed_day_needs_a_reason_and_has_no_numbers(desk, stop, today):
    refused = desk.post(address(stop, today), typed(adult="12", state="closed"))
    assert refused.status_code == 400
    assert refused.context["form"].errors.get_json_data()["reason"][0]["code"] == "reason_required"
    assert refused.context["form"]["exhibition_visit_adult"].value() == "12"

    desk.post(address(stop, today), typed(adult="12", state="closed", reason="停电"))
    assert (DayReport.objects.get().state, DayReport.objects.get().reason, filed(stop, today)) == (
        "closed",
        "停电",
        [],
    )
    assert 'class="receipt-number">Closed' in desk.get(address(stop, today)).content.decode()


def test_a_filed_day_is_changed_with_a_reason(desk, stop, today):
    desk.post(address(stop, today), typed(adult="345"))

    refused = desk.post(address(stop, today), typed(2, adult="346"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["reason"])
    changed = desk.post(address(stop, today), typed(2, adult="346", reason="后门漏点"))
    assert changed.status_code == 302
    assert (DayReport.objects.get().revision, filed(stop, today)[0][2]) == (2, 346)


def test_a_past_day_of_the_stop_is_filed_too(desk, stop, today):
    assert desk.post(address(stop, today - timedelta(days=2)), typed(adult="7")).status_code == 302
    assert DayReport.objects.get().day == today - timedelta(days=2)


# ---------------------------------------------------------------- what stands in the form


def test_the_form_holds_the_sum_of_the_tallies(desk, librarian, stop, today):
    for number in (40, 2):
        record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(number))

    form = desk.get(address(stop, today)).context["form"]
    assert form.initial == {
        "revision": 1,
        "state": "counted",
        "note": "",
        "exhibition_visit_adult": 42,
        "exhibition_visit_basis": "counted",
        "exhibition_visit_method": "manual_tally",
    }


def test_late_evidence_is_shown_and_can_be_filled_in(desk, librarian, stop, today):
    desk.post(address(stop, today), typed(adult="345"))
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(380))

    page = desk.get(address(stop, today))
    assert page.context["page"].evidence == [
        {"word": "Exhibition visits", "difference": "+35", "tallied": 380}
    ]
    assert "Evidence differs by +35." in page.content.decode()
    assert page.context["form"].initial["exhibition_visit_adult"] == 345
    taken = desk.get(address(stop, today) + "?numbers=tallied")
    assert taken.context["form"].initial["exhibition_visit_adult"] == 380
    assert filed(stop, today)[0][2] == 345


def test_a_returned_day_shows_why_and_is_filed_again_without_a_reason(desk, stop, today):
    desk.post(address(stop, today), typed(adult="345"))
    return_day(factories.staff(), stop.pk, today, revision=1, reason="超过展厅容量")

    assert "超过展厅容量" in desk.get(address(stop, today)).content.decode()
    assert desk.post(address(stop, today), typed(2, adult="300")).status_code == 302


def test_a_verified_day_is_read_only_for_its_library(desk, stop, today):
    desk.post(address(stop, today), typed(adult="345"))
    verify_day(factories.staff(), stop.pk, today, revision=1)

    page = desk.get(address(stop, today)).content.decode()
    assert "If a number is wrong" in page
    assert '<form class="day-form"' not in page
    answer = desk.post(address(stop, today), typed(2, adult="346", reason="后门漏点"))
    assert (answer.status_code, filed(stop, today)[0][2]) == (409, 345)
    assert "File 346 instead" not in answer.content.decode()


def test_staff_file_on_behalf_and_may_reopen_a_verified_day(client, stop, today):
    staff = sign_in(client, factories.staff())
    assert "on behalf of the library" in staff.get(address(stop, today)).content.decode()

    staff.post(address(stop, today), typed(adult="345"))
    assert DayReport.objects.get().on_behalf
    verify_day(factories.staff("LSC"), stop.pk, today, revision=1)
    staff.post(address(stop, today), typed(2, adult="346", reason="重新核对"))
    assert (DayReport.objects.get().review, filed(stop, today)[0][2]) == ("filed", 346)


# ---------------------------------------------------------------- two people


def test_two_filings_are_shown_side_by_side_and_one_is_chosen(desk, stop, today):
    colleague = factories.librarian(stop.library)
    file_day(colleague, stop.pk, today, revision=1, state="counted", values=adults(345))

    answer = desk.post(address(stop, today), typed(adult="３４６", note="两个团体"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Keep 345" in page
    assert "File 346 instead" in page
    assert filed(stop, today)[0][2] == 345
    again = dict(answer.context["typed"])
    assert (again["exhibition_visit_adult"], again["note"]) == ("３４６", "两个团体")
    assert answer.context["next_revision"] == 2

    chosen = desk.post(address(stop, today), {**again, "revision": "2", "reason": "我数的"})
    assert (chosen.status_code, filed(stop, today)[0][2]) == (302, 346)


def test_the_back_button_overwrites_nothing(desk, stop, today):
    desk.post(address(stop, today), typed(adult="345"))
    desk.post(address(stop, today), typed(2, adult="346", reason="漏点"))

    old = desk.post(address(stop, today), typed(adult="345"))
    assert (old.status_code, DayReport.objects.get().revision, filed(stop, today)[0][2]) == (409, 2, 346)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("written", REFUSED_NUMBERS)
def test_a_number_that_is_none_is_refused_and_kept(desk, stop, today, written):
    answer = desk.post(address(stop, today), typed(adult=written, note="两个团体"))

    form = answer.context["form"]
    assert answer.status_code == 400
    assert form["exhibition_visit_adult"].errors
    assert (form["exhibition_visit_adult"].value(), form["note"].value()) == (written, "两个团体")
    assert not DayReport.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"note": "家长 13800138000"}, "note", "personal_data"),
        ({"reason": "11010519491231002X"}, "reason", "personal_data"),
        ({"note": "\ufffd"}, "note", "unreadable"),
        ({"note": "长" * 501}, "note", "max_length"),
        ({"state": "missing"}, "state", "invalid_choice"),
        ({"exhibition_visit_basis": "guessed"}, "exhibition_visit_basis", "invalid_choice"),
        ({"exhibition_visit_method": ""}, "exhibition_visit_method", "required"),
        ({"revision": "0"}, "revision", "invalid"),
        ({"revision": "9" * 5000}, "revision", "invalid"),
        ({"revision": "²"}, "revision", "invalid"),
    ],
)
def test_what_cannot_be_right_is_named_at_its_field(desk, stop, today, fields, field, code):
    answer = desk.post(address(stop, today), typed(adult="12", **fields))

    assert answer.status_code == 400
    assert [error["code"] for error in answer.context["form"].errors.get_json_data()[field]] == [code]
    assert answer.context["form"]["exhibition_visit_adult"].value() == "12"
    assert not DayReport.objects.exists()


def test_a_note_is_text_and_never_markup(desk, stop, today):
    note = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    desk.post(address(stop, today), typed(adult="12", note=note))

    assert DayReport.objects.get().note == note
    assert "<script>alert" not in desk.get(address(stop, today)).content.decode()


def test_days_outside_the_stop_are_refused(desk, stop, today):
    for day in (today + timedelta(days=1), today - timedelta(days=4)):
        assert desk.get(address(stop, day)).status_code == 404
        answer = desk.post(address(stop, day), typed(adult="12"))
        assert answer.status_code == 400
        assert answer.context["form"].non_field_errors()
        assert answer.context["form"]["exhibition_visit_adult"].value() == "12"
    assert not DayReport.objects.exists()


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-13-01", "20261122", "tomorrow", "2026-W47-7", "２０２６-11-22", "9" * 500]
)
def test_a_day_that_is_none_is_a_bad_address(desk, stop, day):
    assert desk.get(f"/my/stops/{stop.pk}/days/{day}/").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1447-06-02"])
def test_days_of_other_calendars_are_refused(desk, stop, day):
    assert desk.post(f"/my/stops/{stop.pk}/days/{day}/", typed(adult="12")).status_code == 400


def test_too_many_fields_are_refused(desk, stop, today):
    assert (
        desk.post(address(stop, today), {f"field{number}": "1" for number in range(2000)}).status_code == 400
    )


# ---------------------------------------------------------------- who


def test_another_librarys_stop_does_not_exist(desk, today):
    other = factories.stop(opens=today - timedelta(days=3), closes=today, library=factories.library("360982"))

    assert desk.get(address(other, today)).status_code == 404
    assert desk.post(address(other, today), typed(adult="12")).status_code == 404
    assert desk.get(f"/my/stops/{'9' * 30}/days/{today}/").status_code == 404
    assert not DayReport.objects.exists()


@pytest.mark.parametrize("role", [factories.coordinator, factories.partner, factories.user])
def test_other_roles_have_no_desk(client, stop, today, role):
    sign_in(client, role())

    assert client.get(reverse("librarian:my")).status_code == 403
    assert client.get(address(stop, today)).status_code == 403
    assert client.post(address(stop, today), typed(adult="12")).status_code == 403


def test_one_form_is_kept_for_whoever_is_signed_out(client, stop, today):
    for day, adult in ((today, "1"), (today - timedelta(days=1), "2"), (today, "3")):
        client.post(address(stop, day), typed(adult=adult))

    kept = client.session["kept day form"]
    assert (kept["path"], kept["typed"]["exhibition_visit_adult"]) == (address(stop, today), "3")
    assert Session.objects.count() == 1
    assert Session.objects.get().expire_date <= timezone.now() + timedelta(hours=1)


def test_what_was_typed_before_signing_in_again_is_kept(client, librarian, stop, today, settings):
    librarian.set_password("a-long-password-4711")
    librarian.save()
    sent = client.post(address(stop, today), typed(adult="345", note="两个团体"))
    assert (sent.status_code, sent.url) == (302, f"/accounts/login/?next={address(stop, today)}")

    assert client.session.get_expiry_age() == 3600

    back = client.post(sent.url, {"login": "li", "password": "a-long-password-4711"}, follow=True)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    form = back.context["form"]
    assert (form["exhibition_visit_adult"].value(), form["note"].value()) == ("345", "两个团体")
    assert not DayReport.objects.exists()
    assert client.get(address(stop, today)).context["form"]["exhibition_visit_adult"].value() is None


def test_a_form_without_a_token_stores_nothing_and_loses_nothing(librarian, stop, today, settings):
    settings.CSRF_FAILURE_VIEW = "pages.csrf_failure.csrf_failure"
    client = sign_in(Client(enforce_csrf_checks=True), librarian)

    refused = client.post(address(stop, today), typed(adult="345"))
    assert (refused.status_code, refused.context["form"]["exhibition_visit_adult"].value()) == (403, "345")
    assert not DayReport.objects.exists()
    token = str(refused.context["csrf_token"])
    assert (
        client.post(address(stop, today), {**typed(adult="345"), "csrfmiddlewaretoken": token}).status_code
        == 302
    )


# ---------------------------------------------------------------- the librarian's home


def test_my_library_tells_what_is_due_what_is_missing_and_what_was_received(desk, librarian, stop, today):
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(42))
    file_day(librarian, stop.pk, today - timedelta(days=1), revision=1, state="counted", values=adults(345))
    file_day(
        librarian, stop.pk, today - timedelta(days=2), revision=1, state="closed", values=[], reason="停电"
    )
    nearby = factories.stop(
        opens=today + timedelta(days=60), closes=today + timedelta(days=90), state="confirmed", library=stop.library,
        programme=stop.programme, exhibition=stop.exhibition, actual_open=None,
    )  # fmt: skip

    page = desk.get(reverse("librarian:my"))
    own = page.context["own"]
    [current] = own.current
    assert [(day.day, day.state, day.exhibition_visits) for day in current.days] == [
        (today, "draft", 42),
        (today - timedelta(days=1), "filed", 345),
        (today - timedelta(days=2), "closed", None),
        (today - timedelta(days=3), "missing", None),
    ]
    assert [day.day for day in current.to_do] == [today - timedelta(days=3)]
    assert own.next == nearby
    html = page.content.decode()
    assert "File 42 visits" in html
    assert address(stop, today - timedelta(days=3)) in html


def test_returned_days_are_to_do_and_weekly_closing_days_are_not(desk, librarian, stop, today):
    for weekday in {1, 2, 3, 4, 5, 6, 7} - {(today - timedelta(days=3)).isoweekday()}:
        OpeningHours.objects.create(
            library=stop.library, weekday=weekday, opens_at="09:00", closes_at="17:00"
        )
    file_day(librarian, stop.pk, today - timedelta(days=1), revision=1, state="counted", values=adults(345))
    return_day(factories.staff(), stop.pk, today - timedelta(days=1), revision=1, reason="再核对")

    [current] = desk.get(reverse("librarian:my")).context["own"].current
    assert [(day.day, day.state) for day in current.to_do] == [
        (today - timedelta(days=2), "missing"),
        (today - timedelta(days=1), "returned"),
    ]
    assert [day.state for day in current.days] == ["due", "returned", "missing", ""]


def test_a_library_without_a_stop_and_staff_without_a_library_are_told_so(client):
    sign_in(client, factories.librarian(factories.library()))
    assert "No stop yet" in client.get(reverse("librarian:my")).content.decode()

    sign_in(client, factories.staff())
    page = client.get(reverse("librarian:my")).content.decode()
    assert "No library of your own" in page
    assert reverse("dashboard:dashboard") in page


def test_my_library_costs_the_same_for_one_stop_and_for_three(
    client, librarian, stop, today, django_assert_num_queries
):
    def fill(opened, user):
        for days in (1, 2):
            file_day(
                user, opened.pk, today - timedelta(days=days), revision=1, state="counted", values=adults(5)
            )
        record_tally(user, opened.pk, today, uuid.uuid4(), 1, adults(5))

    fill(stop, librarian)
    sign_in(client, librarian)
    with django_assert_num_queries(16):
        client.get(reverse("librarian:my"))
    for number in range(2):
        library = factories.library(f"36098{number + 2}")
        Membership.objects.create(user=librarian, role=Membership.Role.LIBRARIAN, library=library)
        more = factories.stop(
            opens=today - timedelta(days=3), closes=today + timedelta(days=9), library=library
        )
        fill(more, User.objects.get(pk=librarian.pk))
    with django_assert_num_queries(16):
        client.get(reverse("librarian:my"))


def test_a_day_costs_the_same_for_one_tally_and_for_three(
    desk, librarian, stop, today, django_assert_num_queries
):
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(5))
    with django_assert_num_queries(10):
        desk.get(address(stop, today))
    for _ in range(2):
        record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(5))
    with django_assert_num_queries(10):
        desk.get(address(stop, today))
    assert day_state(stop.pk, today)["draft"][0]["value"] == 15
