"""What search engines and other programs read out of a public page: schema.org in JSON-LD.

It says nothing that the page does not say. Events are `ExhibitionEvent` and `EducationEvent`, the host is a `Library`.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from exhibitions.models import LEFT_STATES, State, Stop
from libraries.models import Division
from pages.public.stop_content import StopPage, ToldEvent
from pages.templatetags.figures import path

CONTEXT = "https://schema.org"
STATUSES = {State.CANCELLED: "EventCancelled", State.POSTPONED: "EventPostponed"}


def event_of_stop(request: HttpRequest, page: StopPage) -> dict[str, Any]:
    """The stop as an exhibition with its place, days and lectures; needs the days (`page.has_days`)."""
    stop = page.stop
    place = _library(stop)
    return {
        "@context": CONTEXT,
        **_exhibition(request, stop),
        "description": stop.exhibition.description_en if _is_english() else stop.exhibition.description,
        "location": place,
        "subEvent": [_lecture(told, place) for told in page.events if told.event.starts_at],
    }


def page_of_place(request: HttpRequest, place: Division, stops: list[Stop]) -> dict[str, Any]:
    """A place with the stops that are on or come, as a list of exhibitions."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": path(place),
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "item": {**_exhibition(request, stop), "location": _library(stop)},
            }
            for position, stop in enumerate(stops[:10], start=1)
        ],
    }


def _exhibition(request: HttpRequest, stop: Stop) -> dict[str, Any]:
    return {
        "@type": "ExhibitionEvent",
        "name": f"{stop.exhibition.label} · {stop.library.label}",
        "startDate": stop.opens_on.isoformat() if stop.opens_on else None,
        "endDate": stop.closes_on.isoformat() if stop.closes_on else None,
        "eventStatus": f"{CONTEXT}/{STATUSES.get(State(stop.state), 'EventScheduled')}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "url": request.build_absolute_uri(reverse("public:stop", kwargs={"stop_id": stop.pk})),
        "inLanguage": "zh-Hans",
        "organizer": {"@type": "Organization", "name": stop.library.label},
    }


def _library(stop: Stop) -> dict[str, Any]:
    library, division = stop.library, stop.library.division
    return {
        "@type": "Library",
        "name": library.label,
        **({"telephone": library.phone} if library.phone else {}),
        **({"url": library.website} if library.website else {}),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": path(division),
            **({"streetAddress": library.address} if library.address else {}),
        },
    }


def _lecture(told: ToldEvent, place: dict[str, Any]) -> dict[str, Any]:
    event = told.event
    gone = told.called_off or event.stop.state in LEFT_STATES
    return {
        "@type": "EducationEvent",
        "name": event.label,
        "startDate": f"{event.day.isoformat()}T{event.starts_at:%H:%M}:00+08:00",
        **({"endDate": f"{event.day.isoformat()}T{event.ends_at:%H:%M}:00+08:00"} if event.ends_at else {}),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if gone else 'EventScheduled'}",
        "isAccessibleForFree": True,
        "location": place,
    }


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
