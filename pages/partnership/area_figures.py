"""What each area has to show in a number or two: counts of its own records, real and demonstration apart.

Units differ, so they are never added to one another.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from partnership.models import (
    Activity,
    CooperationArea,
    DigitalResource,
    Exchange,
    JointExhibition,
    JointPublication,
    Output,
    Product,
    SharedHolding,
)

Kind = CooperationArea.Kind


@dataclass(frozen=True)
class AreaFigure:
    """A number with its unit; `demonstration` counts examples, which are part of no real number."""

    number: int
    demonstration: int
    unit: str | Promise


@dataclass(frozen=True)
class Counted:
    unit: str | Promise
    rows: Callable[[date], QuerySet]
    path: str = "area_id"


OUTPUTS = Counted(
    pgettext_lazy("unit", "outputs"),
    lambda today: Output.objects.present().filter(day__lte=today, initiative__removed_at__isnull=True),
    "initiative__area_id",
)
COUNTED: dict[str, list[Counted]] = {
    Kind.EXHIBITIONS: [
        Counted(
            pgettext_lazy("unit", "joint exhibitions"),
            lambda today: JointExhibition.objects.present().filter(first_day__lte=today),
        ),
        Counted(pgettext_lazy("unit", "products"), lambda today: Product.objects.present()),
    ],
    Kind.ACTIVITIES: [
        Counted(pgettext_lazy("unit", "activities held"), lambda today: Activity.objects.held_by(today))
    ],
    Kind.EXCHANGE: [
        Counted(
            pgettext_lazy("unit", "exchanges held"),
            lambda today: Exchange.objects.present().filter(first_day__lte=today),
        )
    ],
    Kind.LITERATURE: [
        Counted(
            pgettext_lazy("unit", "joint publications"), lambda today: JointPublication.objects.present()
        ),
        Counted(pgettext_lazy("unit", "shared holdings"), lambda today: SharedHolding.objects.present()),
    ],
    Kind.DIGITAL: [
        Counted(pgettext_lazy("unit", "digital resources"), lambda today: DigitalResource.objects.present())
    ],
    Kind.TECHNOLOGY: [OUTPUTS],
    Kind.OTHER: [OUTPUTS],
}


def area_figures(areas: list[CooperationArea], today: date) -> dict[int, list[AreaFigure]]:
    """The figures of each area by its number; as many queries as there are kinds of records."""
    figures: dict[int, list[AreaFigure]] = defaultdict(list)
    for kind in dict.fromkeys(area.kind for area in areas):
        for counted in COUNTED[kind]:
            rows = counted.rows(today).order_by().values_list(counted.path, "demonstration")
            numbers = {(area, example): number for area, example, number in rows.annotate(Count("pk"))}
            for area in areas:
                if area.kind == kind:
                    real, examples = numbers.get((area.pk, False), 0), numbers.get((area.pk, True), 0)
                    figures[area.pk].append(AreaFigure(real, examples, counted.unit))
    return figures
