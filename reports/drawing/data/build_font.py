"""Makes `NotoSansSC-subset.otf`, the face of the PDF: run it where Debian's fonts-noto-cjk is installed.

    python reports/drawing/data/build_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Kept are all Han characters of the face (those of GB 18030's first level, and further ones of names, from the extensions
on), the signs of GB 2312, and Latin letters as `LATIN` lists them.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

HERE = Path(__file__).parent
FACE = "Noto Sans CJK SC"
HAN = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)]  # blocks, inclusive
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”…·×≤≥→≈•§©")]


def characters(face: set[int]) -> set[int]:
    """Of the code points of a face those that are kept."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    gb2312 = {ord(character) for pair in pairs for character in pair.decode("gb2312", errors="ignore")}
    han = {code for code in face if any(first <= code <= last for first, last in HAN)}
    return han | gb2312 | set(LATIN)


def main(collection: str) -> None:
    font = next(face for face in TTCollection(collection).fonts if face["name"].getDebugName(1) == FACE)
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the licence goes with the font
    options.drop_tables += ["VORG", "vmtx", "vhea", "GPOS", "GSUB", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(set(font.getBestCmap())))
    subsetter.subset(font)
    font.save(HERE / "NotoSansSC-subset.otf")


if __name__ == "__main__":
    main(sys.argv[1])
