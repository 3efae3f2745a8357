"""The tile grid: where each of the 34 province-level units stands on the page.

A picture of relative position and not a map: no outline, no boundary, every unit one square of equal size. All 34
are always drawn, with or without stops. Columns 1 to 7 from west to east, rows 1 to 8 from north to south.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """`letters` is the code of ISO 3166-2 behind "CN-", for English on narrow screens, where no name fits; in
    `english` a zero-width space marks where a long name may break."""

    code: str
    column: int
    row: int
    letters: str
    english: str


PLACES = [
    Place("230000", 7, 1, "HL", "Hei\u200blong\u200bjiang"),
    Place("150000", 6, 2, "NM", "Inner Mon\u200bgolia"),
    Place("220000", 7, 2, "JL", "Jilin"),
    Place("650000", 1, 3, "XJ", "Xin\u200bjiang"),
    Place("620000", 2, 3, "GS", "Gansu"),
    Place("640000", 3, 3, "NX", "Ningxia"),
    Place("140000", 4, 3, "SX", "Shanxi"),
    Place("110000", 5, 3, "BJ", "Beijing"),
    Place("120000", 6, 3, "TJ", "Tianjin"),
    Place("210000", 7, 3, "LN", "Liao\u200bning"),
    Place("540000", 1, 4, "XZ", "Xizang"),
    Place("630000", 2, 4, "QH", "Qing\u200bhai"),
    Place("610000", 3, 4, "SN", "Shaan\u200bxi"),
    Place("410000", 4, 4, "HA", "Henan"),
    Place("130000", 5, 4, "HE", "Hebei"),
    Place("370000", 6, 4, "SD", "Shan\u200bdong"),
    Place("510000", 2, 5, "SC", "Si\u200bchuan"),
    Place("500000", 3, 5, "CQ", "Chong\u200bqing"),
    Place("420000", 4, 5, "HB", "Hubei"),
    Place("340000", 5, 5, "AH", "Anhui"),
    Place("320000", 6, 5, "JS", "Jiangsu"),
    Place("310000", 7, 5, "SH", "Shang\u200bhai"),
    Place("530000", 2, 6, "YN", "Yunnan"),
    Place("520000", 3, 6, "GZ", "Gui\u200bzhou"),
    Place("430000", 4, 6, "HN", "Hunan"),
    Place("360000", 5, 6, "JX", "Jiangxi"),
    Place("330000", 6, 6, "ZJ", "Zhe\u200bjiang"),
    Place("450000", 3, 7, "GX", "Guang\u200bxi"),
    Place("440000", 4, 7, "GD", "Guang\u200bdong"),
    Place("350000", 5, 7, "FJ", "Fujian"),
    Place("710000", 6, 7, "TW", "Taiwan"),
    Place("460000", 3, 8, "HI", "Hainan"),
    Place("820000", 4, 8, "MO", "Macao"),
    Place("810000", 5, 8, "HK", "Hong Kong"),
]

ENGLISH = {place.code: place.english.replace("\u200b", "") for place in PLACES}

# Their divisions hold no county level in GB/T 2260, so no stop is planned there unless one is entered.
WITHOUT_COUNTIES = frozenset({"710000", "810000", "820000"})
