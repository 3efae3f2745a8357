"""Answers that are not for everybody: private pages, and private files."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control


def private(response: HttpResponse) -> HttpResponse:
    """One library's page: no shared cache may keep it, and the browser asks each time."""
    patch_cache_control(response, private=True, no_cache=True)
    return response


def file_answer(content: bytes, content_type: str, name: str, *, download: bool) -> HttpResponse:
    """A private file: typed by us, named by us, sniffed by nobody, kept by no shared cache, run by no browser."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return private(answer)
