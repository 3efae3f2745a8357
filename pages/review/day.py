"""One day as a reviewer looks at it: the evidence, the days around it, its history, and what may be decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.functional import cached_property

from accounts.scope import Scope
from pages.librarian.day.content import DayPage, main_sum, named
from visits.models import DayReport, ReportValue
from visits.recording.day_history import Step, day_history
from visits.recording.day_state import day_state
from visits.vocabulary import Measure

DAYS_SHOWN = 28
Review = DayReport.Review


@dataclass(frozen=True)
class Bar:
    """One filed day of the stop: exhibition visits in person-times, and its height in percent of the highest."""

    day: date
    visits: int
    height: float
    current: bool


class ReviewedDay:
    """A report, with all that a decision about it rests on. The number of queries is fixed."""

    def __init__(self, report: DayReport, scope: Scope) -> None:
        self.report, self.scope = report, scope
        self.stop, self.day = report.stop, report.day

    @cached_property
    def state(self) -> dict[str, Any]:
        return day_state(self.report.stop_id, self.report.day)

    @cached_property
    def page(self) -> DayPage:
        return DayPage(self.state, is_staff=self.scope.is_staff, own_library=False, is_past=True)

    @cached_property
    def name(self) -> Any:
        """What the filed content is called by on a button: its number, or that the day was closed."""
        return named({"state": self.state["state"], "values": self.state["last_filed"]})

    @cached_property
    def verified_name(self) -> Any:
        return named({"state": self.state["verified_state"], "values": self.state["verified"]})

    @cached_property
    def tallied_name(self) -> str:
        total = main_sum(self.state["draft"])
        return f"{total.total:,}" if total else ""

    @cached_property
    def steps(self) -> list[Step]:
        """The day's history, the last step first."""
        return day_history(self.report.stop_id, self.day)[::-1]

    @cached_property
    def bars(self) -> list[Bar]:
        """The filed days of the stop around this one, at most `DAYS_SHOWN`."""
        values = ReportValue.objects.filter(
            report__stop=self.stop, kind=ReportValue.Kind.FILED, measure=Measure.EXHIBITION_VISIT
        )
        sums = list(
            values.order_by().values_list("report__day").annotate(Sum("value")).order_by("report__day")
        )
        place = next((number for number, (day, _sum) in enumerate(sums) if day >= self.day), len(sums))
        first = max(0, min(place - DAYS_SHOWN // 2, len(sums) - DAYS_SHOWN))
        shown = sums[first : first + DAYS_SHOWN]
        highest = max((visits for _day, visits in shown), default=0) or 1
        return [Bar(day, visits, round(100 * visits / highest, 1), day == self.day) for day, visits in shown]

    # ------------------------------------------------------------ what may be decided

    @cached_property
    def reopened(self) -> bool:
        """Verified before, and changed since: the verified total stays until somebody decides."""
        return self.report.verified_revision is not None and self.report.review != Review.VERIFIED

    @cached_property
    def own(self) -> bool:
        return self.report.filed_by_id == self.scope.user_id and not self.scope.is_superuser

    @cached_property
    def may_verify(self) -> bool:
        waits = self.report.review in (Review.FILED, Review.ENDORSED)
        return self.scope.is_staff and waits and not self.own

    @cached_property
    def may_endorse(self) -> bool:
        return not self.scope.is_staff and self.report.review == Review.FILED

    @cached_property
    def may_return(self) -> bool:
        if self.report.review == Review.RETURNED:
            return False
        return self.scope.is_staff or self.report.review != Review.VERIFIED

    @cached_property
    def may_keep_verified(self) -> bool:
        return self.scope.is_staff and self.reopened

    @cached_property
    def may_withdraw(self) -> bool:
        return self.scope.is_staff and self.report.verified_revision is not None
