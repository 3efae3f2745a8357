"""What stands in addresses and hidden fields, read strictly."""

import re
from datetime import date

from django.core.exceptions import BadRequest

REVISION = re.compile(r"[0-9]{1,15}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """The day of the address, as 2026-11-22. Raises BadRequest for anything that is no day of the calendar."""
    if not DAY.fullmatch(text):
        raise BadRequest(f"{text[:40]!r} is not written like 2026-11-22")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(f"{text} is not a day of the calendar") from error
