"""What people write in their own words, on its way in: cleaned of what cannot be seen, refused when it names a person.

Counts are kept, not visitors, so telephone and identity numbers do not belong into a note (personal information law).
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from uploads.refusals import Refused

# Stands where a browser sent bytes that are no character: a half of a surrogate pair, another encoding.
NO_CHARACTER = "\ufffd"
# Mobile numbers have eleven digits from 13 to 19, identity numbers eighteen with the day of birth in the middle.
MOBILE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)", re.ASCII)
IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)", re.ASCII
)
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-.·]+(?=\d)", re.ASCII)


def read_remark(text: str) -> str:
    """The text without controls, zero-width and bidirectional marks and outer blanks; line feeds stay.

    Raises Refused: "unreadable" for bytes that are no character, "personal_data" for a mobile or an identity
    number, also in full-width digits or set apart by blanks or hyphens.
    """
    if NO_CHARACTER in text:
        raise Refused("unreadable", _("This text holds characters that cannot be read. Type them again."))
    cleaned = "".join(
        filter(_is_seen, text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    ).strip()
    as_digits = unicodedata.normalize("NFKC", cleaned)
    for candidate in (as_digits, BETWEEN_DIGITS.sub("", as_digits)):
        if MOBILE.search(candidate) or IDENTITY.search(candidate):
            raise Refused("personal_data", _("Leave telephone and identity numbers of persons out."))
    return cleaned


def _is_seen(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")
