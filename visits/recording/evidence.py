"""Tallies that came after a person had filed, and say something else than what was filed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from visits.models import DayReport, ReportValue, TallyValue
from visits.recording.day_state import differences, draft_of


def late_evidence(reports: Collection[DayReport]) -> dict[int, list[dict[str, Any]]]:
    """Report id -> where its tallies and its filed numbers differ; reports without a difference are left out.

    For reports from `DayReport.objects.with_moved_evidence()`. Two queries, however many reports there are.
    """
    wanted = {(report.stop_id, report.day): report.pk for report in reports}
    stops, days = {key[0] for key in wanted}, {key[1] for key in wanted}
    tallied: dict[tuple[int, date], list[TallyValue]] = defaultdict(list)
    for row in TallyValue.objects.filter(stop_id__in=stops, day__in=days):
        tallied[(row.stop_id, row.day)].append(row)
    filed: dict[int, list[dict[str, Any]]] = defaultdict(list)
    values = ReportValue.objects.filter(report_id__in=wanted.values(), kind=ReportValue.Kind.FILED)
    for report_id, measure, audience, value in values.values_list(
        "report_id", "measure", "audience", "value"
    ):
        filed[report_id].append({"measure": measure, "audience": audience, "value": value})
    found = {pk: differences(draft_of(tallied[key]), filed[pk]) for key, pk in wanted.items()}
    return {pk: rows for pk, rows in found.items() if rows}
