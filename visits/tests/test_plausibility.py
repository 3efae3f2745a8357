"""What does not look right about a day: soft, explained with the number it was compared with, derived each time."""

import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone, translation

from exhibitions.models import Event, Kit
from libraries.models import Hall, OpeningHours
from tourexhibit.tests import factories
from visits.models import DayReport
from visits.plausibility.facts import content_of
from visits.plausibility.rules import Finding, findings_for, findings_of, unanswered
from visits.recording.days import file_day
from visits.recording.event_reports import file_event
from visits.recording.tallies import record_tally
from visits.totals import drain
from visits.values import Value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    translation.activate("en")


@pytest.fixture
def stop():
    today = timezone.localdate()
    return factories.stop(opens=today - timedelta(days=60), closes=today + timedelta(days=30))


def adults(number: int, basis: str = "counted", measure: str = "exhibition_visit") -> list[Value]:
    return [Value(measure, "adult", number, basis, "manual_tally")]


def file(user, stop, day, number: int, basis: str = "counted", **fields) -> DayReport:
    file_day(user, stop.pk, day, revision=1, state="counted", values=adults(number, basis), **fields)
    return DayReport.objects.get(stop=stop, day=day)


def findings(report: DayReport) -> list[tuple[str, str, int, int]]:
    found = findings_for([report]).get(report.pk, [])
    return [(each.code, each.severity, each.value, each.compared_with) for each in found]


def test_an_ordinary_day_is_not_asked_about(librarian, stop):
    today = timezone.localdate()
    numbers = [118, 96, 131, 87, 104, 210, 195, 99]
    reports = [
        file(librarian, stop, today - timedelta(days=ago), number) for ago, number in enumerate(numbers)
    ]

    assert findings_for(reports) == {}


def test_more_than_the_hall_can_hold_is_a_doubt_with_its_arithmetic(librarian, stop):
    today = timezone.localdate()
    stop.hall = Hall.objects.create(library=stop.library, name="一楼展厅", capacity=200)
    stop.save()
    for opens, closes in ((time(9), time(12)), (time(13), time(18))):
        OpeningHours.objects.create(
            library=stop.library, weekday=today.isoweekday(), opens_at=opens, closes_at=closes
        )

    assert findings(file(librarian, stop, today - timedelta(days=7), 1600)) == []
    report = file(librarian, stop, today, 1601)
    assert findings_for([report]) == {
        report.pk: [
            Finding(
                code="above_capacity",
                severity="doubt",
                measure="exhibition_visit",
                value=1601,
                compared_with=1600,
                message="1,601 is more than the hall can hold in 8 hours (1,600).",
                advice="If it is right, give the reason.",
            )
        ]
    }


def test_a_closing_day_that_was_open_is_measured_by_the_longest_day(librarian, stop):
    today = timezone.localdate()
    stop.hall = Hall.objects.create(library=stop.library, name="一楼展厅", capacity=100)
    stop.save()
    OpeningHours.objects.create(
        library=stop.library, weekday=today.isoweekday() % 7 + 1, opens_at=time(9), closes_at=time(15, 30)
    )

    assert findings(file(librarian, stop, today, 651)) == [("above_capacity", "doubt", 651, 650)]


def test_without_a_capacity_the_usual_day_of_the_kit_is_compared(librarian, stop):
    today = timezone.localdate()
    stop.kit = Kit.objects.create(exhibition=stop.exhibition, serial_number="1")
    stop.save()
    earlier = factories.stop(
        opens=today - timedelta(days=100), closes=today - timedelta(days=90), state="archived",
        actual_close=today - timedelta(days=90), kit=stop.kit, exhibition=stop.exhibition,
        library=factories.library("360982"),
    )  # fmt: skip
    other = factories.librarian(earlier.library)
    for ago in range(90, 98):
        file(other, earlier, today - timedelta(days=ago), 100)
    drain.drain_all()

    assert findings(file(librarian, stop, today - timedelta(days=1), 500)) == []
    # 8 days of 100 and one of 500: 144 a day.
    assert findings(file(librarian, stop, today, 721)) == [("above_usual", "doubt", 721, 144)]


def test_few_days_are_no_usual(librarian, stop):
    today = timezone.localdate()
    for ago in range(1, 7):
        file(librarian, stop, today - timedelta(days=ago), 40 + ago)

    assert findings(file(librarian, stop, today, 5000)) == []


def test_zero_on_an_open_day_is_looked_at_twice(librarian, stop):
    assert findings(file(librarian, stop, timezone.localdate(), 0)) == [("zero", "remark", 0, 0)]


def test_a_closed_day_has_no_findings(librarian, stop):
    day = timezone.localdate()
    file_day(librarian, stop.pk, day, revision=1, state="closed", values=[], reason="停电")

    assert findings(DayReport.objects.get()) == []


def test_the_same_number_day_after_day(librarian, stop):
    today = timezone.localdate()
    reports = [file(librarian, stop, today - timedelta(days=ago), 137) for ago in (5, 3, 2, 0)]

    assert findings(reports[2]) == []
    assert findings(reports[3]) == [("identical", "remark", 137, 137)]
    assert findings_for(reports)[reports[3].pk][0].message == "137 is filed for 4 days in a row."


def test_an_estimate_may_repeat(librarian, stop):
    today = timezone.localdate()
    for ago in (4, 3, 2, 1):
        file(librarian, stop, today - timedelta(days=ago), 100)

    assert findings(file(librarian, stop, today, 100, "estimated")) == []


def test_round_numbers_day_after_day(librarian, stop):
    today = timezone.localdate()
    for ago, number in enumerate((90, 120, 100, 80), start=1):
        file(librarian, stop, today - timedelta(days=ago), number)

    assert findings(file(librarian, stop, today, 110)) == [("round", "remark", 110, 90)]


def test_a_weekday_unlike_itself(librarian, stop):
    today = timezone.localdate()
    for weeks, number in enumerate((81, 90, 102), start=1):
        file(librarian, stop, today - timedelta(weeks=weeks), number)

    assert findings(file(librarian, stop, today, 270)) == [("unlike_weekday", "remark", 270, 90)]
    assert findings(file(librarian, stop, today - timedelta(days=1), 270)) == []


@pytest.mark.parametrize(
    ("filed", "note", "found"),
    [
        (109, "", []),
        (110, "", [("unlike_tallies", "doubt", 110, 100)]),
        (91, "", []),
        (90, "", [("unlike_tallies", "doubt", 90, 100)]),
        (90, "后门没有人数", []),
    ],
)
def test_filed_unlike_the_doors_without_a_reason(librarian, stop, filed, note, found):
    today = timezone.localdate()
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(100))

    assert findings(file(librarian, stop, today, filed, note=note)) == found


def test_more_took_part_in_events_than_saw_the_exhibition(librarian, stop):
    today = timezone.localdate()
    event = Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=today)
    came = [Value("event_attendance", "adult", 80, "counted", "register")]
    file_event(librarian, event.pk, revision=1, state="counted", values=came)

    assert findings(file(librarian, stop, today, 79)) == [("below_attendance", "doubt", 79, 80)]
    assert findings(file(librarian, stop, today - timedelta(days=1), 79)) == []


def test_library_visits_are_judged_by_themselves(librarian, stop):
    today = timezone.localdate()
    file_day(
        librarian,
        stop.pk,
        today,
        revision=1,
        state="counted",
        values=[*adults(12), *adults(0, measure="library_visit")],
    )

    assert findings(DayReport.objects.get()) == []


def test_days_about_to_be_filed_are_compared_with_one_another(librarian, stop):
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in (3, 2, 1, 0)]
    found = findings_of([content_of(stop.pk, day, adults(137)) for day in days])

    assert {key: [each.code for each in each_day] for key, each_day in found.items()} == {
        (stop.pk, today): ["identical"]
    }


def test_a_doubt_needs_words_and_a_remark_a_second_look(librarian, stop):
    today = timezone.localdate()
    record_tally(librarian, stop.pk, today, uuid.uuid4(), 1, adults(100))
    found = findings_of([content_of(stop.pk, today, adults(0))])[stop.pk, today]
    codes = ["unlike_tallies", "zero"]

    assert [each.code for each in found] == codes
    assert [each.code for each in unanswered(found, [], "")] == codes
    seen = ["unlike_tallies:exhibition_visit:0", "zero:exhibition_visit:0"]
    assert [each.code for each in unanswered(found, seen, "")] == ["unlike_tallies"]
    assert unanswered(found, seen, "学校包场改期") == []
    assert [each.code for each in unanswered(found, ["zero:exhibition_visit:1"], "学校包场改期")] == codes


def test_the_reviewer_reads_what_was_written_to_it(librarian, stop):
    report = file(librarian, stop, timezone.localdate(), 0, note="暴雨，没有人来")

    assert findings_for([report])[report.pk][0].answer == "暴雨，没有人来"


def test_one_report_and_three_cost_the_same(librarian, stop, django_assert_num_queries):
    today = timezone.localdate()
    stop.kit = factories.kit(exhibition=stop.exhibition)
    stop.save()
    reports = [file(librarian, stop, today, 0)]
    with django_assert_num_queries(7):
        assert len(findings_for(reports)) == 1
    for code in ("360982", "360983"):
        other = factories.stop(opens=today - timedelta(days=3), closes=today, library=factories.library(code))
        reports.append(file(factories.librarian(other.library), other, today, 0))
    with django_assert_num_queries(7):
        assert len(findings_for(reports)) == 3
