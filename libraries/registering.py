"""Registering many libraries at once: from pasted lines or a file, all or nothing, again and again without effect."""

import csv
import io
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from libraries.models import CountyLibrary, Division

LARGEST_FILE = 1024 * 1024  # bytes; the whole nation is a fifth of it
MOST_ROWS = 5_000

# The columns, by the words people head them with; without a heading they come in this order.
COLUMNS = {
    "division_code": ("行政区划代码", "区划代码", "代码", "division_code", "division code", "code"),
    "name": ("名称", "图书馆", "图书馆名称", "馆名", "name", "library"),
    "name_en": ("英文名称", "英文名", "name_en", "english name", "name in english"),
    "address": ("地址", "address"),
}


@dataclass
class Row:
    """One line as it was given, and what is wrong with it. `number` counts the lines of the text from 1."""

    number: int
    division_code: str = ""
    name: str = ""
    name_en: str = ""
    address: str = ""
    errors: list[str] = field(default_factory=list)
    known: bool = False  # registered before
    division: Division | None = None


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a mark, GB18030 (what Excel writes in China) or marked UTF-16.

    Raises ValidationError for a file that is too large, a workbook, or bytes that are none of these.
    """
    if len(data) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 1 MB."))
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise ValidationError(
            _("This is a workbook. Save it as CSV, or copy its cells and paste them as lines.")
        )
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig"] if data.startswith(BOM_UTF8) else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The file is not readable text. Save it as CSV in UTF-8."))


def read(text: str) -> list[Row]:
    """The rows of comma- or tab-separated text, headed or not; empty lines are left out.

    Raises ValidationError for text without a row, with too many rows, or with quotes that do not close.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise ValidationError(_("The file is not readable text. Save it as CSV in UTF-8."))
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = "\t" if "\t" in first else "，" if "," not in first and "，" in first else ","
    lines = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    columns, rows = list(COLUMNS), list[Row]()
    try:
        for cells in lines:
            cells = [_clean(cell) for cell in cells]
            if not any(cells):
                continue
            if not rows and (heading := _heading(cells)):
                columns = heading
                continue
            row = Row(number=lines.line_num)
            for name, cell in zip(columns, cells, strict=False):
                if name:
                    setattr(row, name, cell)
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise ValidationError(_("More than {number} rows.").format(number=MOST_ROWS))
    except csv.Error as error:
        raise ValidationError(
            _(
                "Line {number} cannot be read: a quote that does not close, or a cell that is too long."
            ).format(number=lines.line_num)
        ) from error
    if not rows:
        raise ValidationError(_("There is no row."))
    return rows


def _clean(cell: str) -> str:
    """One spelling of what looks the same: composed, without marks that steer or hide text, without outer blanks."""
    text = unicodedata.normalize("NFC", cell)
    return "".join(character for character in text if unicodedata.category(character) != "Cf").strip()


def _heading(cells: list[str]) -> list[str] | None:
    """The column of each cell where this line is a heading; an unknown heading's cells are left out."""
    names = {word: name for name, words in COLUMNS.items() for word in words}
    columns = [names.get(cell.lower(), "") for cell in cells]
    given = [name for name in columns if name]
    if not given:
        return None
    missing = {"division_code", "name"} - set(given)
    if missing or len(given) != len(set(given)):
        raise ValidationError(_("The heading needs the columns 行政区划代码 and 名称, each once."))
    return columns


@dataclass
class Registration:
    """Rows on their way into the registry: checked as a whole, then stored as a whole."""

    rows: list[Row]

    def __post_init__(self) -> None:
        self._check()

    @property
    def refused(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if not row.errors and not row.known]

    def store(self, *, by: AbstractBaseUser | None) -> list[CountyLibrary]:
        """Register what is new and return it; libraries that were there stay as they are.

        Raises ValidationError, naming each bad row, and then stores nothing.
        """
        with transaction.atomic():
            self._check()
            if self.refused:
                raise ValidationError(
                    [
                        _("Row {number}: {errors}").format(number=row.number, errors=" ".join(row.errors))
                        for row in self.refused
                    ]
                )
            return self._create(by)

    def _create(self, by: AbstractBaseUser | None) -> list[CountyLibrary]:
        libraries = [
            CountyLibrary(division=row.division, name=row.name, name_en=row.name_en, address=row.address)
            for row in self.new
        ]
        if not libraries:
            return []
        try:
            return bulk_create_with_history(libraries, CountyLibrary, batch_size=500, default_user=by)
        except IntegrityError as error:
            raise ValidationError(
                _("Somebody registered one of these libraries at the same moment. Check the rows again.")
            ) from error

    def _check(self) -> None:
        codes = {_code(row) for row in self.rows}
        divisions = (
            Division.objects.filter(code__in=codes)
            .order_by("current", "id")
            .prefetch_related("followed_by__successor")  # named at each row whose division ended
        )
        # Of a code's spells the current one comes last and stays.
        by_code = {division.code: division for division in divisions}
        registered = set(
            CountyLibrary.objects.filter(division__in=by_code.values()).values_list("division_id", "name")
        )
        seen: dict[tuple[str, str], int] = {}
        for row in self.rows:
            row.division = by_code.get(_code(row))
            row.errors = [*_errors_of_code(row), *_errors_of_texts(row)]
            row.known = row.division is not None and (row.division.pk, row.name) in registered
            first = seen.setdefault((_code(row), row.name), row.number)
            if first != row.number:
                row.errors.append(_("The same library as in row {number}.").format(number=first))


def _code(row: Row) -> str:
    # Full-width digits are digits here: a code is typed or pasted by people.
    return unicodedata.normalize("NFKC", row.division_code).strip()


def _errors_of_code(row: Row) -> list[str]:
    code = _code(row)
    if not (len(code) == 6 and code.isascii() and code.isdecimal()):
        return [_("The division code “{code}” is not six digits.").format(code=row.division_code[:20])]
    if row.division is None:
        return [_("No division has the code {code}.").format(code=code)]
    if not row.division.current:
        following = "、".join(str(succession.successor) for succession in row.division.followed_by.all())
        return [
            _("{division} ended; it became {following}.").format(division=row.division, following=following)
            if following
            else _("{division} ended.").format(division=row.division)
        ]
    if not row.division.county_level:
        return [_("{division} is not at county level.").format(division=row.division)]
    return []


def _errors_of_texts(row: Row) -> list[str]:
    errors = [] if row.name else [_("The name is missing.")]
    for name in ("name", "name_en", "address"):
        text, column = getattr(row, name), CountyLibrary._meta.get_field(name)
        longest = column.max_length or 0
        if len(text) > longest:
            errors.append(
                _("The {column} is longer than {number} characters.").format(
                    column=column.verbose_name, number=longest
                )
            )
        # Line breaks inside a cell, control characters, halves of a character that no database stores.
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            errors.append(_("The {column} holds control characters.").format(column=column.verbose_name))
    return errors
