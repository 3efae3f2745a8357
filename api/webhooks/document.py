"""The section `webhooks` of the OpenAPI document: each kind of delivery, its headers, and the answers that count."""

from typing import Any

from drf_spectacular.plumbing import build_mocked_view
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from api.feed.change_data import BulletinChange, DayChange, EventChange
from api.feed.registry import SOURCES
from api.registry.serializers import StopRow
from api.webhooks.deliveries import GONE, WAITS
from api.webhooks.events import TEST, TYPES
from api.webhooks.transport import LONGEST_WAIT_ASKED, PATIENCE
from visits.feed import BULLETIN, DAY, EVENT
from visits.models import FeedEntry

# What only the feed tells; rows of the registry are described with their lists.
DATA: dict[str, type[serializers.Serializer]] = {
    DAY: DayChange,
    EVENT: EventChange,
    BULLETIN: BulletinChange,
}
ROWS = {
    **{type_: source.row.__name__ for type_, source in SOURCES.items()},
    **{type_: data.__name__ for type_, data in DATA.items()},
    "stop": StopRow.__name__,
}
HEADERS = {
    "webhook-id": (
        "Standard Webhooks: the same at every attempt of this message; drop what you have seen.",
        {"type": "string", "pattern": "^msg_[0-9a-f]{32}$"},
    ),
    "webhook-timestamp": (
        "Standard Webhooks: seconds since 1970 (UTC) of this attempt; refuse what is more than five minutes off.",
        {"type": "string", "pattern": "^[0-9]{1,12}$"},
    ),
    "webhook-signature": (
        "Standard Webhooks: HMAC-SHA256 over `webhook-id.webhook-timestamp.body`, in Base64 behind `v1,`; one for "
        "each secret that holds now, set apart by a blank. One that fits is enough.",
        {"type": "string", "pattern": "^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$"},
    ),
}
ANSWERS = {
    "2XX": f"Delivered, if it comes within {PATIENCE:.0f} seconds. Store first and work later; the body is not read.",
    "3XX": "Not followed; tried again later, like any other answer.",
    str(GONE): "The webhook is stopped at once.",
    "429": "Tried again later; `Retry-After` in seconds is kept, up to "
    f"{LONGEST_WAIT_ASKED // 3600} hours. The same with 503.",
    "default": f"Tried again, {len(WAITS) + 1} times in all.",
}


def webhooks(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Put the section into the document. Runs before the hook that names the words in components."""
    view = build_mocked_view("post", "/", extend_schema(), generator.registry)
    for data in DATA.values():
        view.schema.resolve_serializer(data(), "response")
    result["components"] = generator.registry.build(spectacular_settings.APPEND_COMPONENTS)
    result["webhooks"] = {kind: {"post": _operation(kind, body)} for kind, body in sorted(_bodies().items())}
    return result


def _bodies() -> dict[str, dict[str, Any]]:
    """The schema of the body of each kind of delivery."""
    bodies = {TEST: _body(TEST, _object(text={"type": "string"}))}
    for type_ in TYPES:
        for operation in FeedEntry.Operation.values:
            kind = f"{type_}.{operation}"
            bodies[kind] = _body(kind, _change(type_, operation))
    return bodies


def _body(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return _object(type={"const": kind}, timestamp={"type": "string", "format": "date-time"}, data=data)


def _change(type_: str, operation: str) -> dict[str, Any]:
    """An entry of the feed, as `changes/` gives it."""
    deleted = operation == FeedEntry.Operation.DELETE
    return _object(
        seq={"type": "integer"},
        at={"type": "string", "format": "date-time"},
        type={"const": type_},
        id={"type": "string"},
        op={"const": operation},
        data={"type": "null"} if deleted else {"$ref": f"#/components/schemas/{ROWS[type_]}"},
    )


def _object(**members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": [*members]}


def _operation(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "webhook_" + kind.replace(".", "_"),
        "summary": f"A delivery of the kind {kind}",
        "description": "Sent to the address of a webhook, at least once and in order for each object. Ignore kinds and "
        "members that you do not know.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {"in": "header", "name": name, "required": True, "description": told, "schema": schema}
            for name, (told, schema) in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {status: {"description": told} for status, told in ANSWERS.items()},
    }
