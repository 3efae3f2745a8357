"""Completeness and timeliness per library and province, for those who review; the same as a table to take along."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from libraries.models import Level
from pages.frame.answers import private
from pages.frame.csv_file import csv_file
from pages.review.completeness.choice import BY, CompletenessChoice, read_completeness_choice
from pages.review.completeness.strip import HEIGHT, MOST_DRAWN, day_strips, legend, share_bar
from visits.figures.completeness import Line, library_lines, province_lines, whole_line

A_PAGE = 50


class Completeness:
    """The lines that a reader chose. The number of queries does not depend on how many libraries or days there are."""

    def __init__(self, choice: CompletenessChoice) -> None:
        self.choice = choice
        self.first, self.last = choice.period.first, choice.period.last
        self.where = choice.review.where("stop__")

    @cached_property
    def libraries(self) -> list[Line]:
        if self.choice.programme is None or self.choice.errors:
            return []
        return library_lines(self.where, self.first, self.last)

    @cached_property
    def lines(self) -> list[Line]:
        """The worst first."""
        lines = self.libraries
        if self.choice.by == "province":
            lines = province_lines(lines, self.choice.review.provinces)
        return self.choice.sorted(lines)

    @cached_property
    def whole(self) -> Line:
        return whole_line(self.libraries)

    @cached_property
    def page(self) -> Page:
        return Paginator(self.lines, A_PAGE).get_page(self.choice.review.page)

    @property
    def has_strips(self) -> bool:
        return self.choice.by == "library" and (self.last - self.first).days < MOST_DRAWN

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The lines of the page, each with its drawing."""
        lines = list(self.page.object_list)
        strips = {}
        if self.has_strips:
            shown = [line.library.pk for line in lines if line.library]
            strips = day_strips(self.where, shown, self.first, self.last)
        return [
            {
                "line": line,
                "drawing": (line.library and strips.get(line.library.pk)) or share_bar(line.days),
            }
            for line in lines
        ]


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Who files how much and how soon, the worst first; every choice stands in the address."""
    choice = read_completeness_choice(request)
    context = {
        "choice": choice.review,
        "completeness": Completeness(choice),
        "chosen": choice,
        "by": BY,
        "height": HEIGHT,
        "legend": legend(),
        "yesterday": timezone.localdate() - timedelta(days=1),
        # The table answers with this page as well, when its address has to be mended.
        "page_path": reverse("review:completeness"),
    }
    status = 400 if choice.errors else 200
    return private(render(request, "review/completeness.html", context, status=status))


@require_safe
def table_csv(request: HttpRequest) -> HttpResponse:
    """Every line of the choice, with the sum; of the same address as the page."""
    choice = read_completeness_choice(request)
    if choice.errors or choice.programme is None:
        return completeness(request)
    figures = Completeness(choice)
    header = [
        _("Division code"), _("Province"), _("Prefecture and county"), _("Library"), _("First day"), _("Last day"),
        _("Expected days"), _("Filed on time"), _("Filed late"), _("Returned"), _("Missing"), _("Closed"),
        _("Reporting coverage (%)"), _("On-time rate (%)"),
    ]  # fmt: skip
    names = {province.code[:2]: province.label for province in choice.review.provinces}
    rows = [_row(choice, line, names.get(line.division.code[:2], "")) for line in figures.lines]
    rows.append(_row(choice, figures.whole, _("Together")))
    name = f"completeness-{choice.programme.slug}-{figures.first}-{figures.last}.csv"
    return private(csv_file(name, header, rows))


def _row(choice: CompletenessChoice, line: Line, province: str) -> list[Any]:
    days = line.days
    place = ""
    if line.library:
        upper = line.division.parent
        within = [upper] if upper and upper.level == Level.PREFECTURE else []
        place = " ".join(division.label for division in [*within, line.division])
    return [
        line.division.code or None, province, place or None, line.library and line.library.label,
        choice.period.first, choice.period.last,
        days.expected, days.on_time, days.late, days.returned, days.missing, days.closed,
        _percent(days.coverage), _percent(days.timeliness),
    ]  # fmt: skip


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate, 1)
