"""The public pages of bulletins: the list, each edition at its permanent address, its files. No sign-in (rule 16)."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.scope import scope_of
from reports.bulletins import chain, downloads
from reports.bulletins.document import BulletinDocument
from reports.bulletins.pdf import pdf_of
from reports.models import Bulletin
from reports.models.bulletins import LANGUAGES

A_PAGE = 50


@login_not_required
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """Published bulletins, the newest first; those of the demonstration apart, below."""
    published = Bulletin.objects.published().with_editions().without_content().newest_first()
    real = published.filter(programme__demonstration=False)
    page = Paginator(real, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "drafts": scope_of(request.user).is_staff,
        "bulletins": [(one, one.published_later) for one in page.object_list],
        "demonstrations": [
            (one, one.published_later) for one in published.filter(programme__demonstration=True)[:A_PAGE]
        ],
    }
    return _public(request, render(request, "bulletins/list.html", context))


@login_not_required
@require_safe
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """One edition: its figures in words and tables, its signatures, and how to check that it is the one signed."""
    found = _published(number)
    return _public(request, render(request, "bulletins/bulletin.html", _context(found)))


@login_not_required
@require_safe
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """The same on paper."""
    found = _published(number)
    return _public(request, render(request, "bulletins/print.html", _context(found)))


@login_not_required
@require_safe
def content(request: HttpRequest, number: str) -> HttpResponse:
    """The content to the letter: the SHA-256 of this file is what was signed."""
    found = _published(number)
    return _file(request, found.content.encode(), "application/json", f"{found.number}.json")


@login_not_required
@require_safe
def coverage_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Coverage by province as a table."""
    found = _published(number)
    return _csv(request, downloads.coverage_csv(found), f"{found.number}-coverage.csv")


@login_not_required
@require_safe
def visits_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Visits by province, month, measure and audience as a table."""
    found = _published(number)
    return _csv(request, downloads.visits_csv(found), f"{found.number}-visits.csv")


@login_not_required
@require_safe
def pdf(request: HttpRequest, number: str, language: str) -> HttpResponse:
    """The PDF in Chinese or English."""
    found = _published(number)
    return _file(request, pdf_of(found, language), "application/pdf", f"{found.number}-{language}.pdf")


def _published(number: str) -> Bulletin:
    found = Bulletin.objects.published().with_editions().filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _context(found: Bulletin) -> dict[str, Any]:
    return {
        "bulletin": found,
        "document": BulletinDocument.of(found),
        "signatures": chain.standing_signatures(found),
        "later": found.published_later,
        "languages": list(LANGUAGES),
    }


def _public(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A page for everybody: with a tag of its bytes, asked about each time, for a later edition may have come."""
    if request.user.is_authenticated:
        # The frame holds a name and a token; nothing to keep.
        patch_cache_control(answer, private=True, no_cache=True)
        return answer
    patch_cache_control(answer, public=True, no_cache=True)
    return _conditional(request, answer)


def _csv(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    return _file(request, content, "text/csv; charset=utf-8", name)


def _file(request: HttpRequest, content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to download, the same for everybody; typed by us and sniffed by nobody."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(answer, public=True, no_cache=True)
    return _conditional(request, answer)


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer
