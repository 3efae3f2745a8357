"""The leaf of every total: what the facts say about one day of one stop.

Pure arithmetic over rows already read; `visits.totals` reads and writes. `upkeep.proof.reconcile` says the same in SQL of
its own, so that neither can be wrong alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from visits.models import ANY, FIGURES, DayReport, ReportedValue, Review
from visits.totals.stops_at_hand import StopAtHand
from visits.vocabulary import Basis, Status

Vector = list[int]  # the columns of Figures, in their order
Leaf = dict[tuple[str, str], Vector]  # (measure, audience) -> vector; ANY as Total and DayFigure say

POSITION = {name: position for position, name in enumerate(FIGURES)}
ZERO: Vector = [0] * len(FIGURES)


@dataclass
class DayFacts:
    """The facts of one day of one stop: its report, if it was filed, and what tallies, reports and events number."""

    report_state: str = ""  # "" while never filed
    review: str = ""
    verified_state: str = ""
    # (kind, measure, audience) -> (value, of which estimated); kinds: "filed", "verified", "tally", and of events
    # "event all", "event filed", "event verified", where each holds only what stands for that status.
    numbers: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, kind: str, measure: str, audience: str, value: int, basis: str) -> None:
        known, estimated = self.numbers.get((kind, measure, audience), (0, 0))
        self.numbers[(kind, measure, audience)] = (
            known + value,
            estimated + (value if basis == Basis.ESTIMATED else 0),
        )

    def of_kind(self, kind: str) -> Iterable[tuple[str, str, int, int]]:
        for (known_kind, measure, audience), (value, estimated) in self.numbers.items():
            if known_kind == kind:
                yield measure, audience, value, estimated

    def add_event(self, kind: str, review: str, *number) -> None:
        """Add a number of an event that took place: filed ones stand for `all`, and for `filed` unless returned."""
        if kind == ReportedValue.Kind.VERIFIED:
            self.add("event verified", *number)
            return
        self.add("event all", *number)
        if review != Review.RETURNED:
            self.add("event filed", *number)

    def standing(self) -> dict[str, str]:
        """Which of the day's own numbers stand for each status (rule 4): status -> kind; left out where none do.

        all: the filed ones once the day was ever filed, else the sum of the tallies; filed: none while returned;
        verified: the content of the last verification. A closed day contributes nothing.
        """
        kinds = {}
        if not self.report_state:
            kinds["all"] = "tally"
        elif self.report_state == DayReport.State.COUNTED:
            kinds["all"] = "filed"
            if self.review != Review.RETURNED:
                kinds["filed"] = "filed"
        if self.verified_state == DayReport.State.COUNTED:
            kinds["verified"] = "verified"
        return kinds


def is_expected(stop: StopAtHand, day: date, facts: DayFacts, yesterday: date) -> bool:
    """Whether a report of the day is expected (rule 8).

    Days from the actual opening to min(close, yesterday) that the host's calendar has open, minus those filed
    closed, plus others filed counted. Stops of drafts and stops not known to the day expect nothing.
    """
    if not stop.may_expect or stop.opened is None:
        return False
    if facts.report_state:
        return facts.report_state == DayReport.State.COUNTED
    return day <= yesterday and stop.may_be_expected_on(day)


def leaf_of(facts: DayFacts, *, expected: bool) -> Leaf:
    """The figures of one day; rows of nothing but zeros are left out.

    Events have measures of their own, so a day that was closed or never filed may still have attendance.
    """
    leaf: Leaf = {}

    def add(measure: str, audience: str, name: str, amount: int) -> None:
        leaf.setdefault((measure, audience), list(ZERO))[POSITION[name]] += amount

    day = facts.standing()
    for status, kind in [*day.items(), *((status, f"event {status}") for status in Status.values)]:
        counted = set()
        for measure, audience, value, estimated in facts.of_kind(kind):
            for row in (audience, ANY):
                add(measure, row, f"visits_{status}", value)
                add(measure, row, f"estimated_{status}", estimated)
            counted.add(measure)
        for measure in counted:
            add(measure, ANY, f"days_{status}", 1)
    if expected:
        add(ANY, ANY, "days_expected", 1)
    return {key: vector for key, vector in leaf.items() if any(vector)}
