"""What public pages say of stops and places, and how they say it to programs."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exhibitions.models import CLOSED_STATES, LEFT_STATES, State, Stop
from pages.templatetags import figures

register = template.Library()


@register.filter
def when(stop: Stop, today: date) -> str:
    """What a reader wants to know of a stop first, in a few words; `today` is a day of Asia/Shanghai."""
    if stop.state == State.CANCELLED:
        return _("Called off")
    if stop.state == State.POSTPONED:
        return _("Postponed, without a new date yet")
    if stop.date_precision != Stop.DatePrecision.DAY:
        return period(stop)
    if stop.state in CLOSED_STATES or (stop.closes_on and stop.closes_on < today):
        return _("Over since {day}").format(day=figures.day(stop.closes_on))
    if stop.state == State.SUSPENDED:
        return _("Closed for the time being")
    if stop.actual_open and stop.actual_open <= today:
        return _("Open now")
    if stop.opens_on is None:
        return _("Dates not settled yet")
    if stop.opens_on < today:
        return _("Opens shortly")
    return _("Opens on {weekday}, {day}").format(
        weekday=dateformat.format(stop.opens_on, "l"), day=_in_the_year(stop.opens_on, today)
    )


@register.filter
def period(stop: Stop) -> str:
    """From when to when a stop is open to the public, no more exact than it is known."""
    opens, closes = stop.opens_on, stop.closes_on
    if opens is None or closes is None:
        return _("Dates not settled yet")
    if stop.date_precision == Stop.DatePrecision.YEAR:
        return _("In {year}").format(year=closes.year)
    if stop.date_precision == Stop.DatePrecision.MONTH:
        return _("In {month}").format(month=figures.month(closes))
    # The year once, where it is the same and the language writes it first.
    once = opens.year == closes.year and (get_language() or "").startswith("zh")
    last = figures.short_day(closes) if once else figures.day(closes)
    return _("{first} to {last}").format(first=figures.day(opens), last=last)


@register.filter
def is_gone(stop: Stop) -> bool:
    """Whether nobody can go there any more, or not for now: called off or postponed."""
    return stop.state in LEFT_STATES


@register.filter
def days_until(day: date | None, today: date) -> int | None:
    return (day - today).days if day else None


@register.filter
def kilometres(distance: float | None) -> str:
    """About how far, as a person would say it; nothing where it is not known."""
    if distance is None:
        return ""
    rounded = max(1, round(distance)) if distance < 20 else 5 * round(distance / 5)
    return _("about {number} km").format(number=f"{rounded:,}")


@register.simple_tag
def structured_data(data: dict[str, Any] | None) -> str | SafeString:
    """JSON-LD as an element that no browser runs. Whatever a name contains, it cannot end the element."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above, as JSON and not as HTML
    )


@register.simple_tag(takes_context=True)
def subscription(context: template.Context, path: str) -> str:
    """The address that a calendar program subscribes to (webcal:), of a path of this portal."""
    request: HttpRequest = context["request"]
    address = urlsplit(request.build_absolute_uri(path))
    return address._replace(scheme="webcal").geturl()


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str) -> str:
    """The whole address of a path of this portal."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(path)


def _in_the_year(day: date, today: date) -> str:
    return figures.short_day(day) if day.year == today.year else figures.day(day)
