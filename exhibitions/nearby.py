"""The stops nearest to a place: for those whose own county has none yet."""

from dataclasses import dataclass
from datetime import date

from exhibitions.models import Stop
from libraries.distance import kilometres_between
from libraries.models import Division, code_prefix


@dataclass(frozen=True)
class NearbyStop:
    """A stop that is open or comes, and how far its county's seat is, in kilometres; None where a place is unknown."""

    stop: Stop
    kilometres: float | None


def nearest_stops(places: list[Division], today: date, number: int) -> dict[int, list[NearbyStop]]:
    """For each place, by its key, the `number` stops nearest to it that are open or still to come on `today`.

    Those of the own province come first, as that is where tickets, buses and school trips go; within each part the
    nearest first, then the next to open. Two queries, however many places.
    """
    rows = list(
        Stop.objects.public()
        .still_to_see(today)
        .order_by("opens", "pk")
        .values_list(
            "pk", "library__division__code", "library__division__longitude", "library__division__latitude"
        )
    )
    chosen = {place.pk: _choose(place, rows, number) for place in places}
    wanted = {stop for choice in chosen.values() for stop, _distance in choice}
    stops = Stop.objects.with_place().in_bulk(wanted) if wanted else {}
    return {
        place: [NearbyStop(stops[stop], distance) for stop, distance in choice if stop in stops]
        for place, choice in chosen.items()
    }


def _choose(place: Division, rows: list[tuple], number: int) -> list[tuple[int, float | None]]:
    province, within = place.code[:2], code_prefix(place.code)
    measured = []
    for position, (stop, code, longitude, latitude) in enumerate(rows):
        if code.startswith(within):
            continue  # what is in the place itself is no neighbour
        distance = None
        if place.longitude is not None and place.latitude is not None and None not in (longitude, latitude):
            distance = kilometres_between(place.longitude, place.latitude, longitude, latitude)
        elsewhere, unknown = not code.startswith(province), distance is None
        measured.append((elsewhere, unknown, distance or 0.0, position, stop, distance))
    return [(stop, distance) for *_order, stop, distance in sorted(measured)[:number]]
