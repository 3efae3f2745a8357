"""What the public page of a stop says: its days, hours, zones, events, reading, photos and neighbours."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.utils.functional import cached_property

from exhibitions.models import CLOSED_STATES, Event, Exhibit, ReadingListEntry, Stop
from exhibitions.nearby import NearbyStop, nearest_stops
from libraries.hours import Departure, HoursOfDays, departures, weekly_hours
from libraries.models import Holiday, PublicHolidays
from pages.templatetags.tour import is_gone
from partnership.models import DigitalResource
from partnership.publications import Publication
from visits.models import EventReport, Photo

NEIGHBOURS = 3
PHOTOS_SHOWN = 12
RESOURCES_SHOWN = 6
OPENING_SOON = 60  # days for which the days that are left are counted


@dataclass(frozen=True)
class ToldEvent:
    """A lecture or the like, and whether it was called off."""

    event: Event
    called_off: bool
    over: bool


@dataclass(frozen=True)
class StopPage:
    """What a page tells of one stop, `today` being a day of Asia/Shanghai."""

    stop: Stop
    today: date

    @property
    def is_public(self) -> bool:
        return self.stop.draft_plan_id is None and self.stop.confirmed_on is not None

    @property
    def is_over(self) -> bool:
        closes = self.stop.closes_on
        return self.stop.state in CLOSED_STATES or bool(closes and closes < self.today)

    @property
    def can_be_visited(self) -> bool:
        return not self.is_over and not is_gone(self.stop)

    @property
    def has_days(self) -> bool:
        """Whether its days are known well enough for a calendar."""
        return (
            self.is_public
            and self.stop.date_precision == Stop.DatePrecision.DAY
            and None not in (self.stop.opens_on, self.stop.closes_on)
        )

    @property
    def days_left(self) -> int | None:
        """Days until it opens, where that is soon."""
        opens = self.stop.opens_on
        left = (opens - self.today).days if opens and self.can_be_visited else 0
        return left if 0 < left <= OPENING_SOON else None

    @cached_property
    def hours(self) -> list[HoursOfDays]:
        return weekly_hours(self.stop.library.opening_hours.all())

    @property
    def on_public_holidays(self) -> str:
        kept = self.stop.library.public_holidays
        return "" if kept == PublicHolidays.FOLLOW else str(PublicHolidays(kept).label)

    @cached_property
    def departures(self) -> list[Departure]:
        """The next days that are not as their weekday is, while the stop can be visited."""
        opens, closes = self.stop.opens_on, self.stop.closes_on
        if not (self.can_be_visited and self.has_days and opens and closes):
            return []
        holidays = list(Holiday.objects.filter(day__gte=self.today, day__lte=closes))
        return departures(self.stop.library, max(opens, self.today), closes, holidays)

    @cached_property
    def zones(self) -> list[tuple[str, list[Exhibit]]]:
        """What there is to see, by zone; an English name of the zone may stand at one of its exhibits alone."""
        if self.stop.kit_id is None:
            return []
        exhibits = Exhibit.objects.filter(kit=self.stop.kit_id).exclude(condition=Exhibit.Condition.MISSING)
        zones = [
            list(group) for _zone, group in groupby(exhibits.order_by("zone", "code"), key=attrgetter("zone"))
        ]
        return [(max(zone, key=attrgetter("zone_en")).zone_label, zone) for zone in zones]

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.stop.events.select_related("report").order_by("day", "starts_at", "pk"))

    @property
    def events(self) -> list[ToldEvent]:
        """Lectures and the like, in the order of their days."""
        told = []
        for event in self._events:
            if event.is_online:
                continue
            report = getattr(event, "report", None)
            called_off = is_gone(self.stop) or (
                report is not None and report.state == EventReport.State.CANCELLED
            )
            told.append(ToldEvent(event, called_off, event.day < self.today))
        return told

    @property
    def online(self) -> list[Event]:
        """What can be seen from afar."""
        return [event for event in self._events if event.is_online]

    @cached_property
    def resources(self) -> list[DigitalResource]:
        """What the institutions share online."""
        offered = DigitalResource.objects.to_open(demonstration=self.stop.demonstration)
        return list(offered.select_related("owner")[:RESOURCES_SHOWN])

    @cached_property
    def reading_list(self) -> list[Publication]:
        """What the library recommends, then what goes with the exhibition everywhere; each once."""
        entries = ReadingListEntry.objects.select_related("publication")
        of_stop = entries.filter(stop=self.stop)
        of_exhibition = entries.filter(exhibition=self.stop.exhibition_id)
        found = {entry.publication_id: entry.publication for entry in [*of_stop, *of_exhibition]}
        return list(found.values())

    @cached_property
    def photos(self) -> list[Photo]:
        """Released ones only, whoever looks."""
        return list(Photo.objects.released().filter(stop=self.stop)[:PHOTOS_SHOWN])

    @cached_property
    def nearby(self) -> list[NearbyStop]:
        place = self.stop.library.division
        return nearest_stops([place], self.today, NEIGHBOURS)[place.pk]
