"""Is the programme on pace? A straight line to the target, and what the recent rate of openings makes likely.

The forecast takes new libraries as arriving at random at the mean rate of the last half year (a Poisson process), or
of the programme so far while it is younger. It knows nothing of the plan; it says what goes on if things go on.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from visits.figures.coverage import Coverage, openings

RECENT_DAYS = 182
DAYS_A_MONTH = 30.4375
Z90 = 1.2816  # the 90 % point of the normal distribution
LONGEST = 20 * 365  # a forecast further away than this says nothing


@dataclass(frozen=True)
class Pace:
    """How a programme with a target is doing on a day. Rates are libraries a month, odds from 0 to 1."""

    ended: bool
    reached: bool
    due_today: int
    difference: int
    per_month_recent: float
    per_month_needed: float | None
    reached_on: date | None
    early: date | None
    late: date | None
    odds: float | None
    curve: list[tuple[date, float, float, float]]

    def as_forecast(self) -> dict[str, Any]:
        """The forecast as the API gives it."""
        return {
            "method": "poisson, rate of the last 182 days",
            "due_today": self.due_today,
            "per_month_recent": round(self.per_month_recent, 2),
            "per_month_needed": None if self.per_month_needed is None else round(self.per_month_needed, 2),
            "reached_on": self.reached_on,
            "early": self.early,
            "late": self.late,
            "odds": None if self.odds is None else round(self.odds, 3),
        }


def pace(coverage: Coverage, today: date) -> Pace | None:
    """The pace of a programme toward its target; None without a target. An ended programme has no forecast."""
    target, programme = coverage.target, coverage.programme
    if not target:
        return None
    reached = coverage.covered >= target
    if today > programme.last_day:
        return Pace(True, reached, target, coverage.covered - target, 0.0, None, None, None, None, None, [])
    due = due_on(today, programme.first_day, programme.last_day, target)
    rate = recent_rate(openings(programme), programme.first_day, today)
    remaining = max(target - coverage.covered, 0)
    days_left = (programme.last_day - today).days
    return Pace(
        ended=False,
        reached=reached,
        due_today=due,
        difference=coverage.covered - due,
        per_month_recent=rate * DAYS_A_MONTH,
        per_month_needed=remaining / max(days_left, 1) * DAYS_A_MONTH,
        reached_on=_after(today, remaining, rate),
        early=_after(today, _quantile_need(remaining, -Z90), rate),
        late=_after(today, _quantile_need(remaining, Z90), rate),
        odds=1.0 if reached else at_least(remaining, rate * days_left),
        curve=_curve(today, programme.last_day, coverage.covered, rate),
    )


def due_on(day: date, first: date, last: date, target: int) -> int:
    """How many libraries a straight line from the first to the last day of the programme has due by `day`."""
    if day < first:
        return 0
    return math.ceil(target * ((day - first).days + 1) / ((last - first).days + 1) - 1e-9)


def recent_rate(curve: list[tuple[date, int]], first_day: date, today: date) -> float:
    """New libraries a day over the last half year, or since the programme began while it is younger."""
    since = max(first_day, today - timedelta(days=RECENT_DAYS))
    days = (today - since).days
    if days <= 0:
        return 0.0
    before = max((reached for day, reached in curve if day <= since), default=0)
    now = max((reached for day, reached in curve if day <= today), default=0)
    return (now - before) / days


def at_least(needed: int, mean: float) -> float:
    """The probability that a Poisson variable of this mean is at least `needed`."""
    if needed <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(needed))
    return min(max(1.0 - below, 0.0), 1.0)


def _quantile_need(remaining: int, z: float) -> float:
    """How many mean arrivals make `remaining` arrivals likely to the degree of `z` (normal approximation)."""
    return (math.sqrt(remaining + z * z / 4) + z / 2) ** 2 if remaining else 0.0


def _after(today: date, arrivals: float, rate: float) -> date | None:
    if arrivals <= 0:
        return today
    days = math.ceil(arrivals / rate) if rate > 0 else LONGEST + 1
    return today + timedelta(days=days) if days <= LONGEST else None


def _curve(today: date, last_day: date, covered: int, rate: float) -> list[tuple[date, float, float, float]]:
    """(day, low, median, high) about each month from today to a little past the end: 10 %, 50 %, 90 %."""
    points = []
    end = last_day + timedelta(days=182)
    day = today
    while day <= end:
        mean = rate * (day - today).days
        spread = Z90 * math.sqrt(mean)
        points.append((day, covered + max(mean - spread, 0.0), covered + mean, covered + mean + spread))
        day += timedelta(days=31)
    return points
