"""Where the tour goes: administrative divisions of China and the county-level public libraries in them."""

from libraries.models.county_libraries import (
    CountyLibrary,
    CountyLibraryQuerySet,
    Hall,
    Holiday,
    HolidayQuerySet,
    OpeningException,
    OpeningHours,
    PublicHolidays,
    Relocation,
)
from libraries.models.divisions import (
    Division,
    DivisionQuerySet,
    DivisionSuccession,
    Level,
    code_prefix,
    in_language,
)

__all__ = [
    "CountyLibrary",
    "CountyLibraryQuerySet",
    "Division",
    "DivisionQuerySet",
    "DivisionSuccession",
    "Hall",
    "Holiday",
    "HolidayQuerySet",
    "Level",
    "OpeningException",
    "OpeningHours",
    "PublicHolidays",
    "Relocation",
    "code_prefix",
    "in_language",
]
