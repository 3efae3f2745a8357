"""Parts of a list: `{next, previous, results}`, by a cursor over a unique key, or by number (rule 12).

Following `next` never skips a row and never gives one twice, whatever is written meanwhile. Pages by number are for
people who jump about; they move when rows come in before them.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.frame.keyset import Position, as_cursor, read_cursor
from api.frame.parameters import Parameter, number, read_number, wrong

LARGEST_PAGE = 1000
LAST_PAGE = 10_000
PAGE = Parameter(
    "page",
    lambda text: read_number(text, 1, LAST_PAGE),
    "Number of the page, from 1. Without it `next` leads on by a cursor.",
    shape={"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
)
CURSOR = Parameter("cursor", str, "Where to go on: taken from `next` or `previous` of an answer.")
PAGE_SIZE = number("page_size", 1, LARGEST_PAGE, 100, "Rows in a page.")
PAGE_PARAMETERS: tuple[Parameter, ...] = (CURSOR, PAGE, PAGE_SIZE)


class Pages(BasePagination):
    """One query a part: one row more than asked tells whether there is more; nothing is counted.

    The view gives the key of its order (`key`, `order_word`). A page after the last is empty.
    """

    def paginate_queryset(self, queryset: QuerySet, request: Request, view=None) -> list[Any]:
        self.request, self.size = request, view.query["page_size"]
        self.key, self.word = view.key(), view.order_word()
        page, cursor = view.query["page"], view.query["cursor"]
        if page is not None and cursor is not None:
            raise wrong("page", "page_and_cursor", _("Give a page or a cursor, not both."))
        if page is not None:
            return self._by_number(queryset, page)
        return self._by_cursor(queryset, cursor)

    def _by_number(self, queryset: QuerySet, page: int) -> list[Any]:
        start = (page - 1) * self.size
        rows = list(self.key.ordered(queryset)[start : start + self.size + 1])
        address = self.request.build_absolute_uri()
        self.next = self.previous = None
        if len(rows) > self.size and page < LAST_PAGE:
            self.next = replace_query_param(address, PAGE.name, page + 1)
        if page > 1:
            self.previous = replace_query_param(address, PAGE.name, page - 1)
        return rows[: self.size]

    def _by_cursor(self, queryset: QuerySet, cursor: str | None) -> list[Any]:
        position, from_the_end = self._read(queryset, cursor)
        rows = queryset
        if position is not None:
            rows = self.key.beyond(queryset, position, from_the_end=from_the_end)
        found = list(self.key.ordered(rows, from_the_end=from_the_end)[: self.size + 1])
        more, found = len(found) > self.size, found[: self.size]
        if from_the_end:
            found.reverse()
        goes_on = more if not from_the_end else True
        goes_back = position is not None if not from_the_end else more
        self.next = self._link(found[-1], False) if found and goes_on else None
        self.previous = self._link(found[0], True) if found and goes_back else None
        return found

    def _read(self, queryset: QuerySet, cursor: str | None) -> tuple[Position | None, bool]:
        if cursor is None:
            return None, False
        try:
            return read_cursor(cursor, self.word, queryset, self.key)
        except ValueError as error:
            message = _("This cursor is not of this list in this order. Start again without it.")
            raise wrong("cursor", "invalid_cursor", message) from error

    def _link(self, row: Any, from_the_end: bool) -> str:
        cursor = as_cursor(self.word, self.key.position_of(row), from_the_end=from_the_end)
        address = remove_query_param(self.request.build_absolute_uri(), PAGE.name)
        return replace_query_param(address, CURSOR.name, cursor)

    def get_paginated_response(self, data: list[Any]) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        return []  # the views declare `PAGE_PARAMETERS` beside their own
