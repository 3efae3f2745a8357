"""Why the door refuses. Each carries a stable code for machines and a sentence for people."""

from typing import Any


class Refusal(Exception):
    """A refusal of the door; nothing was stored."""

    def __init__(self, code: str = "", message: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Refused(Refusal):
    """What was sent cannot be right; the message says how to mend it."""


class NotAllowed(Refusal):
    """The role may not do this to any object."""


class NotFound(Refusal):
    """There is no such stop, or not for this account; the two look the same."""


class Conflict(Refusal):
    """Another content stands where this one wants to go; a person has to see both."""

    def __init__(self, code: str, message: str, *, current: dict[str, Any], sent: dict[str, Any]) -> None:
        super().__init__(code, message)
        self.current = current
        self.sent = sent
