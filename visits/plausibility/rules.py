"""Whether a day's numbers are plausible: soft, explained, and never in the way of a number that is right.

Thresholds are made for visitors of an exhibition: wide enough that an ordinary day is never asked about, each with
the number it was compared with. Nothing about a finding is stored. It is derived from the facts whenever it is asked
for, so that the person who files and the reviewer are told the same; what was written to a doubt is the day's note.

Two kinds of severity: a doubt asks for a word of explanation before it is filed by hand, a remark only for a second
look. The API is never held up by either.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import Stop
from visits.models import DayReport
from visits.plausibility.facts import Content, Facts, Key, content_of, contents_of, gather
from visits.values import Value
from visits.vocabulary import DOOR_MEASURES, Measure

TIMES_USUAL = 5  # so many times a kit's usual day is far above it
DAYS_FOR_USUAL = 7  # a kit's usual day is known from so many days on
SAME_DAYS = 4  # the same number on so many counted days in a row, this one with them
ROUND_DAYS = 5  # numbers that end in 0 on so many
SMALLEST_REPEATED = 10  # below, the same number again is chance
TIMES_WEEKDAY = 3  # so many times more or less than the weekday's median is unlike it
WEEKDAYS = 3  # earlier days of the same weekday that make a pattern
LEAST_DISTANCE = 50  # visits; smaller differences are never unlike
UNLIKE_TALLIES = 0.1  # share of what was tallied, and at least as many visits as below
LEAST_UNTALLIED = 10


class Severity(models.TextChoices):
    DOUBT = "doubt", gettext_lazy("doubt")
    REMARK = "remark", gettext_lazy("remark")


@dataclass(frozen=True)
class Finding:
    """One thing that does not look right. `value` was compared with `compared_with`, both in person-times.

    `message` and `advice` are sentences in the reader's language; `answer` is what the person wrote to the day.
    """

    code: str
    severity: str
    measure: str
    value: int
    compared_with: int
    message: str
    advice: str
    answer: str = ""

    @property
    def key(self) -> str:
        """What a form remembers of a finding that was shown; about another number it is another finding."""
        return f"{self.code}:{self.measure}:{self.value}"

    @property
    def severity_word(self) -> str:
        return str(Severity(self.severity).label)

    @property
    def is_doubt(self) -> bool:
        return self.severity == Severity.DOUBT


def findings_for(reports: Iterable[DayReport]) -> dict[int, list[Finding]]:
    """Report id -> what does not look right about it, doubts first; reports without a finding are left out.

    Seven queries, however many reports there are.
    """
    reports = list(reports)
    found = findings_of(contents_of(reports))
    return {
        report.pk: found[report.stop_id, report.day]
        for report in reports
        if (report.stop_id, report.day) in found
    }


def findings_of(contents: Iterable[Content]) -> dict[Key, list[Finding]]:
    """(stop id, day) -> findings of days as they are about to be filed, compared with one another too."""
    contents = list(contents)
    if not contents:
        return {}
    days = [content.day for content in contents]
    facts = gather({content.stop_id for content in contents}, min(days), max(days))
    for content in contents:
        facts.filed.setdefault(content.stop_id, {})[content.day] = content.sums
    found = {content.key: _judged(content, facts) for content in contents}
    return {key: findings for key, findings in found.items() if findings}


def findings_of_day(state: dict[str, Any]) -> list[Finding]:
    """Findings of a day as `visits.recording.day_state.day_state` tells it: about what was last filed, none where nothing was."""
    values = [Value(**row) for row in state["last_filed"] or []]
    day = date.fromisoformat(state["day"])
    content = content_of(state["stop"], day, values, state["note"] or state["reason"])
    return findings_of([content]).get(content.key, []) if values else []


def unanswered(findings: Iterable[Finding], seen: Iterable[str], answer: str) -> list[Finding]:
    """The findings that still hold a form up: not among the keys shown before, or a doubt without an explanation."""
    seen = set(seen)
    return [
        finding
        for finding in findings
        if finding.key not in seen or (finding.is_doubt and not answer.strip())
    ]


# ---------------------------------------------------------------- the rules, each a sentence


def _judged(content: Content, facts: Facts) -> list[Finding]:
    stop = facts.stops[content.stop_id]
    found: list[Finding] = []
    for measure in DOOR_MEASURES:
        if measure in content.sums:
            value = content.sums[measure].value
            for rule in RULES:
                found += rule(stop, content, str(measure), value, facts)
    return sorted(found, key=lambda finding: finding.severity)


def _above_what_is_possible(
    stop: Stop, content: Content, measure: str, value: int, facts: Facts
) -> Iterator[Finding]:
    """Far above what the hall holds, everybody staying an hour; without a capacity, far above the kit's usual."""
    if measure != Measure.EXHIBITION_VISIT:
        return
    if stop.hall and stop.hall.capacity:
        hours = facts.hours_on(stop, content.day)
        most = round(stop.hall.capacity * hours)
        if value > most:
            yield _doubt(
                "above_capacity",
                content,
                measure,
                value,
                most,
                _("{value} is more than the hall can hold in {hours} hours ({most}).").format(
                    value=f"{value:,}", hours=f"{hours:g}", most=f"{most:,}"
                ),
            )
        return
    known = facts.usual[stop.pk]
    own = [number for _day, number in facts.earlier(content, measure)]
    days = known.days + len(own)
    usual = round((known.visits + sum(own)) / days) if days else 0
    if days >= DAYS_FOR_USUAL and value > max(TIMES_USUAL * usual, LEAST_DISTANCE):
        yield _doubt(
            "above_usual",
            content,
            measure,
            value,
            usual,
            _(
                "{value} is more than {times} times a usual day of this kit ({usual}, the mean of {days} days)."
            ).format(value=f"{value:,}", times=TIMES_USUAL, usual=f"{usual:,}", days=days),
        )


def _unlike_tallies(
    stop: Stop, content: Content, measure: str, value: int, facts: Facts
) -> Iterator[Finding]:
    """Much more or less than the doors tallied, and nothing said about it."""
    tallied = facts.tallied.get(content.key, {}).get(measure)
    if tallied is None or content.answer.strip():
        return
    if abs(value - tallied) >= max(LEAST_UNTALLIED, UNLIKE_TALLIES * tallied):
        yield _doubt(
            "unlike_tallies",
            content,
            measure,
            value,
            tallied,
            _("{tallied} were counted at the doors, {value} is filed, and no reason is given.").format(
                tallied=f"{tallied:,}", value=f"{value:,}"
            ),
        )


def _below_attendance(
    stop: Stop, content: Content, measure: str, value: int, facts: Facts
) -> Iterator[Finding]:
    """Fewer visits to the exhibition than took part in its events of that day."""
    attended = facts.attended.get(content.key, 0)
    if measure == Measure.EXHIBITION_VISIT and attended > value:
        yield _doubt(
            "below_attendance",
            content,
            measure,
            value,
            attended,
            _("{attended} took part in events of that day, more than the {value} exhibition visits.").format(
                attended=f"{attended:,}", value=f"{value:,}"
            ),
        )


def _zero(stop: Stop, content: Content, measure: str, value: int, facts: Facts) -> Iterator[Finding]:
    if value == 0 and measure == Measure.EXHIBITION_VISIT:
        yield _remark(
            "zero",
            content,
            measure,
            value,
            0,
            _("0 visits on a day that was open."),
            _(
                "If it was not open, choose closed. If it was open and nobody came, 0 is right: send it again."
            ),
        )


def _repeated(stop: Stop, content: Content, measure: str, value: int, facts: Facts) -> Iterator[Finding]:
    """The same number, or numbers ending in 0, day after day, though it is not said to be an estimate."""
    if value < SMALLEST_REPEATED or content.sums[measure].estimated:
        return
    row = [value, *(number for _day, number in facts.earlier(content, measure))]
    advice = _("If it is estimated, choose that basis. If it was counted, send it again.")
    same = _length(row, lambda number: number == value)
    if same >= SAME_DAYS:
        message = _("{value} is filed for {days} days in a row.").format(value=f"{value:,}", days=same)
        yield _remark("identical", content, measure, value, value, message, advice)
        return
    rounded = _length(row, lambda number: number >= SMALLEST_REPEATED and number % 10 == 0)
    if rounded >= ROUND_DAYS:
        message = _("{days} days in a row with round numbers, the last {value}.").format(
            days=rounded, value=f"{value:,}"
        )
        yield _remark("round", content, measure, value, row[1], message, advice)


def _unlike_weekday(
    stop: Stop, content: Content, measure: str, value: int, facts: Facts
) -> Iterator[Finding]:
    """Much more or less than the same weekday had at this stop."""
    weekday = content.day.isoweekday()
    same = [number for day, number in facts.earlier(content, measure) if day.isoweekday() == weekday]
    if len(same) < WEEKDAYS or value == 0:
        return
    usual = round(median(same))
    far = value >= TIMES_WEEKDAY * usual or value * TIMES_WEEKDAY <= usual
    if far and abs(value - usual) >= LEAST_DISTANCE:
        yield _remark(
            "unlike_weekday",
            content,
            measure,
            value,
            usual,
            _("{value} is far from the {usual} that this weekday had here (median of {days} days).").format(
                value=f"{value:,}", usual=f"{usual:,}", days=len(same)
            ),
            _("If it is right, send it again; a word in the note helps the reviewer."),
        )


Rule = Callable[[Stop, Content, str, int, Facts], Iterator[Finding]]
RULES: list[Rule] = [
    _above_what_is_possible,
    _unlike_tallies,
    _below_attendance,
    _zero,
    _repeated,
    _unlike_weekday,
]


def _length(row: list[int], holds: Callable[[int], bool]) -> int:
    """How many numbers from the first on hold, until one does not."""
    return next((place for place, number in enumerate(row) if not holds(number)), len(row))


def _doubt(
    code: str, content: Content, measure: str, value: int, compared_with: int, message: str
) -> Finding:
    advice = _("If it is right, give the reason.")
    return Finding(code, Severity.DOUBT.value, measure, value, compared_with, message, advice, content.answer)


def _remark(
    code: str, content: Content, measure: str, value: int, compared_with: int, message: str, advice: str
) -> Finding:
    return Finding(
        code, Severity.REMARK.value, measure, value, compared_with, message, advice, content.answer
    )
