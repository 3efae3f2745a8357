"""The divisions of China, from the two files under `libraries/data` into the database (rule 18)."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from libraries.models import Division, DivisionSuccession, Holiday, Level

DATA = Path(__file__).parent / "data"


class Loaded(NamedTuple):
    """What a loader did: rows made, changed, and found as they should be."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: tuple[str, ...] = ()  # codes of divisions that came to hang elsewhere in the tree


# Where the file has nothing to say on these, what a person entered stays.
KEPT_WHERE_BLANK = ["longitude", "latitude"]


def load_divisions(
    divisions: Path = DATA / "divisions.csv", successions: Path = DATA / "successions.csv"
) -> Loaded:
    """Bring the divisions and what became of ended ones to the state of the files. Rows already so are not touched.

    A division that is no longer in the file stays: libraries and figures may refer to it. Where a division comes
    to hang elsewhere in the tree, the figures below it are derived again by `exhibitions.reference`. Raises ValueError
    for a parent or a succession that names a division the file does not have.
    """
    with transaction.atomic():
        loaded = _load_divisions(_rows(divisions))
        _load_successions(_rows(successions))
    return loaded


def load_holidays(holidays: Path = DATA / "holidays.csv") -> Loaded:
    """Enter the public holidays of the years that have none yet. What people entered, changed or deleted stays."""
    rows = _rows(holidays)
    with transaction.atomic():
        known = {day.year for day in Holiday.objects.dates("day", "year")}
        new = [Holiday(**row) for row in rows if int(row["day"][:4]) not in known]
        Holiday.objects.bulk_create(new)
    return Loaded(made=len(new), unchanged=len(rows) - len(new))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _load_divisions(rows: list[dict[str, str]]) -> Loaded:
    spells = _Spells(Division.objects.all())
    made, changed, moved = 0, 0, []
    # A parent is there before its children, and a spell that ended frees its code before the next takes it.
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY):
        new, old, touched = [], [], set()
        for row in (row for row in rows if row["level"] == level):
            values = _values(row, spells)
            division = spells.find(row["code"], row["name"], values["valid_from"])
            if division is None:
                new.append(Division(**values))
                continue
            differing = [name for name, value in values.items() if _differs(division, name, value)]
            if differing:
                if division.pk and {"parent_id", "code"} & set(differing):
                    moved.append(division)
                for name in differing:
                    setattr(division, name, values[name])
                old.append(division)
                touched.update(differing)
        if old:
            old.sort(key=lambda division: division.current)
            Division.objects.bulk_update(old, sorted(touched), batch_size=500)
        spells.add(Division.objects.bulk_create(new, batch_size=500))
        made, changed = made + len(new), changed + len(old)
    codes = tuple(sorted(division.code for division in moved))
    return Loaded(made, changed, len(rows) - made - changed, codes)


def _values(row: dict[str, str], spells: "_Spells") -> dict[str, Any]:
    values: dict[str, Any] = {
        name: row[name] for name in ("code", "name", "short_name", "name_en", "pinyin", "initials", "level")
    }
    values["parent_id"] = spells.parent(row["parent_code"]).pk if row["parent_code"] else None
    for name in ("valid_from", "valid_until"):
        values[name] = int(row[name]) if row[name] else None
    for name in ("longitude", "latitude"):
        values[name] = Decimal(row[name]) if row[name] else None
    for name in ("current", "county_level"):
        values[name] = row[name] == "1"
    return values


def _differs(division: Division, name: str, value: object) -> bool:
    if value is None and name in KEPT_WHERE_BLANK:
        return False
    return getattr(division, name) != value


class _Spells:
    """The divisions at hand, found by code, name and first year, or as the parent that a code means."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.exact: dict[tuple[str, str, int | None], Division] = {}
        self.by_name: dict[tuple[str, str], Division] = {}
        self.by_code: dict[str, Division] = {}
        self.add(divisions)

    def add(self, divisions: Iterable[Division]) -> None:
        for division in divisions:
            self.exact[division.code, division.name, division.valid_from] = division
            self.by_name[division.code, division.name] = division
            known = self.by_code.get(division.code)
            if known is None or not known.current:
                self.by_code[division.code] = division

    def find(self, code: str, name: str, valid_from: int | None) -> Division | None:
        """The row of this spell; a first year that became known since is no reason for a second row."""
        return self.exact.get((code, name, valid_from)) or self.by_name.get((code, name))

    def parent(self, code: str) -> Division:
        """The current division of the code, else the last one that had it."""
        if code not in self.by_code:
            raise ValueError(f"no division {code} in the file, though others hang under it")
        return self.by_code[code]


def _load_successions(rows: list[dict[str, str]]) -> None:
    divisions = {(division.code, division.name): division.pk for division in Division.objects.all()}
    known = {
        (succession.predecessor_id, succession.successor_id): succession
        for succession in DivisionSuccession.objects.all()
    }
    new, old = [], []
    for row in rows:
        ends = [(row[f"{end}_code"], row[f"{end}_name"]) for end in ("predecessor", "successor")]
        if missing := [end for end in ends if end not in divisions]:
            raise ValueError(f"no division {missing[0]} in the file, though a succession names it")
        predecessor, successor = (divisions[end] for end in ends)
        values = {
            "year": int(row["year"]) if row["year"] else None,
            "kind": row["kind"],
            "source": row["source"],
        }
        succession = known.get((predecessor, successor))
        if succession is None:
            new.append(DivisionSuccession(predecessor_id=predecessor, successor_id=successor, **values))
        elif any(getattr(succession, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(succession, name, value)
            old.append(succession)
    DivisionSuccession.objects.bulk_create(new, batch_size=500)
    DivisionSuccession.objects.bulk_update(old, ["year", "kind", "source"], batch_size=500)
