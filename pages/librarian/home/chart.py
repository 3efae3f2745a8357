"""The days of a stop as a small chart: where each bar stands, so that the template draws it as SVG without a library."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.librarian.home.stops import OwnDay

STEP = 22  # of the drawing's units, from one day to the next
BAR = 14
HEIGHT = 96


@dataclass(frozen=True)
class Bar:
    """One day: a bar with its number ("counted"), a grey dash ("closed"), a dashed box ("missing"), or nothing."""

    own_day: OwnDay
    left: int
    height: int
    kind: str

    @property
    def top(self) -> int:
        return HEIGHT - self.height

    @property
    def right(self) -> int:
        return self.left + BAR

    @property
    def labelled(self) -> bool:
        """Every other day has its number under it."""
        return self.left // STEP % 2 == 0

    @property
    def middle(self) -> int:
        return self.left + BAR // 2


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    width: int
    most: int

    @property
    def drawn_width(self) -> int:
        """As wide as two weeks however few days there are, so that bars do not grow."""
        return max(self.width, 14 * STEP) + 8


def chart_of(days: Sequence[OwnDay]) -> Chart | None:
    """The days in the order of the calendar; None where no day has a number."""
    numbers = [day.exhibition_visits for day in days if day.exhibition_visits is not None]
    if not numbers:
        return None
    most = max(numbers)
    ordered = sorted(days, key=lambda own_day: own_day.day)
    bars = [
        Bar(own_day, number * STEP, _height(own_day, most), _kind(own_day))
        for number, own_day in enumerate(ordered)
    ]
    return Chart(bars, STEP * len(bars), most)


def _kind(own_day: OwnDay) -> str:
    if own_day.state in ("closed", "missing"):
        return own_day.state
    return "counted" if own_day.exhibition_visits is not None else "none"


def _height(own_day: OwnDay, most: int) -> int:
    """At least one unit for a day that had visitors, nothing for a counted 0."""
    visits = own_day.exhibition_visits or 0
    return max(1, round(HEIGHT * visits / most)) if visits else 0
