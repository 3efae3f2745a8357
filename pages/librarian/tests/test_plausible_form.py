"""The plain form asks once about a number that does not look right, keeps what was typed, and lets it through."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from libraries.models import Hall
from tourexhibit.tests import factories
from visits.models import DayReport
from visits.recording.tallies import record_tally
from visits.values import Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop(today):
    stop = factories.stop(opens=today - timedelta(days=3), closes=today + timedelta(days=30))
    stop.hall = Hall.objects.create(library=stop.library, name="一楼展厅", capacity=10)
    stop.save()
    return stop


@pytest.fixture
def desk(client, stop):
    librarian = factories.librarian(stop.library)
    client.force_login(User.objects.get(pk=librarian.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def address(stop, today) -> str:
    return reverse("librarian:day", kwargs={"stop_id": stop.pk, "day": today.isoformat()})


def typed(adult: str, **fields) -> dict[str, str]:
    return {
        "revision": "1",
        "state": "counted",
        "exhibition_visit_adult": adult,
        "exhibition_visit_basis": "counted",
        "exhibition_visit_method": "manual_tally",
        **fields,
    }


def errors(answer) -> dict[str, list[str]]:
    return {
        name: [error["code"] for error in found]
        for name, found in answer.context["form"].errors.get_json_data().items()
    }


def test_the_finding_stands_at_its_field_and_what_was_typed_stays(desk, address):
    answer = desk.post(address, typed("81", exhibition_visit_minor="０"))

    page = answer.content.decode()
    assert (answer.status_code, errors(answer)) == (400, {"exhibition_visit_adult": ["above_capacity"]})
    assert "81 is more than the hall can hold in 8 hours (80). If it is right, give the reason." in page
    assert "Nothing is stored yet." in page
    assert "Why the number is right. It is filed with it and the reviewer reads it." in page
    form = answer.context["form"]
    assert [form[name].value() for name in ("exhibition_visit_adult", "exhibition_visit_minor", "seen")] == [
        "81",
        "０",
        "above_capacity:exhibition_visit:81",
    ]
    assert not DayReport.objects.exists()


def test_a_reason_lets_it_through_and_the_reviewer_reads_it(desk, address):
    seen = desk.post(address, typed("81")).context["form"]["seen"].value()

    without = desk.post(address, typed("81", seen=seen))
    assert (without.status_code, DayReport.objects.count()) == (400, 0)
    through = desk.post(address, typed("81", seen=seen, note="两所学校包场"))
    assert (through.status_code, DayReport.objects.get().note) == (302, "两所学校包场")
    page = desk.get(address).content.decode()
    assert "What the reviewer is shown" in page
    assert "81 is more than the hall can hold in 8 hours (80)." in page
    assert "No reason is given." not in page


def test_another_number_is_asked_about_anew(desk, address):
    seen = desk.post(address, typed("81")).context["form"]["seen"].value()

    answer = desk.post(address, typed("810", seen=seen, note="两所学校包场"))
    assert (answer.status_code, DayReport.objects.count()) == (400, 0)


def test_a_note_typed_at_first_does_not_hide_the_finding(desk, address):
    answer = desk.post(address, typed("81", note="团体两个"))

    assert (answer.status_code, answer.context["form"]["note"].value()) == (400, "团体两个")


def test_a_double_tap_of_what_goes_through_files_once(desk, address):
    seen = desk.post(address, typed("81")).context["form"]["seen"].value()
    sent = typed("81", seen=seen, note="两所学校包场")

    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert DayReport.objects.get().revision == 1


def test_another_number_than_the_doors_counted_needs_a_reason(desk, stop, address, today):
    librarian = User.objects.get(pk=stop.library.memberships.get().user_id)
    value = Value("exhibition_visit", "adult", 60, "counted", "manual_tally")
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, [value])

    answer = desk.post(address, typed("30"))
    assert errors(answer) == {"exhibition_visit_adult": ["unlike_tallies"]}
    assert desk.post(address, typed("30", reason="测试时点了 30 下")).status_code == 302


def test_several_findings_about_one_number_stand_together(desk, stop, address, today):
    record_tally(
        User.objects.get(memberships__library=stop.library),
        stop.pk,
        today,
        uuid.uuid4(),
        1,
        [Value("exhibition_visit", "adult", 18, "counted", "manual_tally")],
    )

    answer = desk.post(address, typed("60123"))
    assert (answer.status_code, {name: sorted(codes) for name, codes in errors(answer).items()}) == (
        400,
        {"exhibition_visit_adult": ["above_capacity", "unlike_tallies"]},
    )
    assert answer.context["form"]["exhibition_visit_adult"].value() == "60123"
