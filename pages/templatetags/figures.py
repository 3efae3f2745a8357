"""How figures, dates and months are written on pages.

Null is "–", zero is "0": a template never prints a bare number, it says which of these it means.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import dateformat, timezone
from django.utils.translation import get_language, pgettext

from libraries.models import Division

register = template.Library()

NULL = "–"
TEN_THOUSAND = 10_000
NUMERALS = "一二三四五六七八九十"


@register.filter
def thousands(value: int | None) -> str:
    """55000 -> 55,000; None -> –."""
    return NULL if value is None else f"{value:,}"


@register.filter
def difference(value: int) -> str:
    """5 -> +5, -1200 -> −1,200 (U+2212, as wide as the plus), 0 -> 0."""
    return f"{value:+,}".replace("-", "−") if value else "0"


@register.filter
def one_decimal(value: float | None) -> str:
    return NULL if value is None else f"{_rounded(value, '0.1'):,}"


@register.filter
def whole(value: float | None) -> str:
    """A mean as a whole number: 1288.5 -> 1,289."""
    return NULL if value is None else f"{_rounded(value, '1'):,}"


@register.filter
def numeral(number: int) -> str:
    """The number of an area or a part as a heading has it: 一 to 十 in Chinese, else 1, 2, 3."""
    chinese = (get_language() or "").startswith("zh") and 1 <= number <= len(NUMERALS)
    return NUMERALS[number - 1] if chinese else str(number)


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole percentage. Pages always print its numerator and denominator beside it."""
    return NULL if share is None else f"{_rounded(share * 100, '1')}%"


@register.filter
def headline(value: int | None) -> str:
    """In a Chinese headline 512840 is 51.3 万; in a table, and in English, it stays 512,840."""
    if value is None or value < TEN_THOUSAND or not (get_language() or "").startswith("zh"):
        return thousands(value)
    in_ten_thousands = _rounded(value / TEN_THOUSAND, "0.1")
    return f"{in_ten_thousands.normalize():,f} 万"


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """2026年11月22日 / 22 November 2026."""
    return _written(value, pgettext("date format", "j F Y"))


@register.filter
def short_day(value: datetime.date | datetime.datetime | None) -> str:
    """11月22日 / 22 Nov, where the year is said elsewhere."""
    return _written(value, pgettext("date format", "j M"))


@register.filter
def month(value: datetime.date | datetime.datetime | None) -> str:
    """2031年3月 / March 2031."""
    return _written(value, pgettext("date format", "F Y"))


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """2026年11月22日 17:30:08 / 22 November 2026, 17:30:08, in China's time."""
    return _written(value, pgettext("date format", "j F Y, H:i:s"))


@register.filter
def unlocalized(value: float) -> str:
    """A number for CSS, with a point in every language."""
    return str(value)


@register.simple_tag
def width(part: int, whole: int) -> str:
    """The width of a bar, as CSS."""
    return f"{share(part, whole)}%"


@register.filter
def path(division: Division) -> str:
    """浙江省湖州市德清县; in English from the smallest to the largest."""
    labels = [division.label]
    while division.parent is not None:
        division = division.parent
        labels.append(division.label)
    if (get_language() or "").startswith("zh"):
        return "".join(reversed(labels))
    return ", ".join(labels)


def share(part: int, whole: int) -> float:
    """Percent of the whole, cut at 100: the widths of bars."""
    return round(min(100 * part / whole, 100), 2) if whole else 0


def _written(value: datetime.date | datetime.datetime | None, layout: str) -> str:
    if value is None:
        return NULL
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return dateformat.format(value, layout)


def _rounded(value: float, step: str) -> Decimal:
    """Half up, as a reader rounds; Python's own rounding is to the even digit."""
    return Decimal(str(value)).quantize(Decimal(step), rounding=ROUND_HALF_UP)
