"""Numbers on their way in: what one number is, and what every set of numbers must hold."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from uploads.refusals import Refused
from visits.models import DayReport, ReportedValue
from visits.vocabulary import DOOR_MEASURES, MOST_VISITS, WEAKEST_BASIS_FIRST, Audience, Basis, Method

# The words as plain sets: an enumeration makes its list of values anew each time it is asked.
DOOR = frozenset(str(measure) for measure in DOOR_MEASURES)
AUDIENCES = frozenset(Audience.values)
BASES = frozenset(Basis.values)
METHODS = frozenset(Method.values)
WEAKEST_FIRST = [str(basis) for basis in WEAKEST_BASIS_FIRST]


class Value(NamedTuple):
    """One number: person-times (人次) of a measure and an audience, how firm it is, and how it was found."""

    measure: str
    audience: str
    value: int
    basis: str
    method: str


def values_as_rows(values: Iterable[Value]) -> list[dict[str, Any]]:
    return [value._asdict() for value in values]


def weakest_basis(bases: Iterable[str]) -> str:
    """A sum is as firm as its weakest part: estimated < sampled < counted (rule 6); empty for none."""
    return min(bases, key=WEAKEST_FIRST.index, default="")


def checked_values(values: list[Value], measures: Collection[str] = DOOR) -> list[Value]:
    """The numbers of a tally, a counted day or an event, sorted; what SQLite's columns would not hold is held here.

    Raises Refused when there are none, a pair comes twice, a word is unknown, or a number is out of range.
    """
    if not values:
        raise Refused("values_required", _("Give at least one number; 0 if it was open and nobody came."))
    if len({(value.measure, value.audience) for value in values}) != len(values):
        raise Refused("values_twice", _("Give each measure and audience once."))
    for value in values:
        if (
            value.measure not in measures
            or value.audience not in AUDIENCES
            or value.basis not in BASES
            or value.method not in METHODS
        ):
            raise Refused("values_unknown", _("Unknown measure, audience, basis or method."))
        if not 0 <= value.value <= MOST_VISITS:
            raise Refused(
                "value_range", _("Give a whole number from 0 to {most}.").format(most=f"{MOST_VISITS:,}")
            )
    return sorted(values)


def checked_content(state: str, values: list[Value], reason: str) -> list[Value]:
    """The numbers of a day's report, sorted: none and a reason when closed, at least one when counted."""
    if state == DayReport.State.CLOSED:
        if values:
            raise Refused("closed_with_values", _("A closed day has no visits. Leave the numbers out."))
        if not reason.strip():
            raise Refused("reason_required", _("Say why the library was closed that day."))
    elif state == DayReport.State.COUNTED:
        return checked_values(values)
    else:
        raise Refused("state_unknown", _("A day is either counted or closed."))
    return []


def value_of(row: ReportedValue) -> Value:
    return Value(row.measure, row.audience, row.value, row.basis, row.method)
