"""The entries of the calendars: a stop over all its days, an event at its hour, and those that were called off.

UIDs never change, SEQUENCE only rises (RFC 5545): a calendar program moves or strikes an entry instead of making a
second one.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from exhibitions.models import LEFT_STATES, State
from pages.templatetags.figures import path
from visits.models import EventReport

CHINA = ZoneInfo("Asia/Shanghai")
DOMAIN = "tour-exhibition-portal"  # part of every UID: a fixed name, as the host's may change
REFRESH = timedelta(hours=6)


def empty_calendar(name: str, description: str = "") -> Calendar:
    """A calendar without entries; `description` says what it leaves out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tour Exhibition Portal//tourexhibit//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The name twice: RFC 7986, and what programs read before it.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if description:
        calendar.add("description", description)
        calendar.add("x-wr-caldesc", description)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar


def entry_of_stop(request: HttpRequest, stop, sequence: int, *, withdrawn: bool = False) -> Entry:
    """A stop over all its days. `withdrawn`: as it was told last, struck out; it has no page any more."""
    opens, closes = stop.opens_on, stop.closes_on
    entry = _entry(f"stop-{stop.pk}", sequence, stop.changed_at, stop.confirmed_on)
    gone = {State.CANCELLED: _("Called off"), State.POSTPONED: _("Postponed")}.get(stop.state, "")
    if withdrawn:
        gone = _("Called off")
    summary = _("{exhibition} at {library}").format(
        exhibition=stop.exhibition.label, library=stop.library.label
    )
    entry.add("summary", _("{mark}: {title}").format(mark=gone, title=summary) if gone else summary)
    entry.add("status", "CANCELLED" if gone else "CONFIRMED")
    # Days without an hour: the end is the day after, as RFC 5545 counts.
    entry.add("dtstart", opens)
    entry.add("dtend", closes + timedelta(days=1))
    # A stop of two months must not make its readers look busy.
    entry.add("transp", "TRANSPARENT")
    address = stop.library.address or path(stop.library.division)
    entry.add("location", f"{stop.library.label}, {address}")
    told = [_("Admission is free. Check the days of opening before you set out.")]
    if withdrawn:
        told = [_("It is no longer planned for these days.")]
    elif stop.state == State.SUSPENDED:
        told.insert(0, _("Closed for the time being"))
    if stop.demonstration:
        told.insert(0, _("Demonstration data: this stop is not real."))
    _add_page(entry, request, None if withdrawn else stop.pk, told)
    return entry


def entry_of_event(
    request: HttpRequest, event, report: EventReport | None, changes: int, *, withdrawn: bool = False
) -> Entry:
    """An event at its hour, or on its day. `changes` are those of its stop; `withdrawn` as in `entry_of_stop`."""
    # Each of the three may change what is told, and none of these numbers ever falls.
    sequence = changes + event.revision - 1 + (report.revision if report else 0)
    changed = max(filter(None, [event.changed_at, report and report.filed_at]), default=None)
    entry = _entry(f"event-{event.pk}", sequence, changed, event.day)
    gone = (
        withdrawn
        or event.stop.state in LEFT_STATES
        or (report is not None and report.state == EventReport.State.CANCELLED)
    )
    entry.add(
        "summary",
        _("{mark}: {title}").format(mark=_("Called off"), title=event.label) if gone else event.label,
    )
    entry.add("status", "CANCELLED" if gone else "CONFIRMED")
    if event.starts_at:
        start = datetime.combine(event.day, event.starts_at, tzinfo=CHINA)
        end = datetime.combine(event.day, event.ends_at, tzinfo=CHINA) if event.ends_at else start
        # In UTC: no program has to know our time zone.
        entry.add("dtstart", start.astimezone(UTC))
        entry.add("dtend", max(end, start + timedelta(minutes=15)).astimezone(UTC))
    else:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
    entry.add("location", _(", ").join(filter(None, [event.stop.library.label, event.place_label])))
    page = None if withdrawn else event.stop_id
    _add_page(entry, request, page, [event.get_kind_display(), event.speaker_label, event.description_label])
    return entry


def _entry(uid: str, sequence: int, changed: datetime | None, since: date) -> Entry:
    """An entry with its unchanging UID, how often it was changed, and when last; `since` where no history says it."""
    entry = Entry()
    entry.add("uid", f"{uid}@{DOMAIN}")
    entry.add("sequence", sequence)
    moment = changed or datetime.combine(since, datetime.min.time(), tzinfo=CHINA)
    stamp = moment.astimezone(UTC).replace(microsecond=0)
    entry.add("dtstamp", stamp)
    entry.add("last-modified", stamp)
    return entry


def _add_page(entry: Entry, request: HttpRequest, stop_id: int | None, told: Iterable[str]) -> None:
    if stop_id is None:
        entry.add("description", "\n".join(filter(None, told)))
        return
    url = request.build_absolute_uri(reverse("public:stop", kwargs={"stop_id": stop_id}))
    entry.add("description", "\n".join([*filter(None, told), url]))
    entry.add("url", url)
