"""A stop's checklist for its host: what is done, what is due, what comes later.

Derived from the stop's dates, from what the host reported (`exhibitions.HostStep`) and from the closing report.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exhibitions.models import HostStep, Stop
from reports.models import ClosingReport
from reports.models.closing import DUE_AFTER

Kind = HostStep.Kind
BEFORE_OPENING = timedelta(days=7)  # when nothing is planned more closely, a kit arrives about a week before


@dataclass(frozen=True)
class Item:
    """One line. `state` is done, due or later; `day` is the day on which it was done, or is planned (None: unknown)."""

    word: Any
    state: str
    day: date | None
    url: str
    note: str = ""
    by_host: bool = False
    is_report: bool = False
    mark_word: Any = ""

    @property
    def mark(self) -> str:
        return {"done": "verified", "due": "late", "later": "due"}[self.state]


def checklists(stops: Collection[Stop], today: date) -> dict[int, list[Item]]:
    """Stop id -> its checklist on `today` (Asia/Shanghai). Two queries, however many stops there are."""
    steps: dict[int, dict[str, HostStep]] = {stop.pk: {} for stop in stops}
    for step in HostStep.objects.filter(stop__in=stops):
        steps[step.stop_id][step.kind] = step
    reports = ClosingReport.objects.in_bulk([stop.pk for stop in stops])
    return {stop.pk: checklist(stop, steps[stop.pk], reports.get(stop.pk), today) for stop in stops}


def checklist(
    stop: Stop, steps: Mapping[str, HostStep], report: ClosingReport | None, today: date
) -> list[Item]:
    """The lines of one stop in the order of its life; `steps` are what the host reported, by kind."""
    opens = stop.planned_open
    arrives = stop.planned_install_start or (opens and opens - BEFORE_OPENING)
    known = {
        # What staff recorded counts as done too, on its day where there is one.
        Kind.HANDOVER: (stop.actual_install_start, arrives),
        Kind.INSTALLATION: (stop.actual_open, opens),
        Kind.OPENING: (stop.actual_open, opens),
        Kind.REMOVAL: (stop.actual_removal_end, stop.planned_removal_end or stop.planned_close),
    }
    lines = [_line(stop, kind, steps.get(kind), *days, today) for kind, days in known.items()]
    return [*lines, _closing_report(stop, report, today)]


def _line(
    stop: Stop,
    kind: HostStep.Kind,
    step: HostStep | None,
    done: date | None,
    planned: date | None,
    today: date,
) -> Item:
    url = reverse("librarian:step", kwargs={"stop_id": stop.pk, "kind": kind.value})
    if step:
        return _item(kind.label, "done", step.day, url, note=step.note, by_host=True)
    if done and done <= today:
        return _item(kind.label, "done", done, url)
    return _item(kind.label, "due" if planned and planned <= today else "later", planned, url)


def _item(word: Any, state: str, day: date | None, url: str, **told: Any) -> Item:
    words = {"done": _("Done"), "due": _("To do"), "later": _("Not due yet")}
    return Item(word, state, day, url, mark_word=words[state], **told)


def _closing_report(stop: Stop, report: ClosingReport | None, today: date) -> Item:
    url = reverse("librarian:closing-report", kwargs={"stop_id": stop.pk})
    handed_in = (ClosingReport.Review.SUBMITTED, ClosingReport.Review.ACCEPTED)
    if report and report.review in handed_in:
        said = str(report.get_review_display())
        return _item(_("closing report"), "done", None, url, note=said, is_report=True)
    due = stop.actual_close + DUE_AFTER if stop.actual_close else None
    ended = stop.actual_close is not None and stop.actual_close <= today
    return _item(_("closing report"), "due" if ended else "later", due, url, is_report=True)
