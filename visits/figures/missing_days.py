"""What is late: expected days that nobody filed, and reports that wait for review."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from accounts.scope import Scope
from exhibitions.models import Stop
from partnership.models import Programme
from visits.models import ANY, DayFigure, DayReport


@dataclass(frozen=True)
class LateStop:
    """A stop with missing days: how many, since when, until when."""

    stop: Stop
    days: int
    since: date
    until: date


@dataclass(frozen=True)
class Lateness:
    """Missing days of a programme up to yesterday, the worst stops first, and what waits for review since when."""

    libraries: int
    days: int
    worst: list[LateStop]
    waiting_for_review: int
    waiting_since: date | None


def missing_leaves(where: Q) -> QuerySet:
    """Leaves of days that are expected and were never filed. `where` is a condition over `stop__`."""
    filed = DayReport.objects.filter(stop_id=OuterRef("stop_id"), day=OuterRef("day"))
    return DayFigure.objects.filter(where, ~Exists(filed), measure=ANY, audience=ANY, days_expected__gt=0)


def missing_days(programme: Programme, scope: Scope) -> QuerySet:
    """Missing days of a programme, within what the account may see."""
    return missing_leaves(Q(stop__carried__programme=programme) & scope.reach("stop__"))


def late_days(programme: Programme, scope: Scope, limit: int = 5) -> Lateness:
    """Summary of what is late, with the `limit` worst stops. Today is not late before it is over."""
    missing = missing_days(programme, scope)
    groups = list(
        missing.order_by()
        .values("stop_id", "stop__carried__library_id")
        .annotate(days=Count("day"), since=Min("day"), until=Max("day"))
        .order_by("-days", "since", "stop_id")
    )
    stops = Stop.objects.with_place().in_bulk([row["stop_id"] for row in groups[:limit]])
    waiting = DayReport.objects.waiting_for_review().filter(scope.reach("stop__"), stop__programme=programme)
    summary = waiting.aggregate(number=Count("pk"), since=Min("day"))
    return Lateness(
        libraries=len({row["stop__carried__library_id"] for row in groups}),
        days=sum(row["days"] for row in groups),
        worst=[
            LateStop(stops[row["stop_id"]], row["days"], row["since"], row["until"]) for row in groups[:limit]
        ],
        waiting_for_review=summary["number"],
        waiting_since=summary["since"],
    )
