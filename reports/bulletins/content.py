"""What a bulletin freezes: coverage, visits by province and month, events, reporting, the method; verified figures only.

Drawn from the stored totals as of the end of a day (Asia/Shanghai), with what is known at the moment of drawing.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.scope import ANONYMOUS
from exhibitions.models import Event
from partnership.models import Organisation, Programme
from reports.models import SIGNATORIES, Seal
from reports.models.bulletins import LANGUAGES
from visits.figures.coverage import Coverage, CoverageRow, coverage
from visits.figures.statistics import Query, visits
from visits.models import EventReport, EventValue, PublishedFigure, ReportedValue
from visits.vocabulary import Basis, Status

FORMAT = "tourexhibit-bulletin/1"
UNIT = "person-times"
# The columns of the two tables of visits; the rows are lists, for there may be thousands.
VISITS = ["province", "month", "measure", "audience", "visits", "of_which_estimated"]
DAYS = ["province", "month", "measure", "days_counted", "days_expected"]


def draw(programme: Programme, as_of: date, at: datetime) -> dict[str, Any]:
    """The figures of `programme` at the end of the day `as_of`, as the totals have them at the moment `at`.

    What belongs to one edition (number, notes, restatement) is added by `reports.bulletins.drafting`. What is to be
    frozen is drawn inside a transaction that sees one moment.
    """
    found = coverage(programme, ANONYMOUS, as_of=as_of)
    by_year = coverage(programme, ANONYMOUS, as_of=as_of, by="year")
    return {
        "format": FORMAT,
        "programme": {
            "slug": programme.slug,
            "name": programme.name,
            "name_en": programme.name_en,
            "first_day": programme.first_day.isoformat(),
            "last_day": programme.last_day.isoformat(),
        },
        "demonstration": programme.demonstration,
        "as_of": as_of.isoformat(),
        "drawn_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "status": Status.VERIFIED.value,
        "unit": UNIT,
        "institutions": _institutions(),
        "coverage": {
            "target": found.target,
            "remaining": found.remaining,
            **_figures(found),
            "provinces": [{**_place(row), **_figures(row)} for row in found.results],
            "years": [{"year": row.year, **_figures(row)} for row in by_year.results],
        },
        "visits": _visits(programme, as_of),
        "events": _events(programme, as_of),
        "published_figures": _published_figures(programme),
        "method": {name: _method(code) for name, code in LANGUAGES.items()},
        "seal": _newest_seal(),
    }


def _institutions() -> list[dict[str, str]]:
    known = {row.code: row for row in Organisation.objects.filter(code__in=SIGNATORIES)}
    return [
        {"code": code, "name": known[code].name, "name_en": known[code].name_en}
        for code in SIGNATORIES
        if code in known
    ]


def _figures(row: Coverage | CoverageRow) -> dict[str, Any]:
    return {
        "covered": row.covered,
        "planned": row.planned,
        "reporting": row.reporting,
        "visits": row.visits.verified,
        "of_which_estimated": row.visits.estimated_verified,
        "days_counted": row.days.verified or 0,
        "days_expected": row.days.expected,
    }


def _place(row: CoverageRow) -> dict[str, str]:
    province = row.province
    if province is None:
        raise ValueError("a row by province has a province")
    return {"code": province.code, "name": province.name, "name_en": province.name_en}


def _visits(programme: Programme, as_of: date) -> dict[str, Any]:
    """Two tables by province and month: visits of each measure and audience, and counted and expected stop-days.

    Cells of 0 person-times are left out; whether anything was counted is told by the days.
    """

    def asked(*more: str) -> list[dict[str, Any]]:
        query = Query(by=("province", "month", "measure", *more), programme=programme, end=as_of)
        return visits(query, ANONYMOUS).rows

    return {
        "columns": VISITS,
        "rows": [
            [row["province"]["code"], *(row[name] for name in VISITS[1:])]
            for row in asked("audience")
            if row["visits"]
        ],
        "days": {
            "columns": DAYS,
            "rows": [[row["province"]["code"], *(row[name] for name in DAYS[1:])] for row in asked()],
        },
    }


def _events(programme: Programme, as_of: date) -> list[dict[str, Any]]:
    """Events that took place and were verified, by kind; uses of online resources stand by themselves."""
    verified = EventReport.objects.filter(
        stop__programme=programme,
        verified_state=EventReport.State.COUNTED,
        verified_day__lte=as_of,
        stop__draft_plan__isnull=True,
    )
    numbers = {
        row["event__kind"]: row["number"]
        for row in verified.order_by().values("event__kind").annotate(number=Count("pk"))
    }
    values = EventValue.objects.filter(report__in=verified, kind=ReportedValue.Kind.VERIFIED).order_by()
    sums = {
        row["report__event__kind"]: row
        for row in values.values("report__event__kind").annotate(
            attendance=Sum("value"), estimated=Sum("value", filter=Q(basis=Basis.ESTIMATED))
        )
    }
    return [
        {
            "kind": kind,
            "number": numbers[kind],
            "attendance": sums[kind]["attendance"] if kind in sums else 0,
            "of_which_estimated": (sums[kind]["estimated"] or 0) if kind in sums else 0,
        }
        for kind in Event.Kind.values
        if kind in numbers
    ]


def _published_figures(programme: Programme) -> list[dict[str, Any]]:
    """Figures that were published for several libraries together; in no sum of this content yet (rule 19)."""
    figures = PublishedFigure.objects.filter(programme=programme).prefetch_related("libraries").order_by("pk")
    return [
        {
            "measure": figure.measure,
            "value": figure.value,
            "lower_bound": figure.lower_bound,
            "source": figure.source,
            "source_en": figure.source_en,
            "source_address": figure.source_address,
            "libraries": [{"name": one.name, "name_en": one.name_en} for one in figure.libraries.all()],
        }
        for figure in figures
    ]


def _newest_seal() -> dict[str, str] | None:
    """The last daily seal over all history chains: what these figures rest on was there by then (rule 7)."""
    seal = Seal.objects.order_by("-day").first()
    return {"day": seal.day.isoformat(), "root": seal.root} if seal else None


def _method(language: str) -> list[str]:
    """How the figures were made, in whole sentences: part of what is signed, so frozen in both languages."""
    with translation.override(language):
        return [
            _(
                "Covered is a county-level public library where a stop of the programme had opened by the day; each "
                "counts once, however many stops it had. Planned also takes in libraries with a confirmed stop that "
                "was neither cancelled nor postponed; reporting are libraries with a filed day."
            ),
            _(
                "Visits are entries into the exhibition in person-times: the same person twice is 2. Library visits, "
                "attendance of events and uses of online resources are measured by themselves and never added to "
                "them."
            ),
            _(
                "Only days and events that staff of the three institutions verified are counted. Each number carries "
                "its basis (counted, sampled or estimated); what was estimated is stated beside its sum."
            ),
            _(
                "Days expected are the days from the opening to the day of the bulletin on which the host library "
                "was open, without days filed as closed. A dash means that nothing was counted, which is not zero."
            ),
            _(
                "Provinces, prefectures and counties are those of the day on which the figures were drawn (GB/T 2260)."
            ),
        ]
