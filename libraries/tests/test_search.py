"""Places are found as people write them, and by names that are no longer used."""

import pytest

from libraries.models import Division, DivisionSuccession, Level
from libraries.search import find_places, near_misses, read_question, succeeded_by

pytestmark = pytest.mark.django_db


def place(code: str, name: str, pinyin: str, level: str = Level.COUNTY, **fields) -> Division:
    short = name.rstrip("省市县区")
    syllables = pinyin.split()
    return Division.objects.create(
        code=code,
        name=name,
        short_name=short,
        pinyin=pinyin,
        initials="".join(syllable[0] for syllable in syllables),
        name_en=fields.pop("name_en", "".join(syllables[:-1]).capitalize()),
        level=level,
        parent=fields.pop("parent", None),
        **fields,
    )


@pytest.fixture
def zhejiang():
    return place("330000", "浙江省", "zhe jiang sheng", Level.PROVINCE)


@pytest.fixture
def huzhou(zhejiang):
    return place("330500", "湖州市", "hu zhou shi", Level.PREFECTURE, parent=zhejiang)


@pytest.fixture
def deqing(huzhou):
    return place("330521", "德清县", "de qing xian", parent=huzhou)


def codes(question: str) -> list[str]:
    return [match.place.code for match in find_places(read_question(question), 10)]


@pytest.mark.parametrize(
    "question",
    [
        "德清",
        "德清县",
        "德清市",  # the wrong suffix
        "德清区图书馆",
        "浙江德清",
        "浙江省德清县",
        "浙江省湖州市德清县",
        "湖州德清县",
        "dq",
        "dqx",
        "deqing",
        "De Qing",
        "déqīng",
        "deqingshi",
        "330521",
        "３３０５２１",
    ],
)
def test_a_county_is_found_as_people_write_it(deqing, question):
    assert codes(question) == ["330521"]


@pytest.mark.parametrize("question", ["lüliang", "lvliang", "LÜ LIANG"])
def test_the_letter_that_keyboards_lack(question, zhejiang):
    place("141100", "吕梁市", "lv liang shi", Level.PREFECTURE, name_en="Lüliang City")
    assert codes(question) == ["141100"]


def test_a_name_with_an_apostrophe(zhejiang):
    place("610100", "西安市", "xi an shi", Level.PREFECTURE)
    assert codes("xi'an") == codes("Xi’an") == ["610100"]


def test_a_short_stem_is_no_stem(zhejiang):
    """城区 without its suffix would find every 城."""
    place("140502", "城区", "cheng qu", parent=zhejiang)
    place("330522", "长城县", "chang cheng xian", parent=zhejiang)
    assert codes("城市") == []


def former(code: str, name: str, pinyin: str, until: int | None = 2011, **fields) -> Division:
    return place(code, name, pinyin, current=False, valid_until=until, **fields)


def test_a_former_name_leads_to_what_it_became(zhejiang):
    old = former("330109", "萧山市", "xiao shan shi")
    middle = former("330181", "萧山镇", "xiao shan zhen")
    today = place("330108", "滨江区", "bin jiang qu", parent=zhejiang)
    DivisionSuccession.objects.create(predecessor=old, successor=middle, kind="recoded", source="test")
    DivisionSuccession.objects.create(predecessor=middle, successor=today, kind="merged", source="test")

    for question in ("萧山市", "萧山", "xiaoshanshi"):
        [match] = find_places(question, 10)
        assert (match.place, match.former, match.continues) == (today, old, True), question
    assert succeeded_by(old) == [today]


def test_a_county_that_was_split_leads_to_all_its_parts(zhejiang):
    old = former("330109", "萧山市", "xiao shan shi")
    parts = [place("330108", "滨江区", "bin jiang qu"), place("330110", "余杭区", "yu hang qu")]
    for part in parts:
        DivisionSuccession.objects.create(predecessor=old, successor=part, kind="split", source="test")

    assert [match.place for match in find_places("萧山", 10)] == parts


def test_a_name_that_was_only_upgraded_is_shown_as_the_place_of_today(deqing):
    old = former("330520", "德清镇", "de qing zhen")
    DivisionSuccession.objects.create(predecessor=old, successor=deqing, kind="upgraded", source="test")

    [match] = find_places("德清", 10)
    assert (match.place, match.former) == (deqing, None)


def test_a_name_whose_end_is_not_recorded_leads_to_its_province(zhejiang):
    lost = former("330999", "崇文区", "chong wen qu", 2009)

    [match] = find_places("崇文区", 10)
    assert (match.place, match.former, match.continues) == (zhejiang, lost, False)


def test_successions_in_a_circle_end(zhejiang):
    one, other = former("330109", "甲县", "jia xian"), former("330110", "乙县", "yi xian")
    DivisionSuccession.objects.create(predecessor=one, successor=other, kind="renamed", source="test")
    DivisionSuccession.objects.create(predecessor=other, successor=one, kind="renamed", source="test")

    assert succeeded_by(one) == []


def test_finding_costs_two_queries_for_a_name_of_today(deqing, django_assert_num_queries):
    with django_assert_num_queries(2):
        find_places("德清", 10)


@pytest.mark.parametrize("question", ["%", "_", "'; --", "\\", "(", "’'", "·", "\ud83d\ude00"])
def test_odd_questions_find_nothing(deqing, question):
    assert codes(question.encode("utf-16", "surrogatepass").decode("utf-16")) == []


@pytest.mark.parametrize("question", ["德青", "得清县", "dqeing", "deqimg", "deqingxain", "德青图书馆"])
def test_a_misspelt_name_leads_to_what_may_be_meant(deqing, question):
    place("370200", "青岛市", "qing dao shi", Level.PREFECTURE)
    place("469000", "得荣县", "de rong xian")

    assert find_places(question, 5) == []
    assert near_misses(question, 5) == [deqing]


@pytest.mark.parametrize("question", ["", "xq", "德", "龘龘", "330599", "qwertyuiop", "图书馆"])
def test_what_is_like_no_name_leads_nowhere(deqing, question):
    assert near_misses(question, 5) == []


def test_what_may_be_meant_costs_two_queries(deqing, django_assert_num_queries):
    with django_assert_num_queries(2):
        near_misses("dqeing", 5)
