"""Links that keep the reader where they are."""

from django import template
from django.http import HttpRequest

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
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    # A form that was refused sits at its own address: a GET of it shows the same page.
    return f"{request.path}?{query.urlencode()}" if query else request.path
