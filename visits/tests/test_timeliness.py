"""When a day counts as filed on time: by its first filing, in China's days, whatever was amended since."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tourexhibit.tests import factories
from visits.models import DayReport
from visits.recording.bulk.filing import BulkDay, file_days_in_bulk
from visits.recording.days import file_day, return_day
from visits.tests.values import adults
from visits.timeliness import FILED_LATE, ON_TIME

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def stop(today):
    return factories.stop(opens=today - timedelta(days=20), closes=today + timedelta(days=30))


def file(user, stop, day, number=100, revision=1, reason=""):
    file_day(
        user,
        stop.pk,
        day,
        revision=revision,
        state="counted",
        values=adults(number),
        basis="counted",
        method="manual_tally",
        reason=reason,
    )


def late_days() -> list:
    return list(DayReport.objects.filter(FILED_LATE).order_by("day").values_list("day", flat=True))


def test_a_day_is_on_time_until_the_end_of_the_next_day(stop, librarian, today):
    for age in range(4):
        file(librarian, stop, today - timedelta(days=age))

    assert late_days() == [today - timedelta(days=3), today - timedelta(days=2)]
    assert DayReport.objects.filter(ON_TIME).count() == 2
    assert [report.is_late for report in DayReport.objects.order_by("-day")] == [False, False, True, True]
    assert [report.days_until_filed for report in DayReport.objects.order_by("-day")] == [0, 1, 2, 3]


@pytest.mark.parametrize(("hour", "minute", "late"), [(23, 59, False), (0, 0, True)])
def test_the_limit_is_midnight_in_china(stop, librarian, today, hour, minute, late):
    day = today - timedelta(days=10)
    last = day + timedelta(days=2 if late else 1)
    filed_at = datetime(last.year, last.month, last.day, hour, minute, tzinfo=SHANGHAI)
    file_days_in_bulk(
        [BulkDay(stop.pk, day, "counted", adults(5), filed_by_id=librarian.pk, filed_at=filed_at)]
    )

    assert late_days() == ([day] if late else [])


def test_amending_or_filing_again_after_a_return_is_not_late(stop, librarian, today, monkeypatch):
    day = today - timedelta(days=1)
    file(librarian, stop, day)
    a_week_later = timezone.now() + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: a_week_later)
    return_day(factories.staff(), stop.pk, day, revision=1, reason="which hall")

    file(librarian, stop, day, 120, revision=2)

    report = DayReport.objects.get()
    assert (report.first_filed_on, report.is_late) == (today, False)
    assert timezone.localdate(report.filed_at) == today + timedelta(days=7)
