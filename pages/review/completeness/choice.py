"""The query string of the page of completeness, read as a form: programme, province, period, order."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.review.choice import ReviewChoice, read_review_choice
from partnership.models import Programme
from visits.figures.completeness import Line
from visits.timeliness import last_day_to_file

USUAL_DAYS = 30
MOST_DAYS = 5 * 366  # a programme's five years
BY: dict[str, str | Promise] = {
    "library": gettext_lazy("By library"),
    "province": gettext_lazy("By province"),
}


def _rate(value: float | None) -> float:
    """Where nothing is expected, nothing is bad."""
    return 1 if value is None else value


# The worst first, by this; then by what else is bad about a line; at last by place.
ORDERS: dict[str, Callable[[Line], float]] = {
    "missing": lambda line: -line.days.missing,
    "late": lambda line: -line.days.late,
    "coverage": lambda line: _rate(line.days.coverage),
    "timeliness": lambda line: _rate(line.days.timeliness),
    "expected": lambda line: -line.days.expected,
    "place": lambda line: 0,
}


@dataclass(frozen=True)
class Period:
    """Days of Asia/Shanghai, both inclusive, with the name of the choice; "" for days that somebody typed."""

    first: date
    last: date
    name: str | Promise = ""


@dataclass(frozen=True)
class CompletenessChoice:
    """What the reader chose. With `errors` nothing is shown but what was typed."""

    review: ReviewChoice
    by: str
    order: str
    period: Period
    periods: list[Period]
    typed: dict[str, str]
    errors: list[str] = field(default_factory=list)

    @property
    def programme(self) -> Programme | None:
        return self.review.programme

    def sorted(self, lines: list[Line]) -> list[Line]:
        worst = ORDERS[self.order]
        return sorted(
            lines,
            key=lambda line: (
                worst(line),
                -line.days.missing if self.order != "place" else 0,
                line.division.code,
                line.library.pk if line.library else 0,
            ),
        )


def read_completeness_choice(request: HttpRequest) -> CompletenessChoice:
    """Raises PermissionDenied for roles that never review, BadRequest and Http404 for what no page offers.

    Days are typed by people, so what is wrong with them is told in `errors`. The usual last day is the last one whose
    time to file is over, so that nobody is called late who still has a day.
    """
    review = read_review_choice(request)
    today = timezone.localdate()
    programme = review.programme or Programme.objects.default_for_dashboard(today)
    last_due = today - timedelta(days=1) - (last_day_to_file(today) - today)
    usual = Period(last_due - timedelta(days=USUAL_DAYS - 1), last_due, _("Last 30 days"))
    periods = [usual, *_calendar_periods(last_due), *_whole(programme, last_due)]
    typed = {name: request.GET.get(name, "").strip()[:20] for name in ("start", "end")}
    errors: list[str] = []
    period = _period(typed, usual, periods, today - timedelta(days=1), errors)
    return CompletenessChoice(
        review=replace(review, programme=programme),
        by=_one_of(BY, request.GET.get("by"), "by"),
        order=_one_of(ORDERS, request.GET.get("order"), "order"),
        period=period,
        periods=periods,
        typed=typed,
        errors=errors,
    )


def _one_of(choices: dict, value: str | None, name: str) -> str:
    if value and value not in choices:
        raise BadRequest(f"{name}: {value[:40]!r} is none of {', '.join(choices)}")
    return value or next(iter(choices))


def _calendar_periods(last: date) -> list[Period]:
    this_month = last.replace(day=1)
    month_before = this_month - timedelta(days=1)
    return [
        Period(this_month, last, _("This month")),
        Period(month_before.replace(day=1), month_before, _("Last month")),
        Period(last.replace(month=1, day=1), last, _("This year")),
    ]


def _whole(programme: Programme | None, last: date) -> list[Period]:
    if programme is None or programme.first_day > last:
        return []
    first, last = programme.first_day, min(programme.last_day, last)
    if (last - first).days >= MOST_DAYS:
        return []
    return [Period(first, last, _("Whole programme"))]


def _period(
    typed: dict[str, str], usual: Period, periods: list[Period], yesterday: date, errors: list[str]
) -> Period:
    """The period of the address; what is wrong with it goes into `errors`, and the usual one stands in."""
    try:
        last = date.fromisoformat(typed["end"]) if typed["end"] else usual.last
        first = (
            date.fromisoformat(typed["start"]) if typed["start"] else last - timedelta(days=USUAL_DAYS - 1)
        )
    except (ValueError, OverflowError):
        errors.append(_("Write both days like 2026-11-22."))
        return usual
    if first > last:
        errors.append(_("The first day is after the last one. Exchange them."))
    elif last > yesterday:
        errors.append(_("Days are expected up to yesterday. Choose an earlier last day."))
    elif (last - first).days >= MOST_DAYS:
        errors.append(_("At most five years are shown at once. Choose a later first day."))
    if errors:
        return usual
    known = next((period for period in periods if (period.first, period.last) == (first, last)), None)
    return known or Period(first, last)
