"""A closing report in words and numbers: what its page and its printed sheet show, from `reports.closing.state`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from libraries.models import in_language
from pages.librarian.closing.form import ClosingForm
from reports.models import ClosingReport
from visits.vocabulary import Basis, Measure, Method

Review = ClosingReport.Review

FIGURE_WORDS = {
    "days_counted": gettext_lazy("Days open"),
    "days_closed": gettext_lazy("Days closed"),
    "days_missing": gettext_lazy("Days without a report"),
    "exhibition_visit": gettext_lazy("Exhibition visits"),
    "library_visit": gettext_lazy("Library visits"),
    "events": gettext_lazy("Events"),
    "attendance": gettext_lazy("Event attendance"),
    "online": gettext_lazy("Online uses"),
}
MOST_DAYS_NAMED = 8  # on the sheet; more are told by their number


@dataclass(frozen=True)
class FigureRow:
    """One measure on the sheet, in person-times; None where there is no number."""

    word: Any
    total: int | None
    adult: int | None = None
    minor: int | None = None
    unspecified: int | None = None
    estimated: int | None = None
    how: str = ""


class ClosingSheet:
    """The sheet: who, when, figures, the host's part. `frozen` is what was submitted, else what the days say now."""

    def __init__(self, identity: dict[str, Any], figures: dict[str, Any], content: dict[str, Any]) -> None:
        self.identity = identity
        self.figures = figures
        self.content = content

    def __getattr__(self, name: str) -> Any:
        """Names in the reader's language, as they were called then."""
        if name in ("library", "exhibition", "programme", "place"):
            return in_language(self.identity[name], self.identity[f"{name}_en"])
        raise AttributeError(name)

    @cached_property
    def opened(self) -> date | None:
        return _day(self.figures["opened"])

    @cached_property
    def closed(self) -> date | None:
        return _day(self.figures["closed"] or self.figures["planned_close"])

    @cached_property
    def rows(self) -> list[FigureRow]:
        """The measures, each on a line of its own: they are never added to one another."""
        events = self.figures["events"]
        return [
            *(
                _figure_row(FIGURE_WORDS[measure.value], self.figures[measure.value])
                for measure in (Measure.EXHIBITION_VISIT, Measure.LIBRARY_VISIT)
            ),
            FigureRow(
                FIGURE_WORDS["attendance"],
                events["attendance"],
                how=ngettext("{number} event", "{number} events", events["number"]).format(
                    number=events["number"]
                ),
            ),
            FigureRow(FIGURE_WORDS["online"], events["online"]),
        ]

    @cached_property
    def exhibition_visits(self) -> int | None:
        return (self.figures["exhibition_visit"] or {}).get("total")

    @cached_property
    def closed_days(self) -> list[tuple[date, str]]:
        return [(date.fromisoformat(day), reason) for day, reason in self.figures["days_closed"]]

    @cached_property
    def missing_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.figures["days_missing"]]

    @cached_property
    def closed_days_named(self) -> list[tuple[date, str]]:
        return self.closed_days[:MOST_DAYS_NAMED]

    @cached_property
    def closed_days_more(self) -> int:
        return max(0, len(self.closed_days) - MOST_DAYS_NAMED)

    @cached_property
    def missing_days_named(self) -> list[date]:
        return self.missing_days[:MOST_DAYS_NAMED]

    @cached_property
    def missing_days_more(self) -> int:
        return max(0, len(self.missing_days) - MOST_DAYS_NAMED)


def sheet_of(state: dict[str, Any], identity: dict[str, Any]) -> ClosingSheet:
    """The sheet that counts: what was submitted while it is with the reviewers, else what stands now."""
    if state["submitted"] and state["review"] in (Review.SUBMITTED, Review.ACCEPTED):
        frozen = state["submitted"]
        return ClosingSheet(frozen["identity"], frozen["figures"], frozen["content"])
    return ClosingSheet(identity, state["figures"], state["content"])


def _figure_row(word: Any, figure: dict[str, Any] | None) -> FigureRow:
    if figure is None:
        return FigureRow(word, None)
    methods = _(", ").join(str(Method(method).label) for method in figure["methods"])
    return FigureRow(
        word,
        figure["total"],
        figure.get("adult"),
        figure.get("minor"),
        figure.get("unspecified"),
        figure["of_which_estimated"],
        f"{Basis(figure['basis']).label}{_('; ')}{methods}",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def moved_rows(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Figures that moved since the submission, in words."""
    return [
        {"word": FIGURE_WORDS[row["figure"]], "submitted": row["submitted"], "now": row["now"]}
        for row in state["moved"]
    ]


def differing_rows(current: dict[str, Any], sent: dict[str, Any]) -> list[dict[str, Any]]:
    """Where two contents differ, after a Conflict: both values of every such field."""
    return [
        {
            "word": ClosingForm.base_fields[name].label,
            "current": current[name],
            "sent": sent[name],
        }
        for name in current
        if current[name] != sent[name]
    ]
