"""Links that keep the reader where they are."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from exhibitions.models import Stop

register = template.Library()


@register.simple_tag(takes_context=True)
def this_page(context: template.Context, **changes: str) -> str:
    """The address of this page with some query parameters replaced: {% this_page lang="en" %}.

    An empty value drops the parameter. The language switch and every switch of a page use it, so all the
    other choices in the address stay.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return "?"
    query = _query(request, changes)
    # A part that a script fetches links to the page it stands on, not to its own address.
    path: str = context.get("page_path") or request.path
    return f"{path}?{query}" if query else path


@register.simple_tag(takes_context=True)
def this_query(context: template.Context, **changes: str) -> str:
    """The query string of this page, for another address that reads the same choices (a CSV)."""
    return _query(context["request"], {"lang": "", **changes})


@register.inclusion_tag("librarian/stop_navigation.html")
def stop_navigation(stop: Stop, place: str) -> dict[str, Any]:
    """The pages of one stop beside each other, `place` being the one shown: {% stop_navigation stop "events" %}.

    For those whose library it is. The grid opens on this week, or on the stop's last one once it is over.
    """
    today = timezone.localdate()
    return {"stop": stop, "place": place, "day": min(today, stop.closes_on or today)}


def _query(request: HttpRequest, changes: dict[str, str]) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return query.urlencode()
