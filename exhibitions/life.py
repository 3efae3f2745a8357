"""The life of a stop: which moves there are, what each records, and how a mistake is put right.

The only door through which a stop's state and actual dates change. Days are days of Asia/Shanghai.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from exhibitions.models import HOLDING_STATES, Kit, State, Stop, StopTransition
from exhibitions.stop_dates import (
    DATES,
    EARLIEST_DAY,
    STATES_WITH_DATE,
    before_the_earliest,
    refuse_disorder,
    refuse_unhappened,
)
from libraries.models import Hall
from partnership.models import Programme

# From each state to which others. A stop may be opened without transport or installation having been recorded.
MOVES: dict[str, frozenset[str]] = {
    State.PROPOSED: frozenset({State.APPLIED, State.CANCELLED, State.POSTPONED}),
    State.APPLIED: frozenset({State.CONFIRMED, State.CANCELLED, State.POSTPONED}),
    State.CONFIRMED: frozenset(
        {State.IN_TRANSIT, State.INSTALLING, State.OPEN, State.CANCELLED, State.POSTPONED}
    ),
    State.IN_TRANSIT: frozenset({State.INSTALLING, State.OPEN, State.CANCELLED, State.POSTPONED}),
    State.INSTALLING: frozenset({State.OPEN, State.CANCELLED, State.POSTPONED}),
    State.OPEN: frozenset({State.SUSPENDED, State.DE_INSTALLING}),
    State.SUSPENDED: frozenset({State.OPEN, State.DE_INSTALLING}),
    State.DE_INSTALLING: frozenset({State.HANDED_OVER}),
    State.HANDED_OVER: frozenset({State.REPORT_DUE}),
    State.REPORT_DUE: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.ACCEPTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.ACCEPTED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.CANCELLED: frozenset(),
    State.POSTPONED: frozenset({State.PROPOSED, State.CONFIRMED, State.CANCELLED}),
}

NEED_A_REASON = frozenset({State.CANCELLED, State.POSTPONED, State.SUSPENDED, State.RETURNED})

LONGEST_REASON = 300

# The date of the stop that a move sets; the day of closing is the last open day.
DATE_OF_MOVE: dict[str, str] = {
    State.CONFIRMED: "confirmed_on",
    State.INSTALLING: "actual_install_start",
    State.OPEN: "actual_open",
    State.DE_INSTALLING: "actual_close",
    State.HANDED_OVER: "actual_removal_end",
}

CORRECTABLE = frozenset({"programme", "exhibition", "kit", "library", "hall", "date_precision", *DATES})


def move(stop_id: int, to_state: str, *, by: User | None, on: date | None = None, reason: str = "") -> Stop:
    """Move a stop to `to_state` as of the day `on` (default today), with its dates, its record and its stale mark.

    A stop that is already there is answered as it is, without effect, so a move asked for twice is made once.
    Raises ValidationError, in words, for a move that does not exist, a missing reason, a day in the future, before
    2000 or before what already happened, missing planned dates, and a kit or a hall that is held (rule 22);
    Stop.DoesNotExist for an unknown stop.
    """
    with transaction.atomic():
        stop = _locked(stop_id)
        if stop.state == to_state:
            return stop
        from_state, day = stop.state, on or timezone.localdate()
        _refuse_move(stop, to_state)
        reason = _checked_reason(reason, needed=to_state in NEED_A_REASON)
        _refuse_day(stop, to_state, day)
        stop.state = to_state
        _set_dates(stop, from_state, day)
        _store(stop, from_state, day, by=by, reason=reason)
    return stop


def correct(stop_id: int, *, by: User | None, reason: str, **fields: Any) -> Stop:
    """Put right dates, kit, hall, programme, exhibition or library of a stop, with the reason on its record.

    Every total that the stop's days are in follows by its stale mark. A correction that changes nothing has no
    effect. Raises ValidationError, in words, for a missing reason, dates out of order, before 2000, in the
    future or of what has not happened yet, a programme across the line between demonstration and real data, and
    double booking; TypeError for a field that is not correctable.
    """
    unknown = set(fields) - CORRECTABLE
    if unknown:
        raise TypeError(f"not correctable: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        stop = _locked(stop_id)
        changed = {name: value for name, value in fields.items() if getattr(stop, name) != value}
        if not changed:
            return stop
        reason = _checked_reason(reason, needed=True)
        if "programme" in changed:
            refuse_crossing(stop.programme, changed["programme"])
        for name, value in changed.items():
            setattr(stop, name, value)
        refuse_unhappened(stop, changed)
        _store(stop, stop.state, timezone.localdate(), by=by, reason=reason)
    return stop


def refuse_crossing(old: Programme, new: Programme) -> None:
    """Raise ValidationError where a stop would pass between demonstration and real data.

    Removing the demonstration deletes its stops with all their history; a real one must never be among them, and
    invented figures never among the real ones.
    """
    if old.demonstration != new.demonstration:
        raise ValidationError(
            {"programme": _("A stop does not change between demonstration and real data. Plan a new stop.")}
        )


def queue_for(stop_ids: Collection[int]) -> None:
    """Wait for the stops, then all their kits, then all their halls, each in the order of their keys.

    For whoever moves several stops in one transaction, before the first move: `move` takes the same locks in the
    same order, so nobody waits for one who waits for them. Call it in the transaction of the moves.
    """
    stops = list(Stop.objects.select_for_update(no_key=True).filter(pk__in=stop_ids).order_by("pk"))
    for model, held in ((Kit, [stop.kit_id for stop in stops]), (Hall, [stop.hall_id for stop in stops])):
        rows = model.objects.select_for_update(no_key=True).filter(pk__in={pk for pk in held if pk})
        list(rows.order_by("pk"))  # read, and with that locked


def _locked(stop_id: int) -> Stop:
    # "No key": counts being stored for the stop refer to it and need not wait. SQLite's write lock is the transaction.
    return Stop.objects.select_for_update(no_key=True).get(pk=stop_id)


def _refuse_move(stop: Stop, to_state: str) -> None:
    if to_state not in State.values:
        raise ValidationError(_("There is no state “{state}”.").format(state=to_state))
    if stop.draft_plan_id:
        raise ValidationError(_("This stop belongs to a draft plan. Adopt the plan first."))
    if to_state not in MOVES[stop.state]:
        raise ValidationError(
            _("A stop that is “{state}” cannot become “{to_state}”.").format(
                state=stop.get_state_display(), to_state=State(to_state).label
            )
        )


def _checked_reason(reason: str, *, needed: bool) -> str:
    reason = reason.strip()
    if needed and not reason:
        raise ValidationError({"reason": _("Give the reason.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            {"reason": _("The reason is longer than {number} characters.").format(number=LONGEST_REASON)}
        )
    return reason


def _refuse_day(stop: Stop, to_state: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({"on": _("{day} is in the future.").format(day=day)})
    if day < EARLIEST_DAY:
        raise ValidationError({"on": before_the_earliest(day)})
    latest = _latest_day(stop)
    if latest and day < latest:
        raise ValidationError(
            {
                "on": _("{day} is before {latest}, the day of what happened last.").format(
                    day=day, latest=latest
                )
            }
        )
    if to_state == State.OPEN and stop.planned_close and day > stop.planned_close:
        # It would be "open" without a day on which it is.
        raise ValidationError(
            {
                "on": _("The planned closing ({day}) is over. Correct the planned dates first.").format(
                    day=stop.planned_close
                )
            }
        )


def _latest_day(stop: Stop) -> date | None:
    """The last day on which something is known to have happened to the stop."""
    days = [getattr(stop, name) for name in STATES_WITH_DATE]
    last = stop.transitions.exclude(from_state=F("to_state")).last()
    # The day of a dated move stands in the stop itself, where a correction may have moved it since.
    if last and (last.to_state not in DATE_OF_MOVE or last.from_state == State.SUSPENDED):
        days.append(last.on)
    return max((day for day in days if day), default=None)


def _set_dates(stop: Stop, from_state: str, day: date) -> None:
    name = DATE_OF_MOVE.get(stop.state)
    if name and not (from_state == State.SUSPENDED and stop.state == State.OPEN):
        setattr(stop, name, day)
    if stop.state == State.POSTPONED:
        # The kit goes back; the next installation has a day of its own. The record keeps this one.
        stop.actual_install_start = None
    if stop.state == State.PROPOSED:
        stop.confirmed_on = None


def _store(stop: Stop, from_state: str, day: date, *, by: User | None, reason: str) -> None:
    refuse_disorder(stop)
    _lock_held(stop)
    stop.clean()
    stop._history_user = by  # type: ignore[attr-defined]  # read by the history of the registry
    try:
        stop.save()
    except IntegrityError:
        # A rival came in by another path between the check and the save. Its row is there now, so the same check
        # tells which; whatever else the database refused stays an error.
        stop.refuse_double_booking()
        raise
    StopTransition.objects.create(
        stop=stop, from_state=from_state, to_state=stop.state, on=day, reason=reason, recorded_by=by
    )


def _lock_held(stop: Stop) -> None:
    """Queue up for the kit, then the hall: two moves that want the same one meet here and not in a deadlock."""
    if stop.state in HOLDING_STATES and not stop.draft_plan_id:
        for model, pk in ((Kit, stop.kit_id), (Hall, stop.hall_id)):
            if pk:
                model.objects.select_for_update(no_key=True).get(pk=pk)
