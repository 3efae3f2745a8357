"""Figure 1: what was covered by when, against the straight line to the target and the forecast.

One series of data feeds the chart (as JSON, drawn by static/dashboard/dashboard.js), the table under it and its CSV.
"""

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.templatetags.figures import day, month
from partnership.models import Programme
from visits.figures.coverage import Coverage
from visits.figures.pace import Pace

MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True)
class BurnUpRow:
    """The state at the end of a month or quarter; None where the line does not exist."""

    day: datetime.date
    actual: int | None
    plan: int | None
    low: int | None
    median: int | None
    high: int | None


Openings = list[tuple[datetime.date, int]]
Forecast = list[tuple[datetime.date, float, float, float]]


def chart_data(
    programme: Programme, coverage: Coverage, openings: Openings, pace: Pace | None, today: datetime.date
) -> dict[str, Any]:
    """What the script needs, words included, so that it holds no text and no arithmetic of its own."""
    running = pace is not None and not pace.ended
    return {
        "first_day": programme.first_day.isoformat(),
        "last_day": programme.last_day.isoformat(),
        "today": min(today, programme.last_day).isoformat(),
        "over": programme.last_day < today,
        "target": coverage.target,
        "covered": coverage.covered,
        "due_today": pace.due_today if running else None,
        "openings": [[opened.isoformat(), covered] for opened, covered in openings],
        "forecast": [
            [at.isoformat(), round(low, 1), round(median, 1), round(high, 1)]
            for at, low, median, high in pace.curve
        ]
        if running
        else [],
        "reached_on": pace.reached_on.isoformat() if running and pace.reached_on else None,
        "title": _("Coverage: %(programme)s") % {"programme": programme.label},
        "file_name": f"coverage-{programme.slug}-{coverage.as_of.isoformat()}.png",
        "words": {
            "actual": _("Actual"),
            "plan": _("Plan"),
            "median": _("Median forecast"),
            "range": _("Range 10–90%"),
            "optimistic": _("Optimistic (90%)"),
            "cautious": _("Cautious (10%)"),
            "plan_today": _("plan for today"),
            "target": _("Target: no fewer than %(target)s libraries") % {"target": coverage.target},
            "deadline": _("Deadline %(day)s") % {"day": day(programme.last_day)},
            "reached": month(pace.reached_on) if running else "",
            "as_of": _("As of %(day)s") % {"day": day(coverage.as_of)},
            # Templates of ECharts' time axis.
            "axis_year": pgettext("chart axis", "{yyyy}"),
            # A format of the chart, not of Python: its months read otherwise in each language.
            # xgettext:no-python-brace-format  # noqa: ERA001
            "axis_month": pgettext("chart axis", "{MMM}"),
        },
    }


def table(
    programme: Programme, coverage: Coverage, openings: Openings, pace: Pace | None, today: datetime.date
) -> list[BurnUpRow]:
    """Month by month for programmes of up to two years, else by quarter, through the end or the forecast."""
    forecast = pace.curve if pace is not None and not pace.ended else []
    last = max([programme.last_day, *(point[0] for point in forecast)])
    long = (programme.last_day - programme.first_day).days > 2 * 366
    rows = []
    for end in _period_ends(programme.first_day, last, MONTHS_IN_A_QUARTER if long else 1):
        low, median, high = _forecast_at(forecast, end) if end > today else (None, None, None)
        rows.append(
            BurnUpRow(
                day=end,
                actual=_covered_at(openings, end) if end <= today else None,
                plan=_plan_at(programme, coverage.target, end),
                low=low,
                median=median,
                high=high,
            )
        )
    return rows


def _period_ends(first: datetime.date, last: datetime.date, months: int) -> list[datetime.date]:
    ends = []
    year, number = first.year, (first.month - 1) // months * months
    while True:
        number += months
        year, number = year + number // 12, number % 12
        end = datetime.date(year, number + 1, 1) - datetime.timedelta(days=1)
        ends.append(end)
        if end >= last:
            return ends


def _covered_at(openings: Openings, at: datetime.date) -> int:
    index = bisect_right(openings, at, key=lambda opening: opening[0])
    return openings[index - 1][1] if index else 0


def _plan_at(programme: Programme, target: int | None, at: datetime.date) -> int | None:
    """On the straight line from the first day to the target on the last."""
    if target is None or at > programme.last_day:
        return None
    days = (programme.last_day - programme.first_day).days + 1
    return round(target * ((at - programme.first_day).days + 1) / days)


def _forecast_at(curve: Forecast, at: datetime.date) -> tuple[int | None, int | None, int | None]:
    """Between two points of the curve, on the straight line; nothing beyond its ends."""
    index = bisect_right(curve, at, key=lambda point: point[0])
    if not index or (index == len(curve) and curve[-1][0] != at):
        return None, None, None
    before = curve[index - 1]
    after = curve[min(index, len(curve) - 1)]
    span = (after[0] - before[0]).days
    share = (at - before[0]).days / span if span else 0
    low, median, high = (round(a + (b - a) * share) for a, b in zip(before[1:], after[1:], strict=True))
    return low, median, high
