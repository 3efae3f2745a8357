"""How people write a count: understood, or refused; never guessed at."""

import pytest

from pages.forms.numbers import Unreadable, read_count


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("128", 128),
        ("0", 0),
        (" 128 ", 128),
        ("１２８", 128),
        ("\u3000１２８", 128),
        ("12,800", 12_800),
        ("１２，８００", 12_800),
        ("1,000,000", 1_000_000),
        ("007", 7),
        ("", None),
        ("   ", None),
    ],
)
def test_what_people_write_is_understood(written, count):
    assert read_count(written) == count


@pytest.mark.parametrize(
    "written",
    [
        "1.5",
        "1e3",
        "NaN",
        "Infinity",
        "-1",
        "+1",
        "²",
        "①",
        "١٢",
        "一百",
        "1万",
        "0x10",
        "1_000",
        "1,00",
        ",100",
        "1 000",
        "12人",
        "1000001",
        "99999999999999999999",
        "9" * 5000,
        "1\u200b2",
    ],
)
def test_anything_else_is_refused(written):
    with pytest.raises(Unreadable):
        read_count(written)
