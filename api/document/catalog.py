"""`/catalog.json`: the data sets of the portal in the words of DCAT 3, for catalogues that harvest (public)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_noop
from django.views.decorators.http import conditional_page, require_safe

from api.frame.renderers import JSONRenderer
from api.tables.formats import CONTENT_TYPES
from api.tables.labels import in_both_languages

TITLE = gettext_noop("Open data of the touring science exhibition in county libraries")
# path -> title, whether anyone may read it
DATA_SETS: dict[str, tuple[str, bool]] = {
    "divisions": (gettext_noop("Administrative divisions of China (GB/T 2260) with their successions"), True),
    "libraries": (gettext_noop("County-level public libraries"), True),
    "programmes": (gettext_noop("Programmes of the tour and their targets"), True),
    "exhibitions": (gettext_noop("Touring exhibitions"), True),
    "stops": (gettext_noop("Stops of the tour"), True),
    "events": (gettext_noop("Events around the stops"), True),
    "seals": (gettext_noop("Daily seals over the history of all figures"), True),
    "bulletins": (gettext_noop("Statistical bulletins that the three institutions signed"), True),
    "coverage": (gettext_noop("Coverage of a programme by province or year"), False),
    "statistics/visits": (gettext_noop("Verified visits, grouped as asked"), False),
    "statistics/days": (gettext_noop("Verified visits by stop and day"), False),
    "changes": (
        gettext_noop("Changes of figures, registry and bulletins in the order of their commit"),
        False,
    ),
}
ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


@login_not_required
@require_safe
@conditional_page
def catalog(request: HttpRequest) -> JsonResponse:
    """The catalogue as JSON-LD; addresses are those that the reader used."""
    root = request.build_absolute_uri("/").rstrip("/")
    body = {
        "@context": CONTEXT,
        "@id": f"{root}/catalog.json",
        "@type": "dcat:Catalog",
        "dct:title": _texts(TITLE),
        "dct:language": ["zh", "en"],
        "dct:publisher": {
            "@type": "foaf:Agent",
            "foaf:name": ["国家图书馆", "中国图书馆学会", "中国科学技术馆"],
        },
        "dcat:service": {
            "@type": "dcat:DataService",
            "dcat:endpointURL": f"{root}/api/v1/",
            "dcat:endpointDescription": f"{root}/api/v1/schema/",
        },
        "dcat:dataset": [_data_set(root, path, *about) for path, about in DATA_SETS.items()],
    }
    if settings.DATA_LICENCE:
        body["dct:license"] = settings.DATA_LICENCE
    return JsonResponse(body, content_type="application/ld+json")


def _data_set(root: str, path: str, title: str, public: bool) -> dict[str, Any]:
    address = f"{root}/api/v1/{path}/"
    formats = {JSONRenderer.format: JSONRenderer.media_type, **CONTENT_TYPES}
    if path != "statistics/visits":
        formats.pop("sdmx-csv", None)
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": _texts(title),
        "dct:identifier": path,
        "dct:accessRights": f"{ACCESS}{'PUBLIC' if public else 'RESTRICTED'}",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": f"{address}?format={name}",
                "dcat:mediaType": media_type.split(";")[0],
            }
            for name, media_type in formats.items()
        ],
    }


def _texts(text: str) -> list[dict[str, str]]:
    return [{"@language": code, "@value": value} for code, value in in_both_languages(text).items()]
