"""A map of China that the operator installs with its review number (审图号); without one the tile grid stands alone.

The portal ships no map: none that it could package carries a review number, and a number belongs to one picture as it
was reviewed. So the picture is shown as it is, nothing is drawn on it, and the tile grid keeps the figures.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


def review_number() -> str:
    """The review number of the installed map; empty where none is installed, or its file is not there."""
    path = Path(settings.BASE_MAP) if settings.BASE_MAP else None
    there = path is not None and path.suffix.lower() in TYPES and path.is_file()
    return settings.BASE_MAP_NUMBER if there else ""


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def base_map(request: HttpRequest) -> HttpResponse | FileResponse:
    """The picture as it was installed; a script in it would not run."""
    if not review_number():
        raise Http404("no map is installed")
    path = Path(settings.BASE_MAP)
    answer = FileResponse(path.open("rb"), content_type=TYPES[path.suffix.lower()])
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
