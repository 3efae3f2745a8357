"""Statistics as tables: flat rows that say themselves what was counted, and SDMX-CSV.

SDMX-CSV 2.0 follows the structure that `statistics/structure/` gives (SDMX-ML 2.1): a code for every dimension,
`_T` where the answer is not split by it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.figures.serializers import StatisticsGroup
from api.frame.parameters import wrong
from api.tables.columns import Column, columns_of
from api.tables.formats import CONTENT_TYPES, TableRenderer
from api.tables.labels import both
from api.tables.writers import WRITERS, Table, write_csv
from visits.figures.statistics import PERIODS, PLACES, Query
from visits.vocabulary import Audience, Measure, Status

NUMBERS = ["visits", "of_which_estimated", "days_counted", "days_expected", "reporting_rate", "provisional"]
TOTAL = "_T"
TARGET = {"STRUCTURE": "dataflow", "STRUCTURE_ID": "TOUREXHIBIT:VISITS(1.0)", "ACTION": "I"}
DIMENSIONS = [
    "FREQ", "REF_AREA", "LIBRARY", "EXHIBITION", "PROGRAMME", "MEASURE", "AUDIENCE", "FIGURE", "TIME_PERIOD",
]  # fmt: skip
ATTRIBUTES = ["ESTIMATED", "DAYS_COUNTED", "DAYS_EXPECTED", "OBS_STATUS", "UNIT_MEASURE"]
FREQUENCIES = {"day": "D", "month": "M", "year": "A"}


class SDMXRenderer(TableRenderer):
    media_type = "application/vnd.sdmx.data+csv"
    format = "sdmx-csv"


class WithContext(StatisticsGroup):
    """A row that also says what was counted, in which status, and what the codes are called."""

    measure_label = serializers.CharField()
    measure_label_en = serializers.CharField()
    audience_label = serializers.CharField()
    audience_label_en = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    unit = serializers.CharField()


def statistics_table(
    words: Sequence[str], asked: Query, rows: list[dict[str, Any]], *, labels: bool
) -> Table:
    """The rows with the columns of `words`, and columns that say what they are of."""
    measure, audience = both(Measure), both(Audience)

    def told(row: dict[str, Any]) -> dict[str, Any]:
        row = {"measure": asked.measure, "audience": asked.audience or None, **row}
        named = audience.get(row["audience"] or "", {})
        return {
            **row,
            "measure_label": measure[row["measure"]]["zh"],
            "measure_label_en": measure[row["measure"]]["en"],
            "audience_label": named.get("zh"),
            "audience_label_en": named.get("en"),
            "status": asked.status,
            "unit": "person-times",
        }

    context = ["measure", "measure_label", "measure_label_en"]
    context += (
        ["audience", "audience_label", "audience_label_en"] if asked.audience or "audience" in words else []
    )
    order = [*(word for word in words if word not in ("measure", "audience")), *context, "status", "unit"]
    known = columns_of(WithContext())
    columns = [column for word in order for column in known if column.path[0] == word]
    return Table("statistics/visits", columns, [[told(row) for row in rows]], labels=labels)


# ---------------------------------------------------------------- SDMX-CSV


def refuse_without_period(by: Sequence[str]) -> None:
    """SDMX observations are of a time and of one area. Raises ValidationError (400)."""
    if len(PERIODS.keys() & set(by)) != 1:
        raise wrong("by", "one_period", _("SDMX needs exactly one of day, month and year in “by”."))
    if len(PLACES.keys() & set(by)) > 1:
        raise wrong("by", "one_place", _("SDMX takes one level of divisions in “by”."))


def write_sdmx_csv(table: Table) -> Iterator[bytes]:
    """SDMX-CSV 2.0 of what `statistics_table` made: a row an observation, without BOM, empty where not counted."""
    columns = [
        Column((name,), serializers.CharField()) for name in (*TARGET, *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
    ]
    parts = ([_observation(row) for row in part] for part in table.parts)
    blocks = write_csv(Table(table.name, columns, parts))
    yield next(blocks).removeprefix(b"\xef\xbb\xbf")
    yield from blocks


def _observation(row: dict[str, Any]) -> dict[str, Any]:
    period = next(name for name in PERIODS if name in row)
    place = next((row[name]["code"] for name in ("division", *PLACES) if name in row), TOTAL)
    return {
        **TARGET,
        "FREQ": FREQUENCIES[period],
        "REF_AREA": place,
        "LIBRARY": row["library"]["id"] if "library" in row else TOTAL,
        "EXHIBITION": row["exhibition"]["slug"] if "exhibition" in row else TOTAL,
        "PROGRAMME": row["programme"]["slug"] if "programme" in row else TOTAL,
        "MEASURE": row["measure"],
        "AUDIENCE": row["audience"] or TOTAL,
        "FIGURE": row["status"],
        "TIME_PERIOD": row[period],
        "OBS_VALUE": row.get("visits"),
        "ESTIMATED": row.get("of_which_estimated"),
        "DAYS_COUNTED": row.get("days_counted"),
        "DAYS_EXPECTED": row.get("days_expected"),
        "OBS_STATUS": _observation_status(row),
        "UNIT_MEASURE": "PERSON_TIMES",
    }


def _observation_status(row: dict[str, Any]) -> str:
    """Of the code list CL_OBS_STATUS: M missing, P provisional, A normal."""
    if row.get("visits") is None:
        return "M"
    return "P" if row.get("provisional", True) else "A"


WRITERS["sdmx-csv"] = write_sdmx_csv
CONTENT_TYPES["sdmx-csv"] = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
