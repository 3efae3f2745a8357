"""Which place of today somebody means: by name, pinyin, initials or code, and by a name that is no longer used.

Names are tolerated as people write them: with the wrong suffix (县, 市, 区, 旗), with the province before them, with or
without blanks and tone marks in pinyin. Codes of GB/T 2260 are found by their beginning.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from libraries.models import Division, DivisionQuerySet, DivisionSuccession, Level, code_prefix

LONGEST_QUESTION = 40  # the longest name of a county has 17 characters; longer text finds nothing
MOST_ROWS_RANKED = 80
MOST_FORMER = 20
# A chain of successions is followed this far: more than any place was renamed, fewer than a loop would take.
LONGEST_SUCCESSION = 6

# What a name may end in, the longest first; left out, or mistaken for one another.
SUFFIXES = (
    "自治县",
    "自治旗",
    "自治州",
    "自治区",
    "地区",
    "林区",
    "特区",
    "县",
    "市",
    "区",
    "旗",
    "盟",
    "州",
    "省",
)
PINYIN_SUFFIXES = ("zizhixian", "zizhiqi", "zizhizhou", "xian", "shi", "qu", "qi")
SHORTEST_STEM = 2  # characters; 城区 and 郊区 without their suffix would be anything
SHORTEST_PINYIN_STEM = 3
# How alike two spellings in pinyin are that may be meant for one another: one letter wrong, left out or swapped.
CLOSE = 0.82
SHORTEST_MISSPELT = 4  # letters; anything is close to less


@dataclass(frozen=True)
class Match:
    """A place of today that a question means; `former` is the name asked for where that is no longer its own.

    Without a recorded successor of `former`, `place` is the province it was in.
    """

    place: Division
    former: Division | None = None
    continues: bool = True


def read_question(text: str) -> str:
    """What was asked, in plain characters and at a length that a name can have."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST_QUESTION])
    seen = "".join(character for character in plain if character.isprintable())
    return " ".join(seen.split())[:LONGEST_QUESTION]


def find_places(question: str, most: int) -> list[Match]:
    """Places of today that `question` (see `read_question`) names, the closest first, at most `most`.

    Two queries; a few more follow where only a former name, or one after the name of its province, is found.
    """
    letters = _as_letters(question)
    if letters == "":
        return []
    places = _find_current(Division.objects.current(), question, letters)
    matches = [Match(place) for place in places]
    if letters is None or not letters.isdigit():
        matches = _with_former(matches, question, letters)
    if not matches and letters is None:
        matches = [Match(place) for place in _find_within_named(question)]
    return matches[:most]


def near_misses(question: str, most: int) -> list[Division]:
    """Places of today that may be meant where `find_places` finds none: 德青 or dqeing for 德清. At most `most`.

    Compared by how they are read, since a wrong character is mostly one that sounds alike; how a character is read is
    taken from the names themselves. Two queries.
    """
    letters = _as_letters(question)
    rows = list(Division.objects.current().values_list("pk", "name", "pinyin"))
    asked = _spelt(_without_library(question), rows) if letters is None else letters.replace(" ", "")
    if len(asked) < SHORTEST_MISSPELT or asked.isdigit():
        return []
    spellings: dict[str, list[int]] = {}
    for pk, _name, pinyin in rows:
        syllables = pinyin.split()
        for spelling in {"".join(syllables), "".join(syllables[:-1])} - {""}:
            spellings.setdefault(spelling, []).append(pk)
    close = get_close_matches(asked, spellings, n=most, cutoff=CLOSE)
    numbers = list(dict.fromkeys(pk for spelling in close for pk in spellings[spelling]))[:most]
    found = Division.objects.select_related("parent__parent").in_bulk(numbers)
    return [found[pk] for pk in numbers]


def _spelt(question: str, rows: Iterable[tuple[int, str, str]]) -> str:
    """The question in pinyin, as far as its characters occur in the name of a place; else empty."""
    wanted = set(question)
    read: dict[str, str] = {}
    for _pk, name, pinyin in rows:
        syllables = pinyin.split()
        if len(syllables) == len(name):
            for character, syllable in zip(name, syllables, strict=True):
                if character in wanted:
                    read.setdefault(character, syllable)
    return "".join(read[character] for character in question) if wanted <= read.keys() else ""


def _find_current(divisions: DivisionQuerySet, question: str, letters: str | None) -> list[Division]:
    found = (
        divisions.alias(joined=Replace(F("pinyin"), Value(" "), Value("")))
        .filter(_names(question, letters) | _libraries(question, letters))
        .select_related("parent__parent")
        .distinct()
        .order_by("code")[:MOST_ROWS_RANKED]
    )
    return sorted(found, key=lambda division: _distance(division, question, letters))


def _names(question: str, letters: str | None) -> Q:
    """The condition on a division (with `joined`, its pinyin without blanks)."""
    if letters is None:
        condition = Q(name__contains=_without_library(question))
        stem = stem_of(question)
        return condition | Q(name__startswith=stem) if stem else condition
    if letters.isdigit():
        return Q(code=letters) if len(letters) == 6 else Q(code__startswith=letters)
    joined = letters.replace(" ", "")
    condition = (
        Q(initials__startswith=joined) | Q(joined__startswith=joined) | Q(name_en__istartswith=letters)
    )
    stem = _pinyin_stem(joined)
    return condition | Q(joined__startswith=stem) if stem else condition


def _libraries(question: str, letters: str | None) -> Q:
    if letters is None:
        return Q(libraries__name__contains=question)
    return Q(pk__in=[]) if letters.isdigit() else Q(libraries__name_en__istartswith=question)


def _without_library(question: str) -> str:
    return question.removesuffix("图书馆") or question


def stem_of(question: str) -> str:
    """德清 of 德清市; empty where the name has no such ending, or nothing of its own before it."""
    name = _without_library(question)
    for suffix in SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name:
            return stem if len(stem) >= SHORTEST_STEM else ""
    return ""


def _pinyin_stem(joined: str) -> str:
    for suffix in PINYIN_SUFFIXES:
        stem = joined.removesuffix(suffix)
        if stem != joined:
            return stem if len(stem) >= SHORTEST_PINYIN_STEM else ""
    return ""


def _as_letters(question: str) -> str | None:
    """The question in lower-case ASCII where it is Latin letters or digits: déqīng -> deqing, lü -> lv; else None."""
    lowered = question.lower().replace("ü", "v").replace("’", "'")
    bare = "".join(
        character
        for character in unicodedata.normalize("NFD", lowered)
        if not unicodedata.combining(character)
    )
    return bare.replace("'", "") if bare.isascii() else None


def _distance(division: Division, question: str, letters: str | None) -> tuple[int, bool, str]:
    """Whole names before beginnings before parts of names, counties before what contains them, then by code."""
    asked = _without_library(question) if letters is None else letters.replace(" ", "")
    pinyin = division.pinyin.replace(" ", "")
    if asked in (division.name, division.short_name, division.code, division.initials, pinyin):
        rank = 0
    elif division.name.startswith(asked) or division.name_en.lower().startswith(question.lower()):
        rank = 1
    elif letters is not None and (pinyin.startswith(asked) or division.initials.startswith(asked)):
        rank = 2
    else:
        rank = 3
    return rank, division.level != Level.COUNTY, division.code


# ---------------------------------------------------------------- after the name of a province or prefecture


def _find_within_named(question: str, prefix: str = "") -> list[Division]:
    """浙江德清, 浙江省湖州市德清县: what is named after the divisions that contain it, from the largest on."""
    above = (
        Division.objects.current()
        .within(prefix)
        .exclude(level=Level.COUNTY)
        .exclude(code__in=[prefix.ljust(6, "0")])
        .alias(asked=Value(question))
        .filter(asked__startswith=F("short_name"))
        .order_by("code")[:MOST_ROWS_RANKED]
    )
    for division in sorted(above, key=lambda division: -len(division.short_name)):
        named = division.name if question.startswith(division.name) else division.short_name
        rest = question[len(named) :].lstrip("省市州盟")
        if not rest:
            continue
        within = Division.objects.current().within(division.code).exclude(pk=division.pk)
        found = _find_current(within, rest, None)
        if not found and not prefix:
            found = _find_within_named(rest, code_prefix(division.code))
        if found:
            return found
    return []


# ---------------------------------------------------------------- names that ended


def _with_former(matches: list[Match], question: str, letters: str | None) -> list[Match]:
    """The matches, and after them the successors of places whose former name was asked for."""
    former = _find_former(question, letters)
    known = {match.place.pk: match for match in matches}
    whole = {match.place.pk for match in matches if question in (match.place.name, match.place.short_name)}
    added: dict[int, Match] = {}
    lost: list[Division] = []
    for division, successors in _successors(former):
        for successor in successors:
            if successor.pk not in whole and division.name != successor.name:
                added.setdefault(successor.pk, Match(successor, division))
        if not successors:
            lost.append(division)
    for match in _provinces_of(lost) if not matches and not added else []:
        added.setdefault(match.place.pk, match)
    # A place found by a part of its name, and named as it was, is shown with that name.
    merged = [added.pop(pk, match) if pk in added else match for pk, match in known.items()]
    return [*merged, *added.values()]


def _find_former(question: str, letters: str | None) -> list[Division]:
    ended = Division.objects.filter(current=False)
    if letters is None:
        name = _without_library(question)
        ended = ended.filter(Q(name=name) | Q(short_name=name))
    else:
        joined = letters.replace(" ", "")
        ended = ended.alias(joined=Replace(F("pinyin"), Value(" "), Value(""))).filter(joined=joined)
    return list(ended.order_by("-valid_until", "code")[:MOST_FORMER])


def _successors(former: Iterable[Division]) -> list[tuple[Division, list[Division]]]:
    """Each ended division with the divisions of today that it became part of, or became; a query a step."""
    origins = {division.pk: {division.pk} for division in former}
    ends: dict[int, dict[int, Division]] = {pk: {} for pk in origins}
    for _step in range(LONGEST_SUCCESSION):
        if not origins:
            break
        steps = DivisionSuccession.objects.filter(predecessor__in=origins).select_related(
            "successor__parent__parent"
        )
        onward: dict[int, set[int]] = {}
        for step in steps:
            for origin in origins[step.predecessor_id]:
                if step.successor.current:
                    ends[origin][step.successor_id] = step.successor
                else:
                    onward.setdefault(step.successor_id, set()).add(origin)
        origins = onward
    return [(division, list(ends[division.pk].values())) for division in former]


def _provinces_of(lost: list[Division]) -> list[Match]:
    """For names whose successor is not recorded: the province, which is certain."""
    codes = {f"{division.code[:2]}0000" for division in lost}
    if not codes:
        return []
    provinces = {row.code: row for row in Division.objects.current().provinces().filter(code__in=codes)}
    return [
        Match(provinces[code], division, continues=False)
        for division in lost
        if (code := f"{division.code[:2]}0000") in provinces
    ]


def succeeded_by(division: Division) -> list[Division]:
    """The divisions of today that an ended one became, or became part of, as far as recorded."""
    return _successors([division])[0][1]
