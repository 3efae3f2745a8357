"""The divisions of China as they are loaded: how many, how they hang, and again without effect."""

import csv
from decimal import Decimal

import pytest

from libraries.models import Division, DivisionSuccession
from libraries.reference import DATA, Loaded, load_divisions

pytestmark = pytest.mark.django_db

FIELDS = [
    "code", "name", "short_name", "name_en", "pinyin", "initials", "level", "parent_code", "valid_from",
    "valid_until", "current", "longitude", "latitude", "county_level",
]  # fmt: skip
PROVINCE = [
    "330000",
    "浙江省",
    "浙江",
    "Zhejiang Province",
    "zhe jiang sheng",
    "zjs",
    "province",
    "",
    "",
    "",
    "1",
]
COUNTY = ["330521", "德清县", "德清", "Deqing County", "de qing xian", "dqx", "county", "330000", "", "", "1"]


@pytest.fixture
def load(tmp_path):
    """Load files with the given rows."""

    def load(rows, successions=()):
        for name, header, lines in (
            ("divisions.csv", FIELDS, rows),
            (
                "successions.csv",
                [
                    "predecessor_code",
                    "predecessor_name",
                    "successor_code",
                    "successor_name",
                    "year",
                    "kind",
                    "source",
                ],
                successions,
            ),
        ):
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *lines])
        return load_divisions(tmp_path / "divisions.csv", tmp_path / "successions.csv")

    return load


def test_the_divisions_of_2024():
    with (DATA / "divisions.csv").open(encoding="utf-8") as file:
        rows = sum(1 for _ in file) - 1
    assert load_divisions() == Loaded(made=rows)
    today = Division.objects.current()
    assert {level: today.filter(level=level).count() for level in ("province", "prefecture", "county")} == {
        "province": 34,
        "prefecture": 333,
        "county": 2846,
    }
    assert today.filter(county_level=True).count() == 2846 + 4
    assert not today.filter(
        code__in=["110100", "120100", "310100", "500100", "500200", "419000", "429000", "469000", "659000"]
    ).exists()
    chains = {
        division.code: [division.name, division.parent.name, getattr(division.parent.parent, "name", None)]
        for division in today.filter(code__in=["330521", "360982", "620982", "110108", "441900"])
    }
    assert chains == {
        "330521": ["德清县", "湖州市", "浙江省"],
        "360982": ["樟树市", "宜春市", "江西省"],
        "620982": ["敦煌市", "酒泉市", "甘肃省"],
        "110108": ["海淀区", "北京市", None],
        "441900": ["东莞市", "广东省", None],
    }
    with (DATA / "successions.csv").open(encoding="utf-8") as file:
        assert DivisionSuccession.objects.count() == sum(1 for _ in file) - 1
    assert load_divisions() == Loaded(unchanged=rows)


def test_again_touches_nothing(load, django_assert_num_queries):
    load([[*PROVINCE, "120", "30", "0"], [*COUNTY, "", "", "1"]])
    with django_assert_num_queries(5):  # begin, divisions, divisions, successions, end
        assert load([[*PROVINCE, "120", "30", "0"], [*COUNTY, "", "", "1"]]) == Loaded(unchanged=2)


def test_a_changed_file_is_followed_and_coordinates_given_by_people_stay(load):
    load([[*PROVINCE, "", "", "0"], [*COUNTY, "", "", "1"]])
    ids = dict(Division.objects.values_list("code", "pk"))
    Division.objects.filter(code="330521").update(longitude="119.9774", latitude="30.5430")
    changed = [*COUNTY[:3], "Deqing Xian", *COUNTY[4:], "", "", "1"]
    assert load([[*PROVINCE, "120.15", "", "0"], changed]) == Loaded(changed=2)
    assert list(Division.objects.values_list("pk", "name_en", "longitude", "latitude")) == [
        (ids["330000"], "Zhejiang Province", Decimal("120.15"), None),
        (ids["330521"], "Deqing Xian", Decimal("119.9774"), Decimal("30.543")),
    ]


def test_a_code_that_gets_another_name_keeps_both_spells(load):
    load([[*PROVINCE, "", "", "0"], [*COUNTY, "", "", "1"]])
    ended = [*COUNTY[:9], "2024", "0", "", "", "1"]
    renamed = [
        "330521",
        "德清区",
        "德清",
        "Deqing District",
        "de qing qu",
        "dqq",
        "county",
        "330000",
        "2024",
        "",
        "1",
    ]
    succession = ["330521", "德清县", "330521", "德清区", "2024", "renamed", "来源"]
    assert load([[*PROVINCE, "", "", "0"], ended, [*renamed, "", "", "1"]], [succession]) == Loaded(1, 1, 1)
    assert list(Division.objects.filter(code="330521").values_list("name", "current", "valid_until")) == [
        ("德清县", False, 2024),
        ("德清区", True, None),
    ]
    assert list(DivisionSuccession.objects.values_list("predecessor__name", "successor__name", "kind")) == [
        ("德清县", "德清区", "renamed")
    ]


def test_a_first_year_that_becomes_known_makes_no_second_row(load):
    load([[*PROVINCE, "", "", "0"], [*COUNTY, "", "", "1"]])
    assert load([[*PROVINCE, "", "", "0"], [*COUNTY[:8], "1983", "", "1", "", "", "1"]]) == Loaded(0, 1, 1)
    assert Division.objects.count() == 2


def test_a_division_that_hangs_elsewhere_is_named(load):
    prefecture = [
        "330500",
        "湖州市",
        "湖州",
        "Huzhou City",
        "hu zhou shi",
        "hzs",
        "prefecture",
        "330000",
        "",
        "",
        "1",
    ]
    rows = [[*PROVINCE, "", "", "0"], [*prefecture, "", "", "0"]]
    load([*rows, [*COUNTY, "", "", "1"]])
    assert load([*rows, [*COUNTY[:7], "330500", *COUNTY[8:], "", "", "1"]]) == Loaded(
        changed=1, unchanged=2, moved=("330521",)
    )


def test_files_that_contradict_themselves_load_nothing(load):
    with pytest.raises(ValueError, match="no division 330000"):
        load([[*COUNTY, "", "", "1"]])
    with pytest.raises(ValueError, match="a succession names it"):
        load([[*PROVINCE, "", "", "0"]], [["330000", "浙江省", "990000", "某省", "", "renamed", "来源"]])
    assert Division.objects.count() == 0
