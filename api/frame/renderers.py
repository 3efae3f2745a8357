"""JSON out: UTF-8 as it is, moments in Shanghai's time with its offset, days as YYYY-MM-DD."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson
from django.utils import timezone
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

# Moments are written by `as_json`: the one thing that orjson would write in UTC.
OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS


def as_json(value: Any) -> Any:
    """What JSON has no word for. Raises TypeError for anything unknown, never guesses."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, list | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def compact_json(value: Any) -> bytes:
    """`value` as JSON in one line of UTF-8. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(value, default=as_json, option=OPTIONS)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if data is None:
            return b""
        return compact_json(data)
