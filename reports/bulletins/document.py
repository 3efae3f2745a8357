"""A bulletin in words and tables, from its frozen content alone: what the page, the print and the PDF show.

Words come in the language of the moment; names as they were frozen.
"""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from exhibitions.models import Event
from libraries.models import in_language
from reports.bulletins.edition_table import restated_table
from reports.drawing.tables import Table, month_of, thousands, word, written_day
from reports.models import Bulletin
from visits.vocabulary import Audience, Measure

UNIT_VISITS = _later("Unit: visits")


class BulletinDocument:
    """What a content says, ready to be shown. `content` is the parsed text that was frozen."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.coverage: dict[str, Any] = content["coverage"]

    @classmethod
    def of(cls, bulletin: Bulletin) -> "BulletinDocument":
        return cls(bulletin.told)

    @property
    def title(self) -> str:
        return _("Statistical bulletin {number}").format(number=self.content["number"])

    @property
    def programme(self) -> str:
        return in_language(self.content["programme"]["name"], self.content["programme"]["name_en"])

    @property
    def institutions(self) -> list[str]:
        return [in_language(row["name"], row["name_en"]) for row in self.content["institutions"]]

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.content["as_of"])

    @property
    def drawn_at(self) -> datetime:
        return datetime.fromisoformat(self.content["drawn_at"])

    @property
    def demonstration(self) -> bool:
        return self.content["demonstration"]

    @cached_property
    def sentences(self) -> list[str]:
        """The figures in whole sentences, to be quoted as they stand."""
        whole = self.coverage
        told = _(
            "By the end of {day}, {programme} had reached {covered} county-level public libraries"
        ).format(day=written_day(self.as_of), programme=self.programme, covered=thousands(whole["covered"]))
        if whole["target"] is None:
            sentences = [_("{sentence}.").format(sentence=told)]
        else:
            sentences = [
                _("{sentence}, of a target of {target}; {remaining} are still to be reached.").format(
                    sentence=told, target=thousands(whole["target"]), remaining=thousands(whole["remaining"])
                )
            ]
        if whole["visits"] is None:
            sentences.append(_("No day has been verified yet, so there is no number of visits."))
        else:
            sentences.append(
                _(
                    "On {counted} verified days, of {expected} days expected, there were {visits} exhibition visits "
                    "(person-times), {estimated} of which are estimated."
                ).format(
                    counted=thousands(whole["days_counted"]),
                    expected=thousands(whole["days_expected"]),
                    visits=thousands(whole["visits"]),
                    estimated=thousands(whole["of_which_estimated"]),
                )
            )
        return sentences

    @property
    def method(self) -> list[str]:
        return self.content["method"][self._language]

    @property
    def notes(self) -> str:
        """The drafter's own remarks, in the other language where there are none in the reader's."""
        return self.content["notes"][self._language] or self.content["notes"][self._other_language]

    @property
    def seal(self) -> dict[str, str] | None:
        return self.content["seal"]

    # ---------------------------------------------------------------- a later edition

    @property
    def earlier_number(self) -> str:
        return (self.content["restatement"] or {}).get("number", "")

    @property
    def reason(self) -> str:
        """Why this edition was published; empty for a first one."""
        reasons = (self.content["restatement"] or {}).get("reason", {})
        return reasons.get(self._language) or reasons.get(self._other_language) or ""

    @cached_property
    def restated(self) -> Table | None:
        """Every figure that is not as in the edition before; None for a first edition."""
        if not self.content["restatement"]:
            return None
        return restated_table(self.content)

    # ---------------------------------------------------------------- tables

    @cached_property
    def tables(self) -> list[Table]:
        """The tables in their order, numbered from 1; those without a row are left out."""
        made = [
            self._by_province(),
            self._by_month(),
            self._by_year(),
            self._by_measure(),
            self._events(),
            self._published(),
        ]
        tables = [table for table in made if table.rows]
        for number, table in enumerate(tables, start=1):
            table.number = number
        return tables

    def _by_province(self) -> Table:
        rows, idle = [], 0
        for row in self.coverage["provinces"]:
            if row["planned"] or row["covered"] or row["days_counted"] or row["days_expected"]:
                rows.append([in_language(row["name"], row["name_en"]), *_coverage_cells(row)])
            else:
                idle += 1
        table = Table(
            title=_("Coverage and visits by province"),
            unit=_("Units: libraries, visits, days"),
            header=[_("Province"), *_coverage_header()],
            rows=rows,
            total=[_("Whole country"), *_coverage_cells(self.coverage)],
        )
        if idle:
            table.note = ngettext(
                "{n} province without a stop is not named.",
                "{n} provinces without a stop are not named.",
                idle,
            ).format(n=idle)
        return table

    def _by_year(self) -> Table:
        rows = [
            [
                str(row["year"]),
                row["covered"],
                row["visits"],
                row["of_which_estimated"],
                row["days_counted"],
                row["days_expected"],
            ]
            for row in self.coverage["years"]
            if row["covered"] or row["days_counted"] or row["days_expected"]
        ]
        return Table(
            title=_("By year"),
            unit=_("Units: libraries, visits, days"),
            header=[pgettext("of figures", "Year"), _("Newly covered"), *_visits_header()],
            rows=rows,
        )

    def _by_month(self) -> Table:
        months: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
        for _province, month, measure, counted, expected in self.content["visits"]["days"]["rows"]:
            months[month][f"counted {measure}"] += counted
            if measure == Measure.EXHIBITION_VISIT:
                months[month]["expected"] += expected
        for _province, month, measure, _audience, visits, estimated in self.content["visits"]["rows"]:
            months[month][measure] += visits
            months[month][f"estimated {measure}"] += estimated
        door = Measure.EXHIBITION_VISIT
        others = [
            measure
            for measure in Measure
            if measure != door and any(month[f"counted {measure}"] for month in months.values())
        ]

        def cells(month: dict[str, Any]) -> list[Any]:
            return [
                *_of_measure(month, door),
                month[f"counted {door}"],
                month["expected"],
                *(_of_measure(month, measure)[0] for measure in others),
            ]

        whole: dict[str, Any] = defaultdict(int)
        for month in months.values():
            for name, number in month.items():
                whole[name] += number
        return Table(
            title=_("Visits by month"),
            unit=_("Units: visits, days"),
            header=[_("Month"), *_visits_header(), *(word(measure.label) for measure in others)],
            rows=[[month_of(month), *cells(found)] for month, found in sorted(months.items())],
            total=[_("Together"), *cells(whole)],
        )

    def _by_measure(self) -> Table:
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for _province, _month, measure, audience, visits, estimated in self.content["visits"]["rows"]:
            sums[measure][audience] += visits
            sums[measure]["sum"] += visits
            sums[measure]["estimated"] += estimated
        return Table(
            title=_("Measures and audiences"),
            unit=str(UNIT_VISITS),
            header=[
                _("Measure"),
                _("Sum"),
                *(word(audience.label) for audience in Audience),
                _("of which estimated"),
            ],
            rows=[
                [
                    word(measure.label),
                    sums[measure]["sum"],
                    *(sums[measure][audience] for audience in Audience),
                    sums[measure]["estimated"],
                ]
                for measure in Measure
                if measure in sums
            ],
            note=_("Measures are never added to one another."),
        )

    def _events(self) -> Table:
        return Table(
            title=_("Events"),
            unit=_("Units: events, visits"),
            header=[_("Kind"), _("Events"), _("Attendance or uses"), _("of which estimated")],
            rows=[
                [
                    word(Event.Kind(row["kind"]).label),
                    row["number"],
                    row["attendance"],
                    row["of_which_estimated"],
                ]
                for row in self.content["events"]
            ],
        )

    def _published(self) -> Table:
        return Table(
            title=_("Figures published for several libraries together"),
            unit=str(UNIT_VISITS),
            header=[_("Libraries, together"), _("Value"), _("Source")],
            rows=[
                [
                    _(", ").join(in_language(one["name"], one["name_en"]) for one in row["libraries"]),
                    _("over {value}").format(value=thousands(row["value"]))
                    if row["lower_bound"]
                    else thousands(row["value"]),
                    in_language(row["source"], row["source_en"]),
                ]
                for row in self.content["published_figures"]
            ],
            words=(2,),
            note=_("No split by place is known. Not part of any sum in this bulletin."),
        )

    @property
    def _language(self) -> str:
        return "en" if (get_language() or "").startswith("en") else "zh"

    @property
    def _other_language(self) -> str:
        return "zh" if self._language == "en" else "en"


def _coverage_header() -> list[str]:
    return [_("Covered"), _("Planned"), _("Reporting"), *_visits_header()]


def _visits_header() -> list[str]:
    return [_("Exhibition visits"), _("of which estimated"), _("Days verified"), _("Days expected")]


def _coverage_cells(row: dict[str, Any]) -> list[Any]:
    return [
        row["covered"],
        row["planned"],
        row["reporting"],
        row["visits"],
        row["of_which_estimated"],
        row["days_counted"],
        row["days_expected"],
    ]


def _of_measure(month: dict[str, Any], measure: str) -> tuple[int | None, int | None]:
    """Visits of a measure and the estimated part; nothing, not zero, where no day was counted."""
    if not month[f"counted {measure}"]:
        return None, None
    return month[measure], month[f"estimated {measure}"]
