"""The query string as a form: every parameter of the API declared once, read strictly, and told in OpenAPI.

Unknown and repeated parameters are refused, so a misspelt filter never passes for the whole nation.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote_to_bytes

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from accounts.language import SPELLINGS
from api.frame.converters import LARGEST_ID

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_WORDS = 80
A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Wrong(ValueError):
    """A value that cannot be meant: `code` for machines, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Parameter:
    """A parameter by name: how its text is read, what stands for it when it is left out, how it is described."""

    name: str
    read: Callable[[str], Any]
    description: str
    default: Any = None
    shape: dict[str, Any] = field(default_factory=lambda: {"type": "string"})

    def described(self) -> OpenApiParameter:
        return OpenApiParameter(
            name=self.name,
            description=self.description,
            type=self.shape,
            explode=False if self.shape["type"] == "array" else None,
        )


# ---------------------------------------------------------------- reading one value


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD, from 1900 to 2100. Raises Wrong."""
    if A_DAY.fullmatch(text) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # a month or a day that the calendar does not have: told below like every other wrong day
    raise Wrong("invalid_date", _("Give a day that exists as YYYY-MM-DD, from 1900 to 2100."))


def read_id(text: str) -> int:
    return read_number(text, 1, LARGEST_ID)


def read_number(text: str, least: int, most: int) -> int:
    """A whole number in ASCII digits from `least` to `most`. Raises Wrong."""
    if re.fullmatch(r"[0-9]{1,19}", text, re.ASCII) and least <= int(text) <= most:
        return int(text)
    raise Wrong(
        "invalid_number", _("Give a whole number from {least} to {most}.").format(least=least, most=most)
    )


def read_truth(text: str) -> bool:
    return one_of(text, {"1": True, "true": True, "0": False, "false": False})


def read_words(text: str) -> str:
    if len(text) > LONGEST_WORDS:
        raise Wrong("too_long", _("Give at most {most} characters.").format(most=LONGEST_WORDS))
    return text.strip()


def read_slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", text, re.ASCII):
        raise Wrong(
            "invalid_slug", _("Give the short name that stands in addresses, such as 15th-five-year-plan.")
        )
    return text


def read_prefix(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,6}", text, re.ASCII):
        raise Wrong("unknown_division", _("Give a division code of six digits, or its leading digits."))
    return text


def one_of(text: str, words: Any) -> Any:
    """The word itself, or what `words` holds for it. Raises Wrong with the list of words."""
    if text not in words:
        raise Wrong("invalid_choice", _("Give one of: {words}.").format(words=", ".join(words)))
    return words[text] if isinstance(words, dict) else text


def several_of(text: str, words: Any) -> tuple[str, ...]:
    """Words with commas between, each once. Raises Wrong."""
    given = tuple(one_of(word, words) for word in text.split(","))
    if len(set(given)) != len(given):
        raise Wrong("repeated", _("Give each word once."))
    return given


# ---------------------------------------------------------------- declaring one parameter


def day(name: str, description: str) -> Parameter:
    return Parameter(name, read_day, description, shape={"type": "string", "format": "date"})


def identity(name: str, description: str) -> Parameter:
    return Parameter(
        name, read_id, description, shape={"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    )


def truth(name: str, description: str) -> Parameter:
    return Parameter(
        name, read_truth, description, shape={"type": "string", "enum": ["1", "0", "true", "false"]}
    )


def choice(name: str, words: Any, description: str, default: Any = None) -> Parameter:
    shape = {"type": "string", "enum": list(words)}
    if isinstance(default, str):
        shape["default"] = default
    return Parameter(name, lambda text: one_of(text, words), description, default, shape=shape)


def choices(name: str, words: Any, description: str, default: tuple = ()) -> Parameter:
    shape = {
        "type": "array",
        "items": {"type": "string", "enum": list(words)},
        "minItems": 1,
        "uniqueItems": True,
    }
    return Parameter(name, lambda text: several_of(text, words), description, default, shape=shape)


def ordering(*names: str, default: str = "") -> Parameter:
    words = [word for name in names for word in (name, f"-{name}")]
    return choice(
        "ordering", words, "Order of the rows; with “-” from the last to the first.", default or names[0]
    )


def fields(*names: str) -> Parameter:
    return choices("fields", names, "Only these members of each row, with commas between; all without it.")


def number(name: str, least: int, most: int, default: int, description: str) -> Parameter:
    return Parameter(
        name,
        lambda text: read_number(text, least, most),
        description,
        default,
        shape={"type": "integer", "minimum": least, "maximum": most, "default": default},
    )


LANG = choice("lang", sorted(SPELLINGS), "Language of labels and errors, before the header Accept-Language.")
DIVISION = Parameter(
    "division",
    read_prefix,
    "A division: its code of six digits, or leading digits (`33`, `3305`, `330521`).",
    shape={"type": "string", "pattern": "^[0-9]{1,6}$"},
)
WORDS = Parameter(
    "q", read_words, "Words to look for in names.", shape={"type": "string", "maxLength": LONGEST_WORDS}
)
DEMONSTRATION = truth("demonstration", "Only demonstration data (1), or only real data (0).")


# ---------------------------------------------------------------- reading the whole query string


def read_parameters(request: Request, declared: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of all `declared` parameters by name. Raises ValidationError that names every wrong one."""
    _refuse_broken_text(request.META.get("QUERY_STRING", ""))
    known = {parameter.name: parameter for parameter in declared}
    errors: dict[str, list[ErrorDetail]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [ErrorDetail(_no_such_parameter(known), "unknown_parameter")]
        elif len(values) > 1:
            errors[name] = [ErrorDetail(_("Give this parameter once."), "repeated")]
    read: dict[str, Any] = {}
    for name, parameter in known.items():
        if name in errors:
            continue
        text = request.query_params.get(name)
        if text is None:
            read[name] = parameter.default
            continue
        try:
            read[name] = parameter.read(text)
        except Wrong as wrong:
            errors[name] = [ErrorDetail(str(wrong), wrong.code)]
    if errors:
        raise ValidationError(errors)
    return read


def _no_such_parameter(known: dict[str, Parameter]) -> str:
    return _("There is no such parameter here. There are: {names}.").format(names=", ".join(sorted(known)))


def _refuse_broken_text(query: str) -> None:
    """Bytes that are not UTF-8 would be replaced, and NUL characters break the database: both are refused."""
    try:
        text = unquote_to_bytes(query).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValidationError(
            {"query": [ErrorDetail(_("The query string is not UTF-8."), "encoding")]}
        ) from error
    if "\x00" in text:
        raise ValidationError(
            {"query": [ErrorDetail(_("The query string has a NUL character."), "encoding")]}
        )


def wrong(name: str, code: str, message: str) -> ValidationError:
    """The error of one parameter, for what only the database can tell."""
    return ValidationError({name: [ErrorDetail(message, code)]})
