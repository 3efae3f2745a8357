"""How people write a count in a form: one rule for every page. The API takes JSON integers only (rule 2)."""

import re

from django.utils.translation import gettext as _

from visits.vocabulary import MOST_VISITS

# What a Chinese keyboard writes in its full-width mode.
FULL_WIDTH = str.maketrans("０１２３４５６７８９，", "0123456789,")
# Digits, or groups of three set apart by commas; `[0-9]` on purpose: \d and isdigit() know many more digits.
WRITTEN = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+")


class Unreadable(ValueError):
    """What was written is not a count; the message says what would be."""


def read_count(text: str, most: int = MOST_VISITS) -> int | None:
    """The count that a person wrote, from 0 to `most` (1,000,000 person-times); None where nothing is written.

    Understood: 128, full-width １２８, and thousands set apart by a comma, 12,800 or １２，８００; blanks around do not
    matter. Nothing else is guessed at: no sign, no point, no exponent, no 万, no digits of other scripts. Blank is
    not zero. `static/librarian/day.js` reads by the same rule. Raises Unreadable.
    """
    written = text.strip().translate(FULL_WIDTH)
    if not written:
        return None
    if WRITTEN.fullmatch(written):
        digits = written.replace(",", "").lstrip("0") or "0"
        # The length first: Python refuses to convert thousands of digits.
        if len(digits) <= len(str(most)) and int(digits) <= most:
            return int(digits)
    raise Unreadable(_("Give a whole number from 0 to {most}.").format(most=f"{most:,}"))
