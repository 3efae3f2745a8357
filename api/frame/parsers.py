"""JSON in, without mercy: what two readers could understand differently is refused with 400, 413 or 415."""

import json
from typing import Any, NoReturn

from django.conf import settings
from django.http import UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.utils.mediatypes import _MediaType

DEEPEST = 20  # no body of this API needs more than five levels


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("Send less at once.")


class StrictJSONParser(BaseParser):
    """Objects without repeated members, finite numbers, whole characters, at most `DEEPEST` levels.

    Raises ParseError (400), TooLarge (413, above DATA_UPLOAD_MAX_MEMORY_SIZE bytes) or UnsupportedMediaType (415,
    another charset than UTF-8, or a compressed body).
    """

    media_type = "application/json"

    def parse(self, stream, media_type: str | None = None, parser_context: dict | None = None) -> Any:
        request = parser_context["request"] if parser_context else None
        if request is not None:
            _refuse_encodings(request, media_type or "")
        return read_json(_body(stream, request))


def read_json(body: bytes) -> Any:
    """The content of a JSON text in UTF-8. Raises ParseError."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not UTF-8."), "encoding") from error
    try:
        content = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite_number
        )
    except RecursionError as error:
        raise ParseError(_("The body is nested too deeply."), "too_deep") from error
    except ValueError as error:
        raise ParseError(_("The body is not JSON."), "not_json") from error
    _refuse_depth_and_broken_text(content)
    return content


def _refuse_encodings(request, media_type: str) -> None:
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType(
            media_type, _("Send the body as it is, without compression."), "content_encoding"
        )
    charset = str(_MediaType(media_type).params.get("charset", "utf-8")).strip("\"' ").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(media_type, _("Send JSON in UTF-8."), "charset")


def _body(stream, request) -> bytes:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        body = stream.read(most + 1)
    except (UnreadablePostError, OSError) as error:
        raise ParseError(_("The body did not arrive whole."), "cut") from error
    if len(body) > most:
        raise TooLarge
    announced = request.META.get("CONTENT_LENGTH", "") if request is not None else ""
    if str(announced).isdecimal() and len(body) < int(announced):
        raise ParseError(_("The body did not arrive whole."), "cut")
    return body


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ParseError(_("The body has a member twice."), "duplicate_key")
    return content


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(_("Numbers have to be finite."), "not_finite")


def _finite_number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ParseError(_("Numbers have to be finite."), "not_finite")
    return number


def _refuse_depth_and_broken_text(content: Any) -> None:
    """Walk the content without recursion: its depth, NUL characters, and halves of surrogate pairs."""
    waiting = [(content, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > DEEPEST:
            raise ParseError(_("The body is nested too deeply."), "too_deep")
        if isinstance(item, dict):
            waiting += [(part, depth + 1) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            waiting += [(part, depth + 1) for part in item]
        elif isinstance(item, str) and not _is_whole(item):
            raise ParseError(_("The body has characters that cannot be stored."), "text")


def _is_whole(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
