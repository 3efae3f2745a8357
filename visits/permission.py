"""Who may record, and for which days: the rules that every entrance of the door repeats."""

from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope
from exhibitions.models import LEFT_STATES, Stop
from visits.refusals import NotAllowed, NotFound, Refused


def refuse_role_that_never_records(scope: Scope) -> None:
    """Librarians record, and staff on behalf; coordinators, partners and accounts without a role never (rules 14)."""
    if not scope.is_staff and not scope.is_librarian:
        raise NotAllowed("role", _("Your role does not record counts."))


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


def refuse_day_outside(stop: Dated, day: date) -> None:
    """Refuse a day before the actual opening, after the actual close, or in the future (rules 2).

    A stop that is still open after its planned close goes on counting. The host's calendar never refuses (rules 8).
    """
    if day > timezone.localdate():
        raise Refused("future_day", _("This day is still to come."))
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
