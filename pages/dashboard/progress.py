"""Everything the dashboard shows, put together from the totals of `visits`; no figure is computed from raw rows."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

from accounts.scope import Scope
from libraries.models import in_language
from pages.dashboard import burn_up, sentences
from pages.dashboard.choices import STATUSES, Choice
from pages.dashboard.tiles import ENGLISH, PLACES, WITHOUT_COUNTIES, Place
from pages.templatetags.figures import share
from partnership.models import Programme
from visits.figures.coverage import Coverage, CoverageRow, coverage, openings
from visits.figures.missing_days import Lateness, late_days
from visits.figures.pace import Pace, pace
from visits.models import PublishedFigure

# The table names this many provinces and sums up the others, until the reader asks for all.
NAMED_PROVINCES = 10
LATE_STOPS_NAMED = 3
DARKEST_TILE = 4


@dataclass(frozen=True)
class ProvinceRow:
    """A line of table 1: one province, or several summed up. `rank` is shared by equals; None for sums."""

    label: str
    code: str
    rank: int | None
    provinces: int
    covered: int
    planned: int
    reporting: int
    visits: int | None
    days_counted: int
    days_expected: int

    @property
    def waiting(self) -> int:
        """Confirmed and not yet open."""
        return self.planned - self.covered


@dataclass(frozen=True)
class Tile:
    place: Place
    label: str
    full_label: str
    covered: int
    waiting: int
    without_stops: bool

    @property
    def shade(self) -> str:
        if self.without_stops:
            return "none"
        return str(min(self.covered, DARKEST_TILE))


class Progress:
    """The dashboard of one programme on one basis, for one reader on one day."""

    def __init__(self, choice: Choice, programme: Programme, scope: Scope, today: datetime.date) -> None:
        self.choice = choice
        self.programme = programme
        self.scope = scope
        self.today = today
        self.status = choice.status
        self.status_word = STATUSES[choice.status]

    @cached_property
    def coverage(self) -> Coverage:
        # An ended programme is told as of its last day: what happens later does not change it.
        return coverage(
            self.programme, self.scope, as_of=min(self.today, self.programme.last_day), by="province"
        )

    @cached_property
    def pace(self) -> Pace | None:
        """None where there is nothing to be on pace for: no target, or not yet begun."""
        return None if self.programme.first_day > self.today else pace(self.coverage, self.today)

    @cached_property
    def openings(self) -> list[tuple[datetime.date, int]]:
        return openings(self.programme)

    @cached_property
    def late(self) -> Lateness:
        return late_days(self.programme, self.scope, LATE_STOPS_NAMED)

    # ------------------------------------------------------------ in words

    @cached_property
    def answer(self) -> str:
        return sentences.answer(self.programme, self.coverage, self.pace, self.today)

    @cached_property
    def to_be_in_time(self) -> list[str]:
        return sentences.to_be_in_time(self.coverage, self.pace)

    @cached_property
    def for_the_yearly_report(self) -> str:
        return sentences.for_the_yearly_report(self.coverage, self.status, self.provinces_covered)

    @cached_property
    def ended(self) -> bool:
        return self.programme.last_day < self.today

    @cached_property
    def set_target_url(self) -> str:
        """Where a target is set, for those who may."""
        if self.coverage.target is not None or self.ended or not self.scope.is_staff:
            return ""
        try:
            return reverse("admin:partnership_programme_change", args=[self.programme.pk])
        except NoReverseMatch:
            return ""

    # ------------------------------------------------------------ figures

    @cached_property
    def visits(self) -> int | None:
        return getattr(self.coverage.visits, self.status)

    @cached_property
    def visits_by_status(self) -> list[dict[str, Any]]:
        """The same visits on each basis the reader may see; the chosen one is marked."""
        return [
            {
                "status": status,
                "word": word,
                "value": getattr(self.coverage.visits, status),
                "chosen": status == self.status,
            }
            for status, word in self.choice.statuses
        ]

    @cached_property
    def provinces_covered(self) -> int:
        return sum(1 for row in self.coverage.results if row.covered)

    @cached_property
    def target_bar(self) -> dict[str, float] | None:
        """Widths in percent of the target; what exceeds it is cut at the end of the bar."""
        target = self.coverage.target
        if target is None:
            return None
        covered = share(self.coverage.covered, target)
        bar = {"covered": covered, "planned": round(share(self.coverage.planned, target) - covered, 2)}
        if self.pace is not None and not self.pace.ended:
            bar["due"] = share(self.pace.due_today, target)
        return bar

    @cached_property
    def waiting(self) -> int:
        return self.coverage.planned - self.coverage.covered

    @cached_property
    def chart(self) -> dict[str, Any] | None:
        """None where a chart would be an empty frame."""
        if not self.openings and self.coverage.target is None:
            return None
        return burn_up.chart_data(self.programme, self.coverage, self.openings, self.pace, self.today)

    @cached_property
    def chart_table(self) -> list[burn_up.BurnUpRow]:
        return burn_up.table(self.programme, self.coverage, self.openings, self.pace, self.today)

    # ------------------------------------------------------------ provinces

    @cached_property
    def all_provinces(self) -> list[ProvinceRow]:
        """All 34 units, ranked by libraries covered, then planned, then by code."""
        rows = sorted(self.coverage.results, key=lambda row: (-row.covered, -row.planned, row.province.code))
        ranked: list[ProvinceRow] = []
        for position, row in enumerate(rows, start=1):
            equal = bool(ranked) and ranked[-1].covered == row.covered
            ranked.append(self._province_row(row, ranked[-1].rank if equal else position))
        return ranked

    def _province_row(self, row: CoverageRow, rank: int | None) -> ProvinceRow:
        return ProvinceRow(
            # "Sichuan", "Inner Mongolia": the full English names of provinces are too long for a column.
            label=in_language(row.province.short_name, ENGLISH.get(row.province.code, row.province.name_en)),
            code=row.province.code,
            rank=rank,
            provinces=1,
            covered=row.covered,
            planned=row.planned,
            reporting=row.reporting,
            visits=getattr(row.visits, self.status),
            days_counted=getattr(row.days, self.status) or 0,
            days_expected=row.days.expected,
        )

    @cached_property
    def active_provinces(self) -> list[ProvinceRow]:
        return [row for row in self.all_provinces if row.planned or row.reporting]

    @cached_property
    def named_provinces(self) -> list[ProvinceRow]:
        # One line to sum up two provinces would save nothing.
        if self.choice.every_province or len(self.active_provinces) <= NAMED_PROVINCES + 2:
            return self.active_provinces
        return self.active_provinces[:NAMED_PROVINCES]

    @cached_property
    def other_provinces(self) -> ProvinceRow | None:
        """The active provinces that the table does not name, in one line."""
        others = self.active_provinces[len(self.named_provinces) :]
        return summed(others) if others else None

    @cached_property
    def idle_provinces(self) -> int:
        return len(self.all_provinces) - len(self.active_provinces)

    @cached_property
    def most_planned(self) -> int:
        """The full width of the bars in table 1."""
        return max((row.planned for row in self.active_provinces), default=0)

    @cached_property
    def whole(self) -> ProvinceRow:
        """The nation, as the coverage has it."""
        return ProvinceRow(
            label="",
            code="",
            rank=None,
            provinces=len(self.all_provinces),
            covered=self.coverage.covered,
            planned=self.coverage.planned,
            reporting=self.coverage.reporting,
            visits=self.visits,
            days_counted=getattr(self.coverage.days, self.status) or 0,
            days_expected=self.coverage.days.expected,
        )

    @cached_property
    def tiles(self) -> list[Tile]:
        rows = {row.province.code: row for row in self.coverage.results}
        return [
            Tile(
                place=place,
                label=row.province.short_name,
                full_label=row.province.label,
                covered=row.covered,
                waiting=row.planned - row.covered,
                without_stops=place.code in WITHOUT_COUNTIES and not row.planned,
            )
            for place in PLACES
            if (row := rows.get(place.code))
        ]

    # ------------------------------------------------------------ beside the totals

    @cached_property
    def published_figures(self) -> list[PublishedFigure]:
        """Figures that institutions published for several places together: shown beside, not in the totals yet (rule 19)."""
        figures = PublishedFigure.objects.filter(programme__demonstration=False)
        return list(
            figures.select_related("programme")
            .prefetch_related("libraries__division__parent__parent")
            .order_by("programme__first_day", "id")
        )

    @cached_property
    def own_published_figures(self) -> list[PublishedFigure]:
        return [figure for figure in self.published_figures if figure.programme_id == self.programme.pk]


def summed(rows: Iterable[ProvinceRow]) -> ProvinceRow:
    rows = list(rows)
    visits = [row.visits for row in rows if row.visits is not None]
    return ProvinceRow(
        label="",
        code="",
        rank=None,
        provinces=len(rows),
        covered=sum(row.covered for row in rows),
        planned=sum(row.planned for row in rows),
        reporting=sum(row.reporting for row in rows),
        visits=sum(visits) if visits else None,
        days_counted=sum(row.days_counted for row in rows),
        days_expected=sum(row.days_expected for row in rows),
    )
