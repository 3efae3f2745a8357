"""What every public page has in common: open to everybody, light, kept by caches, and without a cookie.

Nothing of a visitor is stored: without sign-in no page sets a cookie, unless the language switch was used, which keeps
that choice and nothing else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.utils.text import compress_string
from django.views.decorators.http import require_safe

# A shared cache in front may answer with the same page for so long; a browser asks each time, and gets a 304.
SHARED_SECONDS = 60
SMALLEST_COMPRESSED = 500  # bytes


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A page that anybody may read: without sign-in it is compressed and kept by caches, with sign-in it is private."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
            return response
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response if response.status_code != 200 else kept(request, response)

    return answered


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The answer with its tag and for how long it holds, or 304; compressed, as it holds no secret that could leak."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
    if not response.has_header("ETag"):
        set_response_etag(response)
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if answer is response and len(response.content) >= SMALLEST_COMPRESSED:
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = compress_string(response.content)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
            # Other bytes than the plain ones: weak, the same meaning.
            response["ETag"] = f"W/{response['ETag']}"
    return answer
