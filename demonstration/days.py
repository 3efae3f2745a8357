"""What was counted on each day of a stop: numbers that look like a county library's, from a seed alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import log
from random import Random

from django.utils import timezone

from demonstration import words
from demonstration.stops import PlannedStop
from exhibitions.models import State
from visits.models import DayReport
from visits.values import Value
from visits.vocabulary import Audience, Basis, Measure, Method

Review = DayReport.Review
SATURDAY = 6


@dataclass(frozen=True)
class Calendar:
    """On which weekdays (ISO) a library opens, and on which days it does not after all."""

    weekdays: frozenset[int]
    closed: frozenset[date]

    def is_open_on(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.closed


@dataclass(frozen=True)
class ReportedDay:
    """One day as its library reported it, with what the reviewers did since."""

    day: date
    state: str
    values: list[Value]
    filed_at: datetime
    review: str
    reason: str = ""
    note: str = ""
    basis: str = ""
    method: str = ""
    return_reason: str = ""
    verified_at: datetime | None = None


@dataclass(frozen=True)
class Habits:
    """How a library is visited and how it counts."""

    weekday_visits: float
    weekend_factor: float
    minor_share: float
    splits_audience: bool
    method: str
    library_factor: float  # library visits an exhibition visit; 0 where they are not counted
    library_basis: str
    library_method: str
    falls_behind: bool  # has not filed for more than a week

    @classmethod
    def of(cls, code: str, seed: int) -> "Habits":
        random = Random(f"{seed}/habits/{code}")  # noqa: S311 - an example, not a secret
        basis, method = random.choice(
            [
                (Basis.COUNTED, Method.GATE_AUTO),
                (Basis.COUNTED, Method.GATE_READING),
                (Basis.SAMPLED, Method.TYPICAL_WEEK),
            ]
        )
        return cls(
            weekday_visits=random.lognormvariate(log(300), 0.45),
            weekend_factor=random.uniform(1.6, 2.3),
            minor_share=random.uniform(0.38, 0.62),
            splits_audience=random.random() < 0.85,
            method=random.choices(
                [Method.MANUAL_TALLY, Method.GATE_AUTO, Method.RESERVATION_CHECKIN], weights=[55, 30, 15]
            )[0],
            library_factor=random.uniform(1.7, 3.0) if random.random() < 0.75 else 0,
            library_basis=basis,
            library_method=method,
            falls_behind=random.random() < 0.12,
        )


def reported_days(plan: PlannedStop, calendar: Calendar, seed: int, as_of: date) -> list[ReportedDay]:
    """The reports of one stop by `as_of`, oldest first; days it did not report are missing."""
    random = Random(f"{seed}/days/{plan.number}")  # noqa: S311 - an example, not a secret
    habits = Habits.of(plan.library.division.code, seed)
    return list(_reported_days(plan, calendar, habits, random, as_of))


def _reported_days(
    plan: PlannedStop, calendar: Calendar, habits: Habits, random: Random, as_of: date
) -> Iterator[ReportedDay]:
    # Chance of its own: it shifts no number of a day.
    lateness = Random(f"late/{plan.number}/{plan.slot.opens}")  # noqa: S311 - an example, not a secret
    last = min(plan.slot.closes, as_of - timedelta(days=1))
    for number in range((last - plan.slot.opens).days + 1):
        day = plan.slot.opens + timedelta(days=number)
        age = (as_of - day).days
        if not calendar.is_open_on(day) and random.random() > 0.01:
            continue
        if _is_missing(plan, habits, age, random):
            continue
        filed_at = _moment(day, 17, random.randint(35, 200)) + _lateness(plan, age, lateness)
        review, verified_at = _review(plan, age, filed_at, random)
        reviewed = ReportedDay(
            day=day,
            state="closed",
            values=[],
            filed_at=filed_at,
            review=review,
            verified_at=verified_at,
            return_reason=random.choice(words.RETURN_REASONS) if review == Review.RETURNED else "",
        )
        if random.random() < 0.015:
            yield replace(reviewed, reason=random.choice(words.CLOSED_REASONS))
            continue
        estimated = random.random() < 0.04
        basis = Basis.ESTIMATED if estimated else Basis.COUNTED
        method = Method.ESTIMATE if estimated else habits.method
        yield replace(
            reviewed,
            state="counted",
            values=_values(day, number, habits, basis, method, random),
            basis=basis,
            method=method,
            note=random.choice(words.NOTES) if random.random() < 0.06 else "",
        )


def _is_missing(plan: PlannedStop, habits: Habits, age: int, random: Random) -> bool:
    """The two stops of the librarians are filed up to yesterday; a finished stop has every day."""
    if plan.finished or plan.host < 2:
        return False
    if plan.state == State.OPEN and habits.falls_behind and age <= 9:
        return True
    return random.random() < (0.2 if age <= 2 else 0.025)


def _lateness(plan: PlannedStop, age: int, random: Random) -> timedelta:
    """Some days are filed two to four days later, where a verification after it still lies in the past."""
    days = random.randint(2, 4) if random.random() < 0.07 else 0
    verified_by_now = age > 12
    not_verified_yet = 4 < age <= 7 and not plan.finished
    return timedelta(days=days if verified_by_now or not_verified_yet else 0)


def _review(plan: PlannedStop, age: int, filed_at: datetime, random: Random) -> tuple[str, datetime | None]:
    verified_at = filed_at.replace(hour=10, minute=random.randint(0, 59)) + timedelta(
        days=random.randint(2, 6)
    )
    if plan.finished:
        return Review.VERIFIED, verified_at
    if age > 21:
        verified, endorsed = 0.8, 0.12
    elif age > 7:
        verified, endorsed = 0.25, 0.35
    else:
        verified, endorsed = 0.0, 0.1
    chance = random.random()
    if chance < verified:
        return Review.VERIFIED, verified_at
    if chance < verified + endorsed:
        return Review.ENDORSED, None
    return (Review.RETURNED if chance > 0.985 else Review.FILED), None


def _values(day: date, number: int, habits: Habits, basis: str, method: str, random: Random) -> list[Value]:
    visits = habits.weekday_visits * random.lognormvariate(0, 0.18)
    minor_share = habits.minor_share
    if day.isoweekday() >= SATURDAY:
        visits *= habits.weekend_factor
        minor_share += 0.1
    if number < 3:
        visits *= 1.5
    if random.random() < 0.006:
        visits = 0.0  # open, and nobody came
    total = round(visits, -1) if basis == Basis.ESTIMATED else round(visits)
    total = int(total)
    if habits.splits_audience:
        minors = round(total * min(0.85, minor_share * random.uniform(0.9, 1.1)))
        values = [
            Value(
                Measure.EXHIBITION_VISIT.value, Audience.ADULT.value, total - minors, str(basis), str(method)
            ),
            Value(Measure.EXHIBITION_VISIT.value, Audience.MINOR.value, minors, str(basis), str(method)),
        ]
    else:
        values = [
            Value(Measure.EXHIBITION_VISIT.value, Audience.UNSPECIFIED.value, total, str(basis), str(method))
        ]
    if habits.library_factor:
        entries = round((total + 60) * habits.library_factor * random.uniform(0.85, 1.15))
        values.append(
            Value(
                Measure.LIBRARY_VISIT.value,
                Audience.UNSPECIFIED.value,
                entries,
                str(habits.library_basis),
                str(habits.library_method),
            )
        )
    return values


def _moment(day: date, hour: int, minutes: int) -> datetime:
    """`minutes` after `hour` o'clock of a day of Asia/Shanghai."""
    midnight = datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
    return midnight + timedelta(minutes=minutes)
