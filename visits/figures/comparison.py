"""A county's verified visits beside those of comparable counties: quartiles only, never another's own number.

From the stored totals of counties, so it costs one query for every county of a programme.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.utils.translation import gettext_lazy as _

from exhibitions.models import Stop
from libraries.models import Division
from visits.models import ANY, WHOLE_TIME, Grain, PlaceLevel, Total
from visits.vocabulary import Measure

LEAST = 5  # others; below, a quartile would tell whose number it is
LEAST_DAYS = 5  # verified days that make a county's mean
# What the name of a county-level division ends in: 区, 市 and the rest, which are counties and banners.
KINDS = {"区": _("districts"), "市": _("county-level cities")}
COUNTIES = _("counties")


@dataclass(frozen=True)
class Spread:
    """One figure: the own, and the quartiles of the others, in person-times. `own` is None before a day is verified."""

    word: Any
    own: float | None
    lower: float
    middle: float
    upper: float

    @property
    def scale(self) -> float:
        return max(self.own or 0, self.upper) * 1.08 or 1

    def at(self, value: float) -> str:
        """A place on the axis as CSS, in hundredths of the width."""
        return f"{round(100 * value / self.scale, 2)}%"

    @property
    def bar_left(self) -> str:
        return self.at(self.lower)

    @property
    def bar_width(self) -> str:
        return self.at(self.upper - self.lower)

    @property
    def middle_left(self) -> str:
        return self.at(self.middle)

    @property
    def own_left(self) -> str:
        return self.at(self.own or 0)


@dataclass(frozen=True)
class Compared:
    """The county of one stop beside `others` comparable counties; `spreads` are empty where those are too few."""

    chosen: Any
    others: int
    own_days: int
    spreads: list[Spread]


def comparisons(stops: Iterable[Stop]) -> dict[int, Compared]:
    """Stop id -> its county beside comparable ones of the same programme. Two queries, however many stops there are.

    Comparable are, in this order, counties of the same kind in the same province, of the same kind in the country, and
    all of the programme: the first of these with at least five counties that have five verified days each.
    """
    stops = list(stops)
    totals = list(
        Total.objects.filter(
            level=PlaceLevel.COUNTY,
            grain=Grain.WHOLE,
            period=WHOLE_TIME,
            measure=Measure.EXHIBITION_VISIT,
            audience=ANY,
            programme__in={stop.programme_id for stop in stops},
        ).values_list("programme_id", "exhibition_id", "place", "visits_verified", "days_verified")
    )
    places = {place for _programme, _exhibition, place, *_figures in totals}
    divisions = {
        pk: (code, name)
        for pk, code, name in Division.objects.filter(pk__in=places).values_list("pk", "code", "name")
    }
    return {stop.pk: _compared(stop, totals, divisions) for stop in stops}


def kind_of(name: str) -> str:
    """The kind of a county-level division by its last character; counties, banners and the like are one kind."""
    return name[-1:] if name[-1:] in KINDS else ""


def _compared(stop: Stop, totals: list[tuple], divisions: dict[int, tuple[str, str]]) -> Compared:
    visits: dict[int, int] = {}
    days: dict[int, int] = {}
    for programme, _exhibition, place, visited, counted in totals:
        if programme == stop.programme_id and place in divisions:
            visits[place] = visits.get(place, 0) + visited
            days[place] = days.get(place, 0) + counted
    own = stop.library.division
    others = [place for place in days if place != own.pk and days[place] >= LEAST_DAYS]
    kind = kind_of(own.name)
    same_kind = [place for place in others if kind_of(divisions[place][1]) == kind]
    in_province = [place for place in same_kind if divisions[place][0][:2] == own.code[:2]]
    kind_word = KINDS.get(kind, COUNTIES)
    choices = [
        (in_province, _("{kind} of the same province"), kind_word),
        (same_kind, _("{kind} of the whole country"), kind_word),
        (others, _("all counties of the programme"), ""),
    ]
    chosen, words, word = next((choice for choice in choices if len(choice[0]) >= LEAST), choices[-1])
    own_days = days.get(own.pk, 0)
    spreads = []
    if len(chosen) >= LEAST:
        mean = visits.get(own.pk, 0) / own_days if own_days else None
        whole = visits.get(own.pk, 0) if own_days else None
        spreads = [
            _spread(_("Visits an open day"), mean, [visits[place] / days[place] for place in chosen]),
            _spread(_("Visits in all"), whole, [visits[place] for place in chosen]),
        ]
    return Compared(words.format(kind=word), len(chosen), own_days, spreads)


def _spread(word: Any, own: float | None, others: list[float]) -> Spread:
    lower, _middle, upper = quantiles(others, n=4, method="inclusive")
    return Spread(word, own, lower, median(others), upper)
