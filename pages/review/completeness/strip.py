"""The days of a library as a strip, one mark a day, and the days of any place as a bar of shares; drawn as SVG paths.

Each kind has a shape of its own besides its colour: a full block, a half one, two stripes, a hollow one, a line.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from visits.figures.completeness import DayCounts, expected_leaves, reports_of_expecting_stops
from visits.models import DayReport
from visits.timeliness import last_day_to_file

MOST_DRAWN = 92  # days in a strip; a mark would be too thin beyond a quarter of a year
STEP, MARK, HEIGHT = 4, 3, 16  # of the drawing's units: from a day to the next, its mark, the strip
BAR = 100  # width of a bar of shares
# The worst first: what is drawn where a library has two stops on one day.
KINDS = ["missing", "returned", "late", "closed", "on_time"]

WORDS: dict[str, str | Promise] = {
    "on_time": _("On time"),
    "late": _("Late"),
    "returned": _("Returned"),
    "missing": _("Missing"),
    "closed": _("Closed"),
}


@dataclass(frozen=True)
class Drawing:
    """One path for each kind that occurs, over a drawing of this width and `HEIGHT`."""

    width: float
    paths: list[tuple[str, str]]  # kind, path
    missing: list[tuple[date, date]]  # the missing days as spans, first and last
    late: list[tuple[date, date]]
    months: str = ""  # path of the hairlines before each first of a month


def day_strips(where: Q, libraries: Collection[int], first: date, last: date) -> dict[int, Drawing]:
    """Library id -> its strip from `first` to `last`; `where` is a condition over `stop__`. Two queries."""
    own = where & Q(stop__library_id__in=libraries)
    kinds: dict[tuple[int, int, date], str] = {
        tuple(key): "missing"
        for key in expected_leaves(own, first, last).values_list("stop__library_id", "stop_id", "day")
    }
    reports = reports_of_expecting_stops(own, first, last)
    columns = ("stop__library_id", "stop_id", "day", "state", "review", "first_filed_on")
    for library_id, stop_id, day, *facts in reports.values_list(*columns):
        kinds[(library_id, stop_id, day)] = kind_of(day, *facts)
    by_library: dict[int, dict[date, str]] = defaultdict(dict)
    for (library_id, _stop, day), kind in kinds.items():
        known = by_library[library_id].get(day, kind)
        by_library[library_id][day] = min(known, kind, key=KINDS.index)
    return {library_id: _strip(days, first, last) for library_id, days in by_library.items()}


def kind_of(day: date, state: str, review: str, first_filed_on: date) -> str:
    """What became of a day that was filed."""
    if state == DayReport.State.CLOSED:
        return "closed"
    if review == DayReport.Review.RETURNED:
        return "returned"
    return "late" if first_filed_on > last_day_to_file(day) else "on_time"


def _strip(days: dict[date, str], first: date, last: date) -> Drawing:
    paths: dict[str, str] = {}
    for day in sorted(days):
        kind = days[day]
        paths[kind] = paths.get(kind, "") + _mark(kind, (day - first).days * STEP, MARK)
    number = (last - first).days + 1
    firsts = (first + timedelta(days=place) for place in range(1, number))
    return Drawing(
        width=number * STEP - (STEP - MARK),
        paths=sorted(paths.items()),
        missing=spans(day for day in sorted(days) if days[day] == "missing"),
        late=spans(day for day in sorted(days) if days[day] == "late"),
        months="".join(
            f"M{(day - first).days * STEP - 0.65:g} 0h.3v{HEIGHT}h-.3z" for day in firsts if day.day == 1
        ),
    )


def share_bar(days: DayCounts) -> Drawing:
    """The kinds of the expected days as parts of one bar."""
    parts = {"on_time": days.on_time, "late": days.late, "returned": days.returned, "missing": days.missing}
    whole, left, paths = sum(parts.values()), 0.0, []
    for kind, number in parts.items():
        if number:
            width = BAR * number / whole
            paths.append((kind, _mark(kind, left, max(width - 0.3, 0.3))))
            left += width
    return Drawing(BAR, paths, [], [])


def _mark(kind: str, left: float, width: float) -> str:
    """The outline of one mark. Numbers are written short: a page has thousands of them."""
    if kind == "on_time":
        return _block(left, 1, width, 14)
    if kind == "late":
        return _block(left, 8, width, 7)
    if kind == "returned":
        return _block(left, 1, width, 4) + _block(left, 11, width, 4)
    if kind == "closed":
        return _block(left, 7, width, 2)
    edge = min(0.6, width / 4)
    return _block(left, 1, width, 14) + _block(
        left + edge, 3, width - 2 * edge, 10
    )  # hollow, by the even-odd rule


def _block(left: float, top: int, width: float, height: int) -> str:
    return f"M{left:.4g} {top}h{width:.4g}v{height}h-{width:.4g}z"


def legend() -> list[tuple[str, str, str | Promise]]:
    """Kind, path and word of each mark, the usual ones first."""
    return [(kind, _mark(kind, 3, 8), word) for kind, word in WORDS.items()]


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in order as spans of days that follow one another."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
