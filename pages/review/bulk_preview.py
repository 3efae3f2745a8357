"""What a decision in bulk is going to do: how many days, the sums by province, what is left out and why."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import Sum
from django.utils.functional import cached_property

from libraries.models import Division
from pages.review.worklist import Row, Worklist
from visits.models import DayReport, ReportValue
from visits.recording.bulk.review import Pick
from visits.vocabulary import Basis, Measure

PICK = re.compile(r"([0-9]{1,15})/([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{1,15})")


def picks_as_text(rows: list[Row]) -> str:
    """The days with the revisions shown, as one field of a form: "12/2026-11-21/1 ..."."""
    return " ".join(f"{row.report.stop_id}/{row.report.day}/{row.report.revision}" for row in rows)


def picks_from_text(text: str) -> list[Pick]:
    """Raises BadRequest for a text that `picks_as_text` did not write."""
    picks = []
    for part in text.split():
        match = PICK.fullmatch(part)
        if match is None:
            raise BadRequest("these are no days of a preview")
        try:
            picks.append(Pick(int(match[1]), date.fromisoformat(match[2]), int(match[3])))
        except ValueError as error:
            raise BadRequest("these are no days of a preview") from error
    return picks


@dataclass
class ProvinceLine:
    """One province of the preview; visits in person-times, measures apart, None where there is no number."""

    label: str
    libraries: set[int] = field(default_factory=set)
    days: int = 0
    closed: int = 0
    exhibition_visits: int | None = None
    library_visits: int | None = None
    estimated: int = 0


class BulkPreview:
    """The days of a worklist that can be decided together; `picked` are the reports ticked, None for all."""

    def __init__(self, worklist: Worklist, picked: set[int] | None) -> None:
        self.worklist, self.picked = worklist, picked

    @cached_property
    def rows(self) -> list[Row]:
        rows = self.worklist.together
        return rows if self.picked is None else [row for row in rows if row.report.pk in self.picked]

    @cached_property
    def picks(self) -> str:
        return picks_as_text(self.rows)

    @cached_property
    def lines(self) -> list[ProvinceLine]:
        """One line a province, by code. Two queries."""
        labels = {province.code[:2]: province.label for province in Division.objects.provinces().current()}
        lines: dict[str, ProvinceLine] = {}
        place_of: dict[int, str] = {}
        for row in self.rows:
            code = row.report.stop.library.division.code[:2]
            place_of[row.report.pk] = code
            line = lines.setdefault(code, ProvinceLine(labels.get(code, code)))
            line.libraries.add(row.report.stop.library_id)
            line.days += 1
            line.closed += row.report.state == DayReport.State.CLOSED
        filed = ReportValue.objects.filter(kind=ReportValue.Kind.FILED, report_id__in=place_of)
        sums = filed.order_by().values_list("report_id", "measure", "basis").annotate(Sum("value"))
        for report_id, measure, basis, number in sums:
            line = lines[place_of[report_id]]
            if measure == Measure.EXHIBITION_VISIT:
                line.exhibition_visits = (line.exhibition_visits or 0) + number
                line.estimated += number if basis == Basis.ESTIMATED else 0
            else:
                line.library_visits = (line.library_visits or 0) + number
        return [lines[code] for code in sorted(lines)]

    @cached_property
    def whole(self) -> ProvinceLine:
        """The sum of the lines."""
        whole = ProvinceLine("")
        for line in self.lines:
            whole.libraries |= line.libraries
            whole.days += line.days
            whole.closed += line.closed
            whole.estimated += line.estimated
            for name in ("exhibition_visits", "library_visits"):
                number = getattr(line, name)
                if number is not None:
                    setattr(whole, name, (getattr(whole, name) or 0) + number)
        return whole

    @property
    def left_out_to_look_at(self) -> int:
        return len(self.worklist.to_look_at)

    @property
    def left_out_own(self) -> int:
        return len(self.worklist.own)

    @property
    def left_out_not_ticked(self) -> int:
        return len(self.worklist.together) - len(self.rows)
