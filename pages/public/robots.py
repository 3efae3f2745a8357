"""What search engines are told: which pages there are, and which are none of theirs."""

from datetime import date, datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from exhibitions.models import Stop, StopQuerySet
from libraries.models import Division
from pages.frame.public_pages import public_page
from partnership.models import Campaign, CooperationArea, Initiative
from reports.models import Bulletin

# Rooms of people who work here, and addresses that say nothing by themselves.
CLOSED = (
    "/accounts/",
    "/admin/",
    "/api/",
    "/dashboard/",
    "/embed/",
    "/my/",
    "/oembed/",
    # Each call counts as a reader.
    "/partnership/resources/",
    "/partnership/plans/",
    "/partnership/records/",
    "/review/",
    "/suggestions/",
)


class Pages(Sitemap):
    """The home page, the list of bulletins, and the partnership."""

    def items(self) -> list[str]:
        return ["public:home", "bulletins:list", "partnership:agreement"]

    def location(self, item: str) -> str:
        return reverse(item)


class Places(Sitemap):
    """Counties with a real public stop, and the prefectures and provinces that contain them."""

    def items(self) -> QuerySet[Division]:
        stops = Stop.objects.public().filter(programme__demonstration=False)
        counties = set(stops.values_list("library__division__code", flat=True))
        codes = {code for county in counties for code in (county, f"{county[:4]}00", f"{county[:2]}0000")}
        return Division.objects.current().filter(code__in=codes).order_by("code")

    def location(self, item: Division) -> str:
        return reverse("public:division", kwargs={"code": item.code})


class Stops(Sitemap):
    """Real public stops, with the day of their last change."""

    limit = 10_000

    def items(self) -> StopQuerySet:
        stops = Stop.objects.public().filter(programme__demonstration=False)
        return stops.annotate(changed=Max("transitions__recorded_at")).order_by("pk")

    def location(self, item: Stop) -> str:
        return reverse("public:stop", kwargs={"stop_id": item.pk})

    def lastmod(self, item: Any) -> date | None:
        # Days alone: a stop that was never moved has no time, and the two do not compare.
        return timezone.localdate(item.changed) if item.changed else item.confirmed_on


class Bulletins(Sitemap):
    """Published bulletins, but for those of the demonstration. What is published never changes."""

    limit = 10_000

    def items(self) -> QuerySet[Bulletin]:
        published = Bulletin.objects.published().filter(programme__demonstration=False)
        return published.without_content().order_by("pk")

    def location(self, item: Bulletin) -> str:
        return reverse("bulletins:bulletin", kwargs={"number": item.number})

    def lastmod(self, item: Any) -> datetime:
        return item.published_at


class Cooperation(Sitemap):
    """The areas of the agreement, campaigns, and initiatives that are no examples."""

    def items(self) -> list[Any]:
        real = (
            CooperationArea.objects,
            Campaign.objects.present().real(),
            Initiative.objects.present().real(),
        )
        return [each for rows in real for each in rows.order_by("pk")]

    def location(self, item: Any) -> str:
        if isinstance(item, Campaign):
            return reverse("partnership:campaign", args=[item.slug])
        return reverse(
            "partnership:area" if isinstance(item, CooperationArea) else "partnership:initiative",
            args=[item.pk],
        )


SITEMAPS: dict[str, Sitemap | type[Sitemap]] = {
    "pages": Pages,
    "places": Places,
    "stops": Stops,
    "bulletins": Bulletins,
    "cooperation": Cooperation,
}


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages, in the form of sitemaps.org; `?p=` turns its pages."""
    answer = django_sitemap(request, sitemaps=SITEMAPS)
    answer.render()
    return HttpResponse(answer.content, content_type="application/xml")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by search engines; the rooms behind the sign-in are not worth their time."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
