"""One closing report as people and machines are shown it: what was submitted, and what the days say now."""

from datetime import date
from typing import Any

from exhibitions import history
from exhibitions.models import Stop
from libraries.models import Division
from reports.closing.content import ClosingContent
from reports.closing.figures import closing_figures, moved_figures
from reports.models import DUE_AFTER, ClosingReport


def due_on(stop: Stop) -> date | None:
    """The day by which the report is due: 30 days after the last open day, after the planned one while it is open."""
    return stop.closes_on + DUE_AFTER if stop.closes_on else None


def report_number(stop: Stop, revision: int) -> str:
    """The number printed on a report: year of closing, code of the county, stop, revision."""
    year = stop.closes_on.year if stop.closes_on else 0
    return f"JX{year}-{stop.library.division.code}-{stop.pk}-{revision}"


def identity_of(stop: Stop) -> dict[str, Any]:
    """Who, where and what, as it is called today: names may change after the report was signed."""
    places = _path(stop.library.division)
    return {
        "stop": stop.pk,
        "library": stop.library.name,
        "library_en": stop.library.name_en,
        "division": stop.library.division.code,
        "place": "".join(division.name for division in places),
        "place_en": ", ".join(division.name_en for division in reversed(places)),
        "exhibition": stop.exhibition.name,
        "exhibition_en": stop.exhibition.name_en,
        "programme": stop.programme.name,
        "programme_en": stop.programme.name_en,
        "kit": stop.kit.serial_number if stop.kit else "",
        "demonstration": stop.programme.demonstration,
    }


def _path(division: Division) -> list[Division]:
    """From the province down to the division."""
    places = [division]
    while places[0].parent is not None:
        places.insert(0, places[0].parent)
    return places


def closing_state(stop: Stop) -> dict[str, Any]:
    """Everything about the report of one stop; a stop without one has revision 0 and review "draft".

    `figures` are what the days say now, `submitted` what was frozen, `moved` where the two differ. `revision` is the
    last saved; a send builds on it.
    """
    report = (
        ClosingReport.objects.select_related("saved_by", "submitted_by", "reviewed_by")
        .filter(pk=stop.pk)
        .first()
    )
    figures = closing_figures(stop)
    content = ClosingContent.of(report) if report else ClosingContent()
    submitted = history.read_body(report.submitted_text) if report and report.submitted_text else None
    return {
        "stop": stop.pk,
        "number": report_number(stop, report.revision if report else 0),
        "due_on": _text(due_on(stop)),
        "review": report.review if report else ClosingReport.Review.DRAFT.value,
        "revision": report.revision if report else 0,
        "figures": figures,
        "figures_digest": history.digest(history.canonical_json(figures)),
        "content": content.plain(),
        "saved_by": str(report.saved_by) if report else None,
        "saved_at": report.saved_at if report else None,
        "submitted": submitted,
        "submitted_digest": report.submitted_digest if report else "",
        "submitted_by": str(report.submitted_by) if report and report.submitted_by else None,
        "submitted_at": report.submitted_at if report else None,
        "on_behalf": report.on_behalf if report else False,
        "moved": [
            {"figure": name, "submitted": before, "now": after}
            for name, before, after in (moved_figures(submitted["figures"], figures) if submitted else [])
        ],
        "return_reason": report.return_reason if report else "",
        "reviewed_by": str(report.reviewed_by) if report and report.reviewed_by else None,
        "reviewed_at": report.reviewed_at if report else None,
        "scans": [
            {
                "id": scan.pk,
                "kind": scan.kind,
                "title": scan.title,
                "size": scan.size,
                "digest": scan.digest,
                "report_digest": scan.report_digest,
                "attached_by": str(scan.attached_by),
                "attached_at": scan.attached_at,
            }
            for scan in (report.scans.select_related("attached_by") if report else [])
        ],
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
