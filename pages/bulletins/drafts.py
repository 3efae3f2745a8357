"""The pages on which staff draft and sign bulletins. Every decision is a POST that ends in a redirect."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import scope_of
from pages.bulletins.forms import DraftForm, NotesForm
from pages.frame.answers import file_answer, private
from partnership.models import Organisation
from reports.bulletins import chain, drafting, signing
from reports.bulletins.document import BulletinDocument
from reports.bulletins.drift import moved_since
from reports.bulletins.edition_changes import reasons_since
from reports.bulletins.pdf import make_pdf
from reports.bulletins.signature_reminders import ask_for_signatures
from reports.models import SIGNATORIES, Bulletin, BulletinSignature
from uploads.refusals import Conflict, NotAllowed, NotFound, Refusal, Refused

A_PAGE = 50
REASONS_SHOWN = 30
STATUSES = {Refused: 400, NotAllowed: 403, Conflict: 409}


@require_http_methods(["GET", "HEAD", "POST"])
def bulletins(request: HttpRequest) -> HttpResponse:
    """Drafts with what they wait for, published ones, and the form that drafts another."""
    _refuse_others(request)
    form = DraftForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                outcome, bulletin = drafting.draft_bulletin(
                    request.user, form.cleaned_data["programme"], form.cleaned_data["as_of"], form.read()
                )
            except NotAllowed as refused:
                raise PermissionDenied from refused
            except Refused as refused:
                form.refuse(refused)
            else:
                if outcome == "same":
                    messages.warning(request, _("There is a draft for this day already. Here it is."))
                return redirect("bulletins:draft", bulletin_id=bulletin.pk)
    rows = (
        Bulletin.objects.standing()
        .with_editions()
        .without_content()
        .prefetch_related("signatures__organisation")
        .newest_first()
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"bulletin": row, "signed": _signed(row), "later": row.published_later}
            for row in page.object_list
        ],
        "needed": len(SIGNATORIES),
    }
    return private(render(request, "bulletins/drafts.html", context, status=status))


@require_safe
def draft(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """One bulletin as it stands: the whole content, who signed it, what moved since, what can be done."""
    _refuse_others(request)
    return _page(request, _found(bulletin_id))


@require_safe
def draft_pdf(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """What the PDF would look like, marked as a draft."""
    _refuse_others(request)
    bulletin = _found(bulletin_id)
    language = "en" if request.LANGUAGE_CODE.startswith("en") else "zh"
    name = f"{bulletin.number}-draft-{language}.pdf"
    return file_answer(make_pdf(bulletin, language), "application/pdf", name, download=True)


@require_POST
def sign(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Sign the content that the page showed, for the own institution."""

    def act() -> None:
        outcome = signing.sign(
            request.user, bulletin_id, request.POST.get("institution", ""), request.POST.get("digest", "")
        )
        if outcome == "published":
            messages.success(request, _("Signed by all three: the bulletin is published."))
        elif outcome == "signed":
            messages.success(request, _("Signed."))

    return _decide(request, bulletin_id, act)


@require_POST
def withdraw(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Take the own institution's signature back."""

    def act() -> None:
        if signing.withdraw(request.user, bulletin_id, request.POST.get("institution", "")) == "stored":
            messages.success(request, _("The signature is withdrawn."))

    return _decide(request, bulletin_id, act)


@require_POST
def discard(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Give the draft up."""

    def act() -> None:
        if drafting.discard(request.user, bulletin_id, request.POST.get("digest", "")) == "stored":
            messages.success(request, _("The draft is discarded; its number is free again."))

    return _decide(request, bulletin_id, act)


@require_POST
def remind(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Ask the institutions whose signature is missing; a second time on one day is told and does nothing."""

    def act() -> None:
        asked = ask_for_signatures(request.user, bulletin_id, timezone.localdate())
        if asked is None:
            messages.warning(request, _("They were reminded today already."))
        elif not asked:
            messages.warning(request, _("No active account of a missing institution may sign this bulletin."))
        else:
            told = ngettext("{n} person reminded.", "{n} persons reminded.", asked)
            messages.success(request, told.format(n=asked))

    return _decide(request, bulletin_id, act)


@require_POST
def redraw(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Draw the figures anew and take the remarks as typed."""
    _refuse_others(request)
    bulletin = _found(bulletin_id)
    form = NotesForm(request.POST, later=bulletin.edition > 1)
    if not form.is_valid():
        return _page(request, bulletin, form=form, status=400)

    def act() -> None:
        outcome = drafting.redraw(request.user, bulletin_id, request.POST.get("digest", ""), form.read())
        if outcome == "same":
            messages.success(request, _("Nothing changed, so the signatures stand."))
        else:
            messages.success(request, _("The figures are drawn anew. Earlier signatures are void."))

    return _decide(request, bulletin_id, act, form)


@require_POST
def later(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Draft the edition after a published one."""
    _refuse_others(request)
    bulletin = _found(bulletin_id)
    form = NotesForm(request.POST, later=True)
    if not form.is_valid():
        return _page(request, bulletin, form=form, status=400)
    drafted: list[Bulletin] = []

    def act() -> None:
        drafted.append(drafting.draft_later_edition(request.user, bulletin_id, form.read())[1])

    refused = _decide(request, bulletin_id, act, form)
    return redirect("bulletins:draft", bulletin_id=drafted[0].pk) if drafted else refused


# ---------------------------------------------------------------- what the views share


def _refuse_others(request: HttpRequest) -> None:
    if not scope_of(request.user).is_staff:
        raise PermissionDenied


def _found(bulletin_id: int) -> Bulletin:
    rows = Bulletin.objects.with_editions().select_related("programme", "supersedes", "drafted_by")
    bulletin = rows.filter(pk=bulletin_id).first()
    if bulletin is None:
        raise Http404
    return bulletin


def _decide(
    request: HttpRequest, bulletin_id: int, act: Callable[[], None], form: NotesForm | None = None
) -> HttpResponse:
    """Do it, then back to the page; a refusal is told there, with what was typed."""
    _refuse_others(request)
    try:
        act()
    except NotFound as missing:
        raise Http404 from missing
    except (NotAllowed, Refused, Conflict) as refused:
        if form is not None and isinstance(refused, Refused):
            form.refuse(refused)
            return _page(request, _found(bulletin_id), form=form, status=400)
        return _page(request, _found(bulletin_id), form=form, refusal=refused, status=STATUSES[type(refused)])
    return redirect("bulletins:draft", bulletin_id=bulletin_id)


def _page(
    request: HttpRequest,
    bulletin: Bulletin,
    *,
    form: NotesForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    is_draft = bulletin.state == Bulletin.State.DRAFT
    newest = bulletin.state == Bulletin.State.PUBLISHED and bulletin.published_later is None
    told = bulletin.told
    if form is None and (is_draft or newest):
        reasons = (told["restatement"] or {}).get("reason", {}) if is_draft else {}
        form = NotesForm(
            later=newest or bulletin.edition > 1,
            initial={
                "notes": told["notes"]["zh"],
                "notes_en": told["notes"]["en"],
                "reason": reasons.get("zh", ""),
                "reason_en": reasons.get("en", ""),
            },
        )
    moved = moved_since(bulletin) if is_draft or newest else None
    missing = signing.missing_signatures(bulletin)
    earlier = bulletin.supersedes if is_draft else (bulletin if newest else None)
    context = {
        "bulletin": bulletin,
        "document": BulletinDocument(told),
        "signatures": _progress(request, bulletin),
        "missing": missing,
        "is_draft": is_draft,
        "newest": newest,
        "later": bulletin.published_later,
        "drafted_later": _draft_after(bulletin),
        "moved": moved,
        "reasons": reasons_since(earlier, REASONS_SHOWN) if earlier else [],
        "entries": bulletin.entries.select_related("by").order_by("-sequence"),
        "form": form,
        "refusal": refusal,
    }
    return private(render(request, "bulletins/draft.html", context, status=status))


def _progress(request: HttpRequest, bulletin: Bulletin) -> list[dict[str, Any]]:
    """Each institution with its signature, and whether this reader may sign or withdraw for it."""
    standing = {row.organisation.code: row for row in chain.standing_signatures(bulletin)}
    own = signing.may_sign_for(request.user)
    is_draft = bulletin.state == Bulletin.State.DRAFT
    names = {row.code: row for row in Organisation.objects.filter(code__in=SIGNATORIES)}
    last = len(standing) == len(SIGNATORIES) - 1
    return [
        {
            "code": code,
            "organisation": names.get(code),
            "signature": standing.get(code),
            "may_sign": is_draft and code in own and code not in standing,
            "may_withdraw": is_draft and code in own and code in standing,
            "publishes": last,
        }
        for code in SIGNATORIES
    ]


def _signed(bulletin: Bulletin) -> list[BulletinSignature]:
    """The standing signatures of a row of the list; reads what was prefetched."""
    return [
        row for row in bulletin.signatures.all() if row.withdrawn_at is None and row.digest == bulletin.digest
    ]


def _draft_after(bulletin: Bulletin) -> Bulletin | None:
    for row in bulletin.later_editions.all():
        if row.state == Bulletin.State.DRAFT:
            return row
    return None
