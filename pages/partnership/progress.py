"""How far the indicators of initiatives are: derived when read, from stored records and from the totals of `visits`.

Nothing here is typed in and nothing is stored, so there is nothing that could drift. The number of queries depends on
which kinds of counting the indicators use, never on how many indicators there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from accounts.scope import ANONYMOUS, Scope
from exhibitions.models import Stop
from pages.templatetags.figures import share
from partnership.models import (
    Activity,
    DigitalResource,
    Exchange,
    Indicator,
    JointExhibition,
    JointPublication,
    Output,
    Product,
    Programme,
    ResourceUse,
    SharedHolding,
)
from partnership.openings import openings_beside_entered_uses
from visits.figures.statistics import Query, visits
from visits.vocabulary import Measure

Counts = Indicator.Counts
Values = dict[int, int | None]


@dataclass(frozen=True)
class Progress:
    """One indicator and its value as of a day; None where the reader may not see it or nothing is known."""

    indicator: Indicator
    value: int | None
    withheld: bool = False

    @property
    def share(self) -> float:
        """Percent of the target, cut at 100: the width of a bar."""
        return share(self.value or 0, self.indicator.target or 0)

    @property
    def reached(self) -> bool:
        target = self.indicator.target
        return target is not None and self.value is not None and self.value >= target

    @property
    def remaining(self) -> int | None:
        target = self.indicator.target
        return None if target is None or self.value is None else max(target - self.value, 0)

    def late(self, today: date) -> bool:
        due = self.indicator.due_on
        return bool(self.indicator.target and due and due < today and not self.reached)


def progress_of(indicators: Iterable[Indicator], scope: Scope, today: date) -> dict[int, Progress]:
    """The progress of each indicator by its number. Up to and including `today` (Asia/Shanghai).

    Visits and event attendance of programmes are for accounts with a role (rules 15, 16): the public reads them in
    signed bulletins. Coverage is public.
    """
    indicators = list(indicators)
    used = {indicator.counts for indicator in indicators}
    values = {counts: COUNTERS[counts](today) for counts in used if counts in COUNTERS}
    values |= {
        counts: of_programmes(today) for counts, of_programmes in PROGRAMME_COUNTERS.items() if counts in used
    }
    found = {}
    for indicator in indicators:
        withheld = indicator.counts in VISITS and not scope.has_any_role
        key = _key(indicator)
        value = None if withheld else values[indicator.counts].get(key, 0)
        found[indicator.pk] = Progress(indicator, value, withheld)
    return found


def _key(indicator: Indicator) -> int:
    """By what the values of its kind of counting are found."""
    if indicator.counts == Counts.OUTPUTS:
        return indicator.pk
    return indicator.programme_id or indicator.initiative_id


# ---------------------------------------------------------------- of records


def _of_initiatives(rows: Any) -> QuerySet:
    """Records of initiatives that are still there; a demonstration never counts for a real one."""
    return rows.present().filter(
        initiative__removed_at__isnull=True, demonstration=F("initiative__demonstration")
    )


def _counted(rows: Any) -> Values:
    return dict(_of_initiatives(rows).order_by().values_list("initiative_id").annotate(Count("pk")))


def _summed(rows: Any, column: str) -> Values:
    return dict(_of_initiatives(rows).order_by().values_list("initiative_id").annotate(Sum(column)))


def _outputs(today: date) -> Values:
    rows = Output.objects.present().filter(indicator__isnull=False, day__lte=today).order_by()
    return dict(rows.values_list("indicator_id").annotate(Sum("quantity")))


def _uses(today: date) -> Values:
    """Uses as the owners' platforms told them, and for months without such a number the openings from here."""
    entered = ResourceUse.objects.present().filter(month__lte=today)
    uses: dict[int, int | None] = defaultdict(int)
    for rows in (entered, openings_beside_entered_uses(today)):
        of_initiatives = rows.filter(
            resource__removed_at__isnull=True,
            resource__initiative__removed_at__isnull=True,
            resource__demonstration=F("resource__initiative__demonstration"),
        )
        sums = of_initiatives.order_by().values_list("resource__initiative_id").annotate(Sum("number"))
        for initiative, number in sums:
            uses[initiative] = (uses[initiative] or 0) + number
    return dict(uses)


COUNTERS: dict[str, Callable[[date], Values]] = {
    Counts.OUTPUTS: _outputs,
    Counts.EXHIBITIONS: lambda today: _counted(JointExhibition.objects.filter(first_day__lte=today)),
    Counts.PRODUCTS: lambda today: _counted(Product.objects.filter(released_on__lte=today)),
    Counts.ACTIVITIES: lambda today: _counted(Activity.objects.held_by(today)),
    Counts.ACTIVITY_ATTENDANCE: lambda today: _summed(Activity.objects.held_by(today), "attended"),
    Counts.EXCHANGES: lambda today: _counted(Exchange.objects.filter(first_day__lte=today)),
    Counts.HOLDINGS: lambda today: _summed(SharedHolding.objects.filter(shared_on__lte=today), "items"),
    Counts.PUBLICATIONS: lambda today: _counted(JointPublication.objects.all()),
    Counts.RESOURCES: lambda today: _counted(DigitalResource.objects.filter(shared_on__lte=today)),
    Counts.RESOURCE_USES: _uses,
}


# ---------------------------------------------------------------- of programmes


def libraries_covered(today: date) -> Values:
    """Distinct libraries covered by programme, by the rule of coverage (rule 10)."""
    rows = Stop.objects.opened_by(today).order_by().values_list("programme_id")
    return dict(rows.annotate(Count("library_id", distinct=True)))


def verified_visits(measure: str) -> Values:
    """Verified person-times by programme, from the totals."""
    # Verified figures do not depend on who asks; who may see them is decided by the caller.
    answer = visits(Query(by=("programme",), measure=measure), ANONYMOUS)
    slugs = {row["programme"]["slug"]: row["visits"] for row in answer.rows}
    found = Programme.objects.filter(slug__in=slugs).values_list("pk", "slug")
    return {pk: slugs[slug] for pk, slug in found}


PROGRAMME_COUNTERS: dict[str, Callable[[date], Values]] = {
    Counts.LIBRARIES: libraries_covered,
    Counts.EXHIBITION_VISITS: lambda today: verified_visits(Measure.EXHIBITION_VISIT),
    Counts.EVENT_ATTENDANCE: lambda today: verified_visits(Measure.EVENT_ATTENDANCE),
}
VISITS = {Counts.EXHIBITION_VISITS, Counts.EVENT_ATTENDANCE}
