"""In which format an answer goes out: `format=`, else the header Accept, else JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.frame.parameters import Parameter, choice, wrong
from api.frame.renderers import JSONRenderer
from api.tables.writers import WRITERS, Table, TooManyRows, write_xlsx

# In one request; an export holds as many as a sheet of Excel.
MOST_SHEET_ROWS_AT_ONCE = 100_000


class TableRenderer(BaseRenderer):
    """Stands for a format in the choice of formats and in the OpenAPI document; `tables` writes it."""

    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if data is None:
            return b""  # a 304 has no body
        raise NotImplementedError("tables are written by api.tables")


class CSVRenderer(TableRenderer):
    media_type = "text/csv"
    format = "csv"


class NDJSONRenderer(TableRenderer):
    media_type = "application/x-ndjson"
    format = "ndjson"


class XLSXRenderer(TableRenderer):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    render_style = "binary"


TABLES: tuple[type[TableRenderer], ...] = (CSVRenderer, NDJSONRenderer, XLSXRenderer)
RENDERERS: tuple[type[BaseRenderer], ...] = (JSONRenderer, *TABLES)
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "xlsx": XLSXRenderer.media_type,
}
HEADERS = choice(
    "headers",
    ["names", "labels"],
    "In CSV and XLSX: names for programs, or labels for people in the language of `lang`.",
    "names",
)


def format_parameter(*names: str) -> Parameter:
    return choice("format", names, "Format of the answer, before the header Accept.")


FORMAT = format_parameter("json", *(renderer.format for renderer in TABLES))
FORMAT_PARAMETERS = (FORMAT, HEADERS)


class FormatNegotiation(DefaultContentNegotiation):
    """`format=` goes before Accept. A word that is no format here is refused with the other parameters."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None):
        wanted = request.query_params.get("format")
        for renderer in renderers:
            if renderer.format == wanted:
                return renderer, renderer.media_type
        return super().select_renderer(request, renderers, format_suffix)

    def filter_renderers(self, renderers: Any, format: str) -> Any:
        return renderers


def is_table(request: Request) -> bool:
    """Whether another format than JSON was chosen."""
    return request.accepted_renderer.format != JSONRenderer.format


def table_response(request: Request, table: Table) -> StreamingHttpResponse:
    """The table in the chosen format, handed on as it is read. Raises ValidationError for too long an XLSX."""
    word = request.accepted_renderer.format
    if word == "xlsx":
        blocks: Iterable[bytes] = _sheet(table)
    else:
        blocks = _in_language(translation.get_language(), WRITERS[word](table))
    response = StreamingHttpResponse(blocks, content_type=CONTENT_TYPES[word])
    name = f"{table.name.replace('/', '-')}.{word}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(table: Table) -> Iterator[bytes]:
    """Begun at once: a refusal has to come before the first byte."""
    blocks = write_xlsx(table, most=MOST_SHEET_ROWS_AT_ONCE)
    try:
        first = next(blocks, b"")
    except TooManyRows as error:
        message = _("More than {most} rows at once: ask for CSV, or order an export.")
        raise wrong("format", "too_many_rows", message.format(most=MOST_SHEET_ROWS_AT_ONCE)) from error

    def all_blocks() -> Iterator[bytes]:
        yield first
        yield from blocks

    return all_blocks()


def _in_language(language: str | None, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Each block in the reader's language, which the request has left behind when the answer is read."""
    while True:
        with translation.override(language):
            block = next(blocks, None)
        if block is None:
            return
        yield block
