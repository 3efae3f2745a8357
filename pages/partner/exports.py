"""The pages of one's own exports: order with the filters of the address, see how far it is, download, take back.

The same orders as those of the API (`export_orders`); a partner also sees here what its tokens ordered.
"""

import hashlib
import json
import uuid
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rest_framework.exceptions import APIException, NotFound, ValidationError

from accounts.models import User
from accounts.scope import Scope, scope_of
from api.exports.models import Export
from api.exports.orders import WITHDRAWN, file_answer, orders_of, place, withdraw
from api.exports.sources import view_for
from api.exports.writing import KEPT
from api.frame.parameters import Parameter
from api.frame.problems import from_door
from pages.frame.answers import private
from pages.partner.export_form import FORMAT_WORDS, RESOURCES, OrderForm, Words, described
from visits.figures.statistics import TooWide

A_PAGE = 25
OF_THE_PAGE = {"resource", "format", "page", "lang"}  # in the address, and no parameters of a list
State = Export.State
# state -> shape of its mark, word
MARKS: dict[str, tuple[str, str | Promise]] = {
    State.WAITING: ("due", pgettext_lazy("an export", "Waiting")),
    State.RUNNING: ("running", gettext_lazy("Being written")),
    State.DONE: ("verified", gettext_lazy("Ready")),
    State.FAILED: ("returned", gettext_lazy("Failed")),
    State.EXPIRED: ("closed", gettext_lazy("No longer kept")),
}
# Why there is no file, and what to do (`error` of the API).
REASONS: dict[str, str | Promise] = {
    "not_allowed": gettext_lazy("The account or the token was closed in the meantime."),
    "too_many_rows": gettext_lazy("More rows than a sheet of Excel holds: choose CSV, or a shorter period."),
    "interrupted": gettext_lazy("The server was stopped several times while writing it. Order it again."),
    "failed": gettext_lazy("The portal failed; the failure has been recorded. Order it again later."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Order an export, and see the own ones. The address names the list (`resource`) and its parameters."""
    scope, user = _scope(request), cast(User, request.user)
    resource = request.GET.get("resource") or next(iter(RESOURCES))
    if resource not in RESOURCES:
        raise BadRequest(f"resource: {resource[:40]!r} is none of {', '.join(RESOURCES)}")
    declared = _declared(resource, user)
    given = {name: request.GET[name] for name in request.GET if name not in OF_THE_PAGE}
    _refuse_unknown(given, declared)
    page = _page(request)
    words = Words(scope, [given, *(export.query for export in page)])
    posted = request.POST if request.method == "POST" else None
    form = OrderForm(resource, declared, words, request.GET.dict(), posted)
    status = _order(user, form) if posted is not None else 200
    if status == 302:
        return redirect(f"{reverse('exports:exports')}#exports")
    context = {
        "form": form,
        "resource": resource,
        "resources": [(name, word, _address(name, given, user)) for name, word in RESOURCES.items()],
        "carried": described(form.carried, words),
        **_of_rows(page, words),
    }
    return private(render(request, "partner/exports.html", context, status=status))


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The table of the page alone: what its script asks for while something is unfinished."""
    scope = _scope(request)
    page = _page(request)
    context = _of_rows(page, Words(scope, [export.query for export in page]))
    context["page_path"] = reverse("exports:exports")  # where its links lead
    return private(render(request, "partner/export_rows.html", context))


@require_POST
def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """`act` is `withdraw` (cancel what is unfinished, delete what is ready) or `again`; ends in a redirect."""
    found = _own(request, pk)
    act = request.POST.get("act", "")
    if act == "withdraw":
        withdraw(found)
    elif act == "again":
        _order_again(request, found)
    else:
        raise BadRequest("no such act")
    return redirect(f"{reverse('exports:exports')}#exports")


@require_safe
def export_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file, while it is kept."""
    return file_answer(_own(request, pk))


# ---------------------------------------------------------------- ordering


def _order(user: User, form: OrderForm) -> int:
    """Place what the form says; 302, or the status of the refusal that the form then tells. Raises Http404."""
    if not form.is_valid():
        return 400
    key = str(form.cleaned_data["key"])
    try:
        _place(user, form.resource, form.cleaned_data["format"], form.query(), key)
    except ValidationError as error:
        for name, told in cast(dict[str, list[Any]], error.detail).items():
            form.add_error(name if name in form.fields else None, [str(each) for each in told])
        return 400
    except NotFound as error:
        raise Http404 from error
    except (APIException, TooWide) as error:
        refusal = error if isinstance(error, APIException) else from_door(error)
        form.add_error(None, str(refusal.detail))
        return refusal.status_code
    return 302


def _order_again(request: HttpRequest, earlier: Export) -> None:
    """The same order once more; what has become wrong with it is told above the list."""
    user = cast(User, request.user)
    key = request.POST.get("key", "")[:36]
    try:
        _place(user, earlier.resource, earlier.format, earlier.query, key)
    except ValidationError as error:
        told = [
            str(each) for each_name in cast(dict[str, list[Any]], error.detail).values() for each in each_name
        ]
        messages.error(request, " ".join(told))
    except NotFound as error:
        raise Http404 from error
    except (APIException, TooWide) as error:
        refusal = error if isinstance(error, APIException) else from_door(error)
        messages.error(request, str(refusal.detail))


def _place(user: User, resource: str, format_: str, query: dict[str, str], key: str) -> None:
    """A form sent twice is one order; the same form with other content, after a step back, is another."""
    content = json.dumps([key, resource, format_, query], sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest() if key else ""
    place(user, None, resource=resource, format=format_, query=query, key=digest)


def _declared(resource: str, user: User) -> tuple[Parameter, ...]:
    parameters = view_for(resource, user, None, {}, "csv").declared_parameters()
    return tuple(parameter for parameter in parameters if parameter.name not in OF_THE_PAGE)


def _refuse_unknown(given: dict[str, str], declared: tuple[Parameter, ...]) -> None:
    names = [parameter.name for parameter in declared]
    for name in given:
        if name not in names:
            raise BadRequest(f"{name[:40]!r} is none of {', '.join(names)}")


def _address(resource: str, given: dict[str, str], user: User) -> str:
    """The address of this page for another list, with the parameters that both have."""
    names = {parameter.name for parameter in _declared(resource, user)}
    kept = {name: value for name, value in given.items() if name in names}
    return f"{reverse('exports:exports')}?{urlencode({'resource': resource, **kept})}"


# ---------------------------------------------------------------- rows


def _page(request: HttpRequest) -> Page:
    own = orders_of(cast(User, request.user)).select_related("token")
    return Paginator(own, A_PAGE).get_page(request.GET.get("page"))


def _of_rows(page: Page, words: Words) -> dict[str, Any]:
    return {
        "page": page,
        "rows": [_row(export, words) for export in page],
        "unfinished": any(export.state in (State.WAITING, State.RUNNING) for export in page),
        "kept": KEPT.days,
    }


def _row(export: Export, words: Words) -> dict[str, Any]:
    shape, word = MARKS[export.state]
    if export.error == WITHDRAWN:
        shape, word = "closed", _("Cancelled")
    change = urlencode({"resource": export.resource, "format": export.format, **export.query})
    return {
        "export": export,
        "what": RESOURCES.get(export.resource, export.resource),
        "format": FORMAT_WORDS.get(export.format, export.format),
        "told": described(export.query, words),
        "shape": shape,
        "word": word,
        "reason": REASONS.get(export.error, ""),
        "change": f"{reverse('exports:exports')}?{change}#order",
        "key": uuid.uuid4(),
        "percent": export.rows_expected and min(100 * export.rows_written // export.rows_expected, 100),
    }


# ---------------------------------------------------------------- who


def _scope(request: HttpRequest) -> Scope:
    """Raises PermissionDenied for accounts without any role."""
    scope = scope_of(request.user)
    if not scope.has_any_role:
        raise PermissionDenied
    return scope


def _own(request: HttpRequest, pk: uuid.UUID) -> Export:
    """Raises Http404 for another's, or for one of what this account sees no longer."""
    _scope(request)
    found = orders_of(cast(User, request.user)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
