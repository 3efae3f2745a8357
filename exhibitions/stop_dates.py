"""Which dates a stop may and must have in each state, and their order; every refusal is in words.

The database holds the same as constraints; this tells a person before, and which date it is.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import CLOSED_STATES, HOLDING_STATES, OPENED_STATES, State, Stop

# In which states a stop may have each of these dates; before, it has not happened.
STATES_WITH_DATE: dict[str, list[State]] = {
    "confirmed_on": [State.CANCELLED, State.POSTPONED, *HOLDING_STATES, *CLOSED_STATES],
    "actual_install_start": [State.CANCELLED, State.INSTALLING, *OPENED_STATES],
    "actual_open": OPENED_STATES,
    "actual_close": CLOSED_STATES,
    "actual_removal_end": [state for state in CLOSED_STATES if state != State.DE_INSTALLING],
}

# Which dates a state cannot do without; the database holds the same.
DATES_OF_STATE = {
    "confirmed_on": [*HOLDING_STATES, *CLOSED_STATES],
    "planned_open": HOLDING_STATES,
    "planned_close": HOLDING_STATES,
    "actual_open": OPENED_STATES,
    "actual_close": CLOSED_STATES,
}

# Of each pair the first date is never after the second.
DATE_ORDER = [
    ("planned_install_start", "planned_open"),
    ("planned_open", "planned_close"),
    ("planned_close", "planned_removal_end"),
    ("actual_install_start", "actual_open"),
    ("actual_open", "actual_close"),
    ("actual_close", "actual_removal_end"),
]

# Every date of a stop.
DATES = list(dict.fromkeys([*STATES_WITH_DATE, *(name for pair in DATE_ORDER for name in pair)]))

# A date field sends the year 26 for "26", and each day since would be derived. No exhibition toured before this.
EARLIEST_DAY = date(2000, 1, 1)


def refuse_disorder(stop: Stop) -> None:
    """Raise ValidationError, by field and in words, where dates are missing for the stop's state, out of order or
    before 2000.
    """
    errors: dict[str, list[str]] = {}
    for name, states in DATES_OF_STATE.items():
        if stop.state in states and getattr(stop, name) is None:
            errors.setdefault(name, []).append(
                _("A stop that is “{state}” needs this date: {date}.").format(
                    state=stop.get_state_display(), date=_name_of(name)
                )
            )
    for name in DATES:
        day = getattr(stop, name)
        if day and day < EARLIEST_DAY:
            errors.setdefault(name, []).append(before_the_earliest(day))
    for first, second in DATE_ORDER:
        earlier, later = getattr(stop, first), getattr(stop, second)
        if later and earlier and later < earlier:
            errors.setdefault(second, []).append(
                _("{second} ({second_day}) is before {first} ({first_day}).").format(
                    second=_name_of(second), second_day=later, first=_name_of(first), first_day=earlier
                )
            )
    if stop.planned_close and not stop.planned_open:
        errors.setdefault("planned_open", []).append(_("A planned closing needs a planned opening."))
    if errors:
        raise ValidationError(errors)


def refuse_unhappened(stop: Stop, changed: dict[str, Any]) -> None:
    """Raise ValidationError where `changed` gives the stop a date of something that has not happened yet."""
    today = timezone.localdate()
    for name, states in STATES_WITH_DATE.items():
        day = changed.get(name)
        if day and stop.state not in states:
            raise ValidationError(
                {
                    name: _("This has not happened yet: the stop is “{state}”. Move it instead.").format(
                        state=stop.get_state_display()
                    )
                }
            )
        if day and day > today:
            raise ValidationError({name: _("{day} is in the future.").format(day=day)})


def before_the_earliest(day: date) -> str:
    """The refusal of a day on which no stop can have been, most often a year of two digits."""
    return _("{day} is before {earliest}. Is the year right?").format(day=day, earliest=EARLIEST_DAY)


def _name_of(field: str) -> str:
    return str(Stop._meta.get_field(field).verbose_name)
