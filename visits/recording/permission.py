"""Who may record, and for which days: the rules that every entrance of the door repeats."""

from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.scope import Scope
from exhibitions.models import HOLDING_STATES, LEFT_STATES, Stop
from uploads.refusals import NotAllowed, NotFound, Refused


def refuse_role_that_never_records(scope: Scope) -> None:
    """Librarians record, and staff on behalf; coordinators, partners and accounts without a role never (rule 14)."""
    if not scope.is_staff and not scope.is_librarian:
        raise NotAllowed("role", _("Your role does not record counts."))


def refuse_role_that_never_verifies(scope: Scope) -> None:
    """Verification is for staff alone (rule 14)."""
    if not scope.is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions verify."))


def refuse_foreign_library(scope: Scope, library_id: int) -> None:
    """Another library's stop does not exist for a librarian."""
    if not scope.is_staff and library_id not in scope.libraries:
        raise NotFound


class Dated(Protocol):
    """What the rule needs of a stop: a Stop has it, and so has the one row that a tally reads."""

    @property
    def state(self) -> str: ...
    @property
    def date_precision(self) -> str: ...
    @property
    def draft_plan_id(self) -> int | None: ...
    @property
    def actual_open(self) -> date | None: ...
    @property
    def actual_close(self) -> date | None: ...


def refuse_future_day(day: date) -> None:
    """Nothing is counted before its day (Asia/Shanghai)."""
    if day > timezone.localdate():
        raise Refused("future_day", _("This day is still to come."))


def refuse_day_outside(stop: Dated, day: date) -> None:
    """Refuse a day before the actual opening, after the actual close, or in the future (rule 2).

    A stop that is still open after its planned close goes on counting. The host's calendar never refuses (rule 8).
    """
    refuse_future_day(day)
    if (
        stop.draft_plan_id
        or stop.state in LEFT_STATES
        or stop.date_precision != Stop.DatePrecision.DAY
        or stop.actual_open is None
        or day < stop.actual_open
    ):
        raise Refused("outside_stop", _("The exhibition was not open here on that day."))
    if stop.actual_close and day > stop.actual_close:
        raise Refused("outside_stop", _("The exhibition had closed here before that day."))


def days_for_events(stop: Stop) -> tuple[date, date]:
    """The first and the last day on which the stop holds its hall, so that an event can be on them.

    The hall may be shut on some. A stop that goes on after its planned end is held for as long as it does.
    Raises Refused while there are no such days.
    """
    if stop.draft_plan_id or stop.confirmed_on is None or stop.state in LEFT_STATES:
        raise Refused("outside_stop", _("Events are entered once the stop is confirmed."))
    if stop.date_precision != Stop.DatePrecision.DAY or stop.held_from is None or stop.held_until is None:
        raise Refused("outside_stop", _("The dates of this stop are not known to the day."))
    goes_on = stop.state in HOLDING_STATES
    return stop.held_from, max(stop.held_until, timezone.localdate()) if goes_on else stop.held_until


def refuse_event_day_outside(stop: Stop, day: date) -> None:
    """Refuse the day of an event outside the days on which the stop holds its hall."""
    first, last = days_for_events(stop)
    if not first <= day <= last:
        raise Refused(
            "outside_stop",
            _("This day is outside the stop: give one from {first} to {last}.").format(
                first=date_format(first), last=date_format(last)
            ),
        )


def refuse_role_that_never_reviews(scope: Scope) -> None:
    """Coordinators review in their province, staff anywhere, everybody else never (rule 14)."""
    if not scope.is_staff and not scope.is_coordinator:
        raise NotAllowed("role", _("Your role does not review reports."))


def refuse_stop_outside_review(scope: Scope, stop: Stop) -> None:
    """A stop of another province does not exist for a coordinator. Needs the stop's library and division."""
    if not scope.is_staff and stop.library.division.code[:2] not in scope.provinces:
        raise NotFound
