"""Pages of a list by number: `{next, previous, results}`, bounded on both sides (rules 12)."""

from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.parameters import Parameter, number

LARGEST_PAGE = 1000
LAST_PAGE = 10_000
PAGE = number("page", 1, LAST_PAGE, 1, "Number of the page, from 1.")
PAGE_SIZE = number("page_size", 1, LARGEST_PAGE, 100, "Rows in a page.")
PAGE_PARAMETERS: tuple[Parameter, ...] = (PAGE, PAGE_SIZE)


class PageNumbers(BasePagination):
    """One query a page: one row more than asked tells whether there is a next page; nothing is counted.

    Lists are ordered by a unique key, and a page after the last is empty.
    """

    def paginate_queryset(self, queryset, request: Request, view=None) -> list[Any]:
        self.request, self.page, size = request, view.query["page"], view.query["page_size"]
        start = (self.page - 1) * size
        rows = list(queryset[start : start + size + 1])
        self.more = len(rows) > size and self.page < LAST_PAGE
        return rows[:size]

    def get_paginated_response(self, data: list[Any]) -> Response:
        return Response({"next": self._next(), "previous": self._previous(), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        return []  # the views declare `PAGE_PARAMETERS` beside their own

    def _next(self) -> str | None:
        if not self.more:
            return None
        return replace_query_param(self.request.build_absolute_uri(), PAGE.name, self.page + 1)

    def _previous(self) -> str | None:
        address = self.request.build_absolute_uri()
        if self.page == 1:
            return None
        if self.page == 2:
            return remove_query_param(address, PAGE.name)
        return replace_query_param(address, PAGE.name, self.page - 1)
