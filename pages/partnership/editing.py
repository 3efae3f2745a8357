"""The pages that make, change, take away and bring back a record, and its history; the same for every kind.

Every POST ends in a redirect, so that a reload or a second tap sends nothing; what is sent again all the same has the
same key and revision and no second effect. 400 shows what cannot be right at its field, 409 both contents; either
keeps every typed value.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import Scope, scope_of
from pages.forms.unsent import keep_typed, signed_out, typed_before
from pages.frame.addresses import REVISION
from pages.frame.answers import private
from pages.partnership.changes import versions_of
from pages.partnership.kinds import Kind, kind_or_404
from pages.partnership.record_form import RecordForm
from pages.partnership.rights import may_keep, refuse_foreign
from partnership import recording
from partnership.models import CooperationArea, Record
from partnership.recording import Changed


# Not closed by the middleware: it would throw away what a person typed before the session ended. Closed here.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a record; `?of=` is the number of what it belongs to."""
    of_kind = kind_or_404(kind)
    if not request.user.is_authenticated:
        return _to_login(request, of_kind)
    scope = _staff(request)
    parent = _parent(request, of_kind, scope)
    form_class = of_kind.new_form or of_kind.form
    if request.method != "POST":
        form = form_class(initial=(typed := typed_before(request)), scope=scope, parent=parent)
        return _page(request, of_kind, form, parent, kept=signed_out() if typed else "")
    key = _key(request)
    stored = of_kind.model._default_manager.filter(key=key).first()
    form = form_class(request.POST, request.FILES, instance=stored, scope=scope, parent=parent)
    _place(form, of_kind, parent)
    if not form.is_valid():
        stored = of_kind.model._default_manager.filter(key=key).first()
        if stored is not None and form.instance.pk is None:
            # Sent twice at once, and the first one is there by now: look at it again as that.
            form = form_class(request.POST, request.FILES, instance=stored, scope=scope, parent=parent)
    if not _valid(request, form):
        return _page(request, of_kind, form, parent, status=400)
    record = form.instance
    if record.pk is not None:
        if not may_keep(scope, record):
            raise PermissionDenied
        return _store_change(request, of_kind, form, parent)
    record.key = key
    try:
        with transaction.atomic():
            form.prepare()
            record = recording.make(record)
            form.complete(record)
    except Changed as changed:
        return _conflict(request, of_kind, changed.stored, parent, scope)
    return redirect(of_kind.shown_at(record))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Change a record."""
    of_kind = kind_or_404(kind)
    if not request.user.is_authenticated:
        return _to_login(request, of_kind)
    scope = _staff(request)
    record = _record(of_kind, scope, record_id, removed=False)
    parent = _parent_of(record, of_kind)
    if request.method != "POST":
        typed = typed_before(request)
        form = of_kind.form(instance=record, initial=typed, scope=scope, parent=parent)
        return _page(request, of_kind, form, parent, kept=signed_out() if typed else "")
    form = of_kind.form(request.POST, request.FILES, instance=record, scope=scope, parent=parent)
    if not _valid(request, form):
        return _page(request, of_kind, form, parent, status=400)
    return _store_change(request, of_kind, form, parent)


def as_typed(request: HttpRequest, kind: str, record_id: int | None) -> HttpResponse:
    """The page of a form that came without a valid token (403), as it was typed."""
    of_kind, scope = kind_or_404(kind), _staff(request)
    record = _record(of_kind, scope, record_id, removed=False) if record_id is not None else None
    parent = _parent_of(record, of_kind) if record else _parent(request, of_kind, scope)
    form_class = of_kind.form if record else of_kind.new_form or of_kind.form
    instance = {"instance": record} if record else {}
    form = form_class(request.POST, scope=scope, parent=parent, **instance)
    if record is None:
        _place(form, of_kind, parent)
    kept = _(
        "The page was open too long, so nothing was stored. It is as you typed it; look at it and send it again."
    )
    return _page(request, of_kind, form, parent, kept=kept, status=403)


@require_POST
def remove(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Take a record away; the page that follows offers to put it back."""
    of_kind = kind_or_404(kind)
    record = _record(of_kind, _staff(request), record_id)
    recording.remove(record)
    left = of_kind.left(record)
    address, _hash, anchor = left.partition("#")
    return redirect(f"{address}?removed={of_kind.name}-{record.pk}{'#' if anchor else ''}{anchor}")


@require_POST
def put_back(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Put a record back that was taken away; a refusal is told on its history."""
    of_kind = kind_or_404(kind)
    record = _record(of_kind, _staff(request), record_id)
    try:
        recording.put_back(record)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("partnership:record_history", kind=of_kind.name, record_id=record.pk)
    return redirect(of_kind.shown_at(record))


@require_safe
def history(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Every version of a record: when, by whom, what changed; each can be returned to."""
    of_kind = kind_or_404(kind)
    record = _record(of_kind, _staff(request), record_id)
    context = {
        "kind": of_kind,
        "record": record,
        "versions": versions_of(record),
        "shown_at": of_kind.left(record) if record.removed_at else of_kind.shown_at(record),
    }
    return private(render(request, "partnership/history.html", context))


@require_POST
def return_to(request: HttpRequest, kind: str, record_id: int) -> HttpResponse:
    """Give a record back the content of an earlier version; ends at its history."""
    of_kind = kind_or_404(kind)
    record = _record(of_kind, _staff(request), record_id)
    version, revision = request.POST.get("version", ""), request.POST.get("revision", "")
    if not (REVISION.fullmatch(version) and REVISION.fullmatch(revision)):
        raise BadRequest("the version or the revision is not a number")
    try:
        recording.return_to(record, int(version), int(revision))
    except LookupError as missing:
        raise Http404 from missing
    except Changed:
        messages.error(request, _("Somebody changed this in the meantime. Look at it as it is now."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("partnership:record_history", kind=of_kind.name, record_id=record.pk)


# ---------------------------------------------------------------- who and what


def _staff(request: HttpRequest) -> Scope:
    """The scope of those who keep records. Raises PermissionDenied for every other role."""
    scope = scope_of(request.user)
    if not scope.is_staff:
        raise PermissionDenied
    return scope


def _to_login(request: HttpRequest, kind: Kind) -> HttpResponse:
    keep_typed(request, (kind.new_form or kind.form).base_fields)
    return redirect_to_login(request.get_full_path())


def _record(kind: Kind, scope: Scope, record_id: int, *, removed: bool = True) -> Any:
    """The record, for those who keep it; one that was taken away only where `removed` ones have a page."""
    record = kind.model._default_manager.filter(pk=record_id).first()
    if record is None or (record.removed_at and not removed):
        raise Http404
    refuse_foreign(scope, record)
    return record


def _parent(request: HttpRequest, kind: Kind, scope: Scope) -> models.Model | None:
    """What the new record belongs to, from `?of=`. Raises Http404 where that is missing or has no such records."""
    if kind.parent is None:
        return None
    number = request.GET.get("of", "")
    if not REVISION.fullmatch(number):
        raise Http404
    parent = kind.parent._default_manager.filter(pk=int(number)).first()
    if parent is None:
        raise Http404
    if isinstance(parent, CooperationArea) and kind.area and parent.kind != kind.area:
        raise Http404
    if isinstance(parent, Record):
        if parent.removed_at:
            raise Http404
        refuse_foreign(scope, parent)
    return parent


def _parent_of(record: Any, kind: Kind) -> models.Model | None:
    return getattr(record, kind.parent_field) if kind.parent_field else None


def _key(request: HttpRequest) -> UUID:
    """The key that came with the empty form. Raises BadRequest for none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise BadRequest("the form has no key") from error


def _valid(request: HttpRequest, form: RecordForm) -> bool:
    """Whether the form can be stored. A request larger than what is read has lost its file, and is told so."""
    if getattr(request, "upload_too_large", False) and "file" in form.fields:
        form.add_error("file", _("The file is larger than 10 MB. Send it smaller."))
    return form.is_valid()


def _place(form: RecordForm, kind: Kind, parent: models.Model | None) -> None:
    """Say what the record belongs to before it is validated: the constraints look at it."""
    if kind.parent_field:
        setattr(form.instance, kind.parent_field, parent)


# ---------------------------------------------------------------- storing


def _store_change(
    request: HttpRequest, kind: Kind, form: RecordForm, parent: models.Model | None
) -> HttpResponse:
    record = form.instance
    if not may_keep(form.scope, record):
        raise PermissionDenied
    try:
        with transaction.atomic():
            form.prepare()
            recording.change(record, int(form.cleaned_data["revision"]))
    except Changed as changed:
        return _conflict(request, kind, changed.stored, parent, form.scope)
    return redirect(kind.shown_at(record))


def _conflict(
    request: HttpRequest, kind: Kind, stored: Any, parent: models.Model | None, scope: Scope
) -> HttpResponse:
    """The typed content beside the one that stands; sent again, it goes in its place."""
    if stored.removed_at:
        messages.error(request, _("Somebody took this away in the meantime. It can be put back here."))
        return redirect("partnership:record_history", kind=kind.name, record_id=stored.pk)
    form = kind.form(request.POST, request.FILES, instance=stored, scope=scope, parent=parent)
    differing = form.words()
    form.is_valid()
    return _page(request, kind, form, parent, differing=differing, conflict=stored, status=409)


def _page(
    request: HttpRequest,
    kind: Kind,
    form: RecordForm,
    parent: models.Model | None,
    *,
    kept: str = "",
    differing: list[tuple[str, str, str]] | None = None,
    conflict: Any = None,
    status: int = 200,
) -> HttpResponse:
    record = form.instance if form.instance.pk else None
    if record is not None:
        # Validation has written the typed values into the form's own instance.
        record = kind.model._default_manager.get(pk=record.pk)
    context = {
        "kind": kind,
        "record": record,
        "parent": parent,
        "form": form,
        "kept": kept,
        "conflict": conflict,
        "differing": differing,
        "revision": conflict.revision + 1 if conflict else form["revision"].value(),
        "action": reverse("partnership:change_record", args=[kind.name, record.pk]) if record else "",
        "shown_at": kind.shown_at(record) if record else _back(kind, parent),
        "demonstration": getattr(record or parent, "demonstration", False),
    }
    return private(render(request, "partnership/record_form.html", context, status=status))


def _back(kind: Kind, parent: models.Model | None) -> str:
    """Where a form without a record came from: the page of what it would belong to."""
    if isinstance(parent, CooperationArea):
        return reverse("partnership:area", args=[parent.pk])
    for of_kind in ("initiative", "resource", "campaign", "plan"):
        other = kind_or_404(of_kind)
        if isinstance(parent, other.model):
            return other.shown_at(parent)
    return reverse("partnership:agreement")
