"""The tables of a bulletin as CSV for a spreadsheet: UTF-8 with its mark, codes beside names, nothing counted is empty."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from libraries.models import in_language
from reports.models import Bulletin
from visits.vocabulary import Audience, Measure

COVERAGE = (
    "covered",
    "planned",
    "reporting",
    "visits",
    "of_which_estimated",
    "days_counted",
    "days_expected",
)


def coverage_csv(bulletin: Bulletin) -> bytes:
    """A row for each province, covered or not, and the whole country last."""
    told = bulletin.told["coverage"]
    header = [
        _("Division code"),
        _("Province"),
        _("Covered (libraries)"),
        _("Planned, covered included (libraries)"),
        _("Reporting (libraries)"),
        _("Exhibition visits (person-times)"),
        _("of which estimated"),
        _("Days verified"),
        _("Days expected"),
    ]
    rows = [
        [row["code"], in_language(row["name"], row["name_en"]), *(row[name] for name in COVERAGE)]
        for row in told["provinces"]
    ]
    return _file(bulletin, header, [*rows, [None, _("Whole country"), *(told[name] for name in COVERAGE)]])


def visits_csv(bulletin: Bulletin) -> bytes:
    """A row for each province, month, measure and audience with visits."""
    told = bulletin.told
    names = {row["code"]: in_language(row["name"], row["name_en"]) for row in told["coverage"]["provinces"]}
    header = [
        _("Division code"),
        _("Province"),
        _("Month"),
        _("Measure"),
        _("Audience"),
        _("Visits (person-times)"),
        _("of which estimated"),
    ]
    rows = [
        [
            province,
            names[province],
            month,
            Measure(measure).label,
            Audience(audience).label,
            visits,
            estimated,
        ]
        for province, month, measure, audience, visits, estimated in told["visits"]["rows"]
    ]
    return _file(bulletin, header, rows)


def _file(bulletin: Bulletin, header: list[str], rows: Iterable[list[Any]]) -> bytes:
    """The mark at the beginning tells Excel in China UTF-8 from GBK. Each row names its bulletin."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Bulletin"), *header])
    writer.writerows([_cell(value) for value in [bulletin.number, *row]] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is written as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
