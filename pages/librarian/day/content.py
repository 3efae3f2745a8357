"""The page of one day in words and numbers: what its template shows, put together from `visits.recording.day_state.day_state`."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from visits.models import DayReport, EventReport
from visits.recording.day_history import Step
from visits.vocabulary import DOOR_MEASURES, Audience, Basis, Measure, Method

Review = DayReport.Review
State = DayReport.State
AUDIENCE_WORDS = {
    Audience.ADULT: _("Adults"),
    Audience.MINOR: _("Minors"),
    Audience.UNSPECIFIED: _("Not told apart"),
}
MEASURE_WORDS = {
    Measure.EXHIBITION_VISIT: _("Exhibition visits"),
    Measure.LIBRARY_VISIT: _("Library visits"),
    Measure.EVENT_ATTENDANCE: _("Attendance"),
    Measure.ONLINE_VISIT: _("Uses"),
}
# Suggestions for why a library was closed; anything else can be typed.
CLOSING_REASONS = [
    _("Weekly closing day"),
    _("Public holiday"),
    _("Exhibits under repair"),
    _("Power cut"),
    _("Severe weather"),
    _("Hall in use for another event"),
]


@dataclass(frozen=True)
class Sum:
    """The numbers of one measure: the sum in person-times and its parts by audience."""

    measure: str
    total: int
    parts: list[tuple[Any, int]]

    @property
    def word(self) -> Any:
        return MEASURE_WORDS[Measure(self.measure)]


def sums(rows: list[dict[str, Any]] | None) -> list[Sum]:
    """One sum for each measure that has a number; measures are never added to one another."""
    result = []
    for measure in Measure:
        own = {row["audience"]: row["value"] for row in rows or [] if row["measure"] == measure}
        if own:
            parts = [(word, own[audience]) for audience, word in AUDIENCE_WORDS.items() if audience in own]
            # A number that was not told apart is its own sum.
            told_apart = parts if own.keys() != {Audience.UNSPECIFIED} else []
            result.append(Sum(str(measure), sum(own.values()), told_apart))
    return result


def main_sum(rows: list[dict[str, Any]] | None) -> Sum | None:
    """The number a report is called by: its exhibition visits, else its library visits; of an event, its own."""
    return next(iter(sums(rows)), None)


class ReportPage:
    """What the pages of a day and of an event say alike of their report. `state` is that of the day or event."""

    def __init__(self, state: dict[str, Any], *, is_staff: bool, is_past: bool) -> None:
        self.state = state
        self.is_staff = is_staff
        self.is_past = is_past

    @cached_property
    def filed_before(self) -> bool:
        return self.state["revision"] > 0

    @cached_property
    def returned(self) -> bool:
        return self.state["review"] == Review.RETURNED

    @cached_property
    def verified(self) -> bool:
        return self.state["review"] == Review.VERIFIED

    @cached_property
    def read_only(self) -> bool:
        """Once verified, only staff may amend (rule 17)."""
        return self.verified and not self.is_staff

    @cached_property
    def reason_needed(self) -> bool:
        return self.filed_before and not self.returned

    @cached_property
    def filed(self) -> list[Sum]:
        return sums(self.state["last_filed"])

    @cached_property
    def method(self) -> str:
        return str(Method(self.state["method"]).label) if self.state["method"] else ""

    @cached_property
    def basis(self) -> str:
        return str(Basis(self.state["basis"]).label) if self.state["basis"] else ""


class DayPage(ReportPage):
    """One day of a stop as one reader sees it. `state` is `day_state`'s; who files for another library is told so."""

    def __init__(self, state: dict[str, Any], *, is_staff: bool, own_library: bool, is_past: bool) -> None:
        super().__init__(state, is_staff=is_staff, is_past=is_past)
        self.on_behalf = not own_library

    @cached_property
    def mark(self) -> str:
        """The state mark; a closed day shows that it was closed before how far its review is."""
        if not self.filed_before and not self.state["tallies"]:
            return "missing" if self.is_past else "due"
        if self.closed and not self.returned:
            return "closed"
        return self.state["review"]

    @cached_property
    def closed(self) -> bool:
        return self.state["state"] == State.CLOSED

    @cached_property
    def draft(self) -> list[Sum]:
        return sums(self.state["draft"])

    @cached_property
    def receipt_number(self) -> str:
        return f"{self.state['stop']}-{self.state['day'].replace('-', '')}-{self.state['revision']}"

    @cached_property
    def tallies(self) -> list[dict[str, Any]]:
        """The day's counters, numbered in the order in which they last sent."""
        return [
            {
                "number": number,
                "device": tally["device"],
                "sent": tally["recorded_at"],
                "sums": sums(tally["values"]),
            }
            for number, tally in enumerate(self.state["tallies"], start=1)
        ]

    @cached_property
    def evidence(self) -> list[dict[str, Any]]:
        """Where the tallies and the filed numbers differ, per measure: +35 means that 35 more were tallied."""
        differing = []
        for measure in DOOR_MEASURES:
            own = [row for row in self.state["differences"] if row["measure"] == measure]
            # A measure that nobody tallied is no evidence against its filed number.
            if any(row["tallied"] is not None for row in own):
                difference = sum(row["difference"] for row in own)
                tallied = next(total for total in self.draft if total.measure == measure)
                differing.append(
                    {
                        "word": MEASURE_WORDS[measure],
                        "difference": f"{difference:+,}",
                        "tallied": tallied.total,
                    }
                )
        return differing


@dataclass(frozen=True)
class Change:
    """One number of a day before and after an entry of its history, in words; `before` None for a first filing."""

    word: Any
    before: Any
    after: Any


def changes(step: Step) -> list[Change]:
    """What an entry of the history changed: a number of each measure that moved, or that the day was closed."""
    if step.after is None:
        return []
    befores = {total.measure: total.total for total in sums((step.before or {}).get("values"))}
    afters = {total.measure: total.total for total in sums(step.after["values"])}
    closed: dict[str, Any] = {State.CLOSED: _("closed")}
    found = [
        Change(
            MEASURE_WORDS[measure],
            None if step.before is None else _number_or(befores.get(measure), step.before, closed),
            _number_or(afters.get(measure), step.after, closed),
        )
        for measure in DOOR_MEASURES
        if measure in befores or measure in afters
    ]
    return found or [Change("", None, named(step.after))]


def _number_or(number: int | None, content: dict[str, Any], words: dict[str, Any]) -> Any:
    return words.get(content["state"], "–") if number is None else f"{number:,}"


def named(content: dict[str, Any]) -> Any:
    """What a choice between two contents is called by: its number, or that the day was closed."""
    if content["state"] == State.CLOSED:
        return _("closed")
    if content["state"] == EventReport.State.CANCELLED:
        return EventReport.State.CANCELLED.label
    if content["state"] == "missing":
        return _("not filed")
    total = main_sum(content["values"])
    return f"{total.total:,}" if total else "–"


class Comparison:
    """Two contents of one day side by side, after a Conflict: what stands and what was sent."""

    def __init__(self, current: dict[str, Any], sent: dict[str, Any]) -> None:
        self.current = {**current, "values": current["last_filed"] or []}
        self.sent = sent

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Every number that either has, beside the other's; None where it has none."""
        rows = []
        for measure in Measure:
            for audience, word in AUDIENCE_WORDS.items():
                current, sent = (
                    _value_of(content["values"], measure, audience) for content in (self.current, self.sent)
                )
                if current is not None or sent is not None:
                    rows.append(
                        {
                            "measure": MEASURE_WORDS[measure],
                            "audience": word,
                            "current": current,
                            "sent": sent,
                        }
                    )
        return rows

    @cached_property
    def whole(self) -> Any:
        """What the two choices are called by."""
        total = main_sum(self.sent["values"]) or main_sum(self.current["values"])
        return total.word if total else MEASURE_WORDS[Measure.EXHIBITION_VISIT]

    @cached_property
    def kept(self) -> Any:
        return named(self.current)

    @cached_property
    def instead(self) -> Any:
        return named(self.sent)


def _value_of(rows: list[dict[str, Any]], measure: str, audience: str) -> int | None:
    return next(
        (row["value"] for row in rows if row["measure"] == measure and row["audience"] == audience), None
    )
