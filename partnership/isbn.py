"""International Standard Book Numbers: read as people write them, kept in the form of thirteen digits.

ISO 2108: ten characters until 2006, thirteen digits since; both end in a check digit, and one book's two numbers are
the same number, so the longer form is what is compared.
"""

import unicodedata

from django.utils.translation import gettext as _

BLANKS_AND_DASHES = dict.fromkeys(map(ord, " \u3000-\u2010\u2011\u2012\u2013\u2014\u2212"))


class NoISBN(ValueError):
    """What was written is no ISBN; the message says why."""


def read_isbn(text: str) -> str:
    """The thirteen digits of an ISBN; empty for an empty text.

    Takes ten or thirteen characters, with hyphens or blanks, in full-width digits, and with "ISBN" before them. Raises
    NoISBN when there are more or fewer, or when the check digit is another: most often a digit mistyped.
    """
    written = unicodedata.normalize("NFKC", text).upper().translate(BLANKS_AND_DASHES)
    written = written.removeprefix("ISBN").removeprefix(":")
    if not written:
        return ""
    body, last = written[:-1], written[-1]
    if (
        not written.isascii()
        or not body.isdigit()
        or not (last.isdigit() or (last == "X" and len(written) == 10))
    ):
        raise NoISBN(_("An ISBN has 13 digits, or 10 of which the last may be X."))
    if len(written) == 13 and body[:3] not in ("978", "979"):
        raise NoISBN(_("An ISBN of 13 digits begins with 978 or 979."))
    if len(written) not in (10, 13):
        raise NoISBN(_("An ISBN has 10 or 13 characters; this one has {number}.").format(number=len(written)))
    if last != (check_digit_10(body) if len(written) == 10 else check_digit_13(body)):
        raise NoISBN(_("The check digit does not fit: look for a digit that was mistyped."))
    if len(written) == 13:
        return written
    return f"978{body}{check_digit_13(f'978{body}')}"


def check_digit_13(body: str) -> str:
    """The last digit for the first twelve."""
    weighted = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(body))
    return str(-weighted % 10)


def check_digit_10(body: str) -> str:
    """The last character for the first nine: a digit, or X for ten."""
    weighted = sum(int(digit) * (10 - position) for position, digit in enumerate(body))
    return "0123456789X"[-weighted % 11]
