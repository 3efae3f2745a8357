"""What a webhook carries: an entry of the feed, in the words of `changes/`, or a test."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.feed.changes import row_of
from api.frame.renderers import JSONRenderer
from visits.feed import BULLETIN, DAY, EVENT
from visits.models import FeedEntry

# The types of the feed in words. A delivery's type is one of these and the operation: `day.upsert`.
TYPES: dict[str, str | Promise] = {
    DAY: _("verified figures of a day"),
    EVENT: _("verified figures of an event"),
    BULLETIN: _("published bulletins"),
    "division": _("divisions"),
    "library": _("county libraries"),
    "programme": _("programmes"),
    "exhibition": _("exhibitions"),
    "kit": _("exhibition kits"),
    "stop": _("stops of the tour"),
    "event": _("events at stops"),
    "seal": _("daily seals"),
}
TEST = "portal.test"


def type_of(entry: FeedEntry) -> str:
    return f"{entry.type}.{entry.operation}"


def subject_of(entry: FeedEntry) -> str:
    return f"{entry.type}/{entry.object_id}"


def body_of(entry: FeedEntry) -> bytes:
    """The same bytes at every attempt: they are made of the entry alone."""
    return _body(type_of(entry), entry.at, row_of(entry))


def body_of_test(made_at: datetime) -> bytes:
    return _body(TEST, made_at, {"text": "This is a test. It tells of no change."})


def _body(type_: str, at: datetime, data: dict[str, Any]) -> bytes:
    return JSONRenderer().render({"type": type_, "timestamp": at, "data": data})
