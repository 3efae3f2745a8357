"""oEmbed (https://oembed.com): a site that is given the address of a public page asks here what to show for it."""

from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exhibitions.models import Stop
from libraries.models import Division
from pages.frame.public_pages import public_page

WIDTH, HEIGHT = 600, 520  # pixels, where the asking site sets no smaller limit
SMALLEST, LARGEST = 240, 4000
CACHE_SECONDS = 3600


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """Answers `?url=` with a frame in JSON; `maxwidth` and `maxheight` in pixels. 404 for what cannot be embedded.

    The frame shows on the sites of the allow-list only, whoever asks.
    """
    if request.GET.get("format", "json") != "json":
        return HttpResponse("format: only json is offered\n", status=501, content_type="text/plain")
    try:
        width = _limit(request.GET.get("maxwidth", ""), WIDTH)
        height = _limit(request.GET.get("maxheight", ""), HEIGHT)
    except ValueError as error:
        return HttpResponse(f"{error}\n", status=400, content_type="text/plain")
    path, title = _widget_of(request, request.GET.get("url", ""))
    frame = frame_of(request.build_absolute_uri(path), title, height, width=str(width))
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": _("Science on Tour · County Libraries"),
            "provider_url": request.build_absolute_uri("/"),
            "cache_age": CACHE_SECONDS,
            "width": width,
            "height": height,
            "html": frame,
        }
    )


def frame_of(address: str, title: str, height: int, width: str = "100%") -> str:
    """The element that shows a widget; it tells us the site it stands on, and nothing of the page or the reader."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" referrerpolicy="origin" '
        'style="border:0;max-width:100%"></iframe>',
        address,
        title,
        width,
        height,
    )


def _limit(text: str, usual: int) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError("maxwidth and maxheight are whole numbers of pixels")
    return min(usual, max(SMALLEST, min(int(text), LARGEST)))


def _widget_of(request: HttpRequest, address: str) -> tuple[str, str]:
    """The widget that stands for a page of ours, and its title. Raises Http404 for every other address."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise Http404("no page of ours") from error
    if parts.scheme not in ("http", "https") or parts.netloc != request.get_host():
        raise Http404("no page of ours")
    if match.view_name == "public:home":
        return reverse("public:embed-coverage"), _("Libraries covered by province")
    if match.view_name == "public:division":
        place = get_object_or_404(Division.objects.current(), code=match.kwargs["code"])
    elif match.view_name == "public:stop":
        stops = Stop.objects.public().select_related("library__division")
        place = get_object_or_404(stops, pk=match.kwargs["stop_id"]).library.division
    else:
        raise Http404("this page cannot be embedded")
    path = f"{reverse('public:embed-stops')}?{urlencode({'division': place.code})}"
    return path, _("Science on Tour: {place}").format(place=place.label)
