"""Make `holidays.csv` from the package chinesecalendar (a development requirement).

    python libraries/data/build_holidays.py

Run by hand when the State Council has published the arrangement of another year and the package knows it, never at
run time. Holidays are the days off of an arrangement, weekends inside it included; working days are the weekends that
are worked in exchange.
"""

import csv
from pathlib import Path

from chinese_calendar import constants

TARGET = Path(__file__).with_name("holidays.csv")
FIRST_YEAR = 2020  # the pilot's


def build() -> None:
    """Write the file, in the order of the days."""
    rows = [
        (day.isoformat(), kind, constants.Holiday(name).chinese, constants.Holiday(name).value)
        for kind, table in (("holiday", constants.holidays), ("working_day", constants.workdays))
        for day, name in table.items()
        if day.year >= FIRST_YEAR
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "kind", "name", "name_en"])
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    build()
