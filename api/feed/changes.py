"""The change feed: figures, registry and bulletins in the order of their commits, from the first on (rule 13)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.scope import scope_of
from api.frame.converters import LARGEST_ID
from api.frame.keyset import Key, parts
from api.frame.pagination import LARGEST_PAGE
from api.frame.parameters import choices, number
from api.frame.views import PortalView
from api.registry.serializers import shows_kits
from api.tables.columns import columns_of
from api.tables.formats import FORMAT_PARAMETERS, RENDERERS, is_table, table_response
from api.tables.writers import Table
from visits.feed import BULLETIN, DAY, EVENT
from visits.models import REGISTRY_TYPES, FeedEntry, FeedEntryQuerySet

TYPES = (DAY, EVENT, BULLETIN, *REGISTRY_TYPES)
KIT, STOP = "kit", "stop"
IN_ORDER = Key(("sequence",))


class ChangeRow(serializers.Serializer):
    """One change. `data` is the object as it stands then; null for a deletion, or when it left the caller's scope.

    Registry rows are those of their lists, without members that depend on the language (`level_label`).
    """

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    type = serializers.CharField()
    id = serializers.CharField()
    op = serializers.ChoiceField(FeedEntry.Operation.choices)
    data = serializers.DictField(allow_null=True)  # type: ignore[assignment]  # as in SealRow


class ChangesAnswer(serializers.Serializer):
    """`next_after` is where to go on; it moves past what is not the caller's too. `more`: there is more now."""

    results = ChangeRow(many=True)
    next_after = serializers.IntegerField()
    more = serializers.BooleanField()


class ChangesView(PortalView):
    """Verified days and events, the registry, the seals and published bulletins as they changed: one sequence for everything; a replay from 0 is always possible.

    Keep `next_after` and ask again: what was read once is never read twice, and nothing is skipped, since sequence
    numbers are given out in the order of commits. As CSV, NDJSON or XLSX it comes whole, unless `limit` asks for a
    part; the header `Next-After` is where to go on, and `Link` leads to the next part while there is one.
    """

    right = "feed"
    parameters = (
        number("after", 0, LARGEST_ID, 0, "The last sequence number already read; 0 from the beginning."),
        number("limit", 1, LARGEST_PAGE, 500, "Changes in an answer."),
        choices("type", TYPES, "Only changes of these types; all without it."),
        *FORMAT_PARAMETERS,
    )

    def get_renderers(self) -> list[Any]:
        return [renderer() for renderer in RENDERERS]

    @extend_schema(operation_id="changes", responses=ChangesAnswer)
    def get(self, request: Request) -> HttpResponseBase:
        after, limit = self.query["after"], self.query["limit"]
        # Read before the changes: what comes in between is for the next time.
        last = FeedEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
        rows = self._rows().filter(sequence__gt=after, sequence__lte=last)
        if is_table(request) and "limit" not in request.query_params:
            return self._table(parts(rows, IN_ORDER, LARGEST_PAGE), max(last, after))
        found = list(rows.order_by("sequence")[: limit + 1])
        results, more = found[:limit], len(found) > limit
        next_after = results[-1].sequence if more else max(last, after)
        if not is_table(request):
            return Response({"results": self._shown(results), "next_after": next_after, "more": more})
        response = self._table(iter([results]), next_after)
        if more:
            there = replace_query_param(request.build_absolute_uri(), "after", next_after)
            response["Link"] = f'<{there}>; rel="next"'
        return response

    def _rows(self) -> FeedEntryQuerySet:
        rows = FeedEntry.objects.visible_to(scope_of(self.request.user))
        if self.query["type"]:
            rows = rows.filter(type__in=self.query["type"])
        return rows if shows_kits(self.request) else rows.exclude(type=KIT)

    def _shown(self, entries: Sequence[FeedEntry]) -> list[dict[str, Any]]:
        kits = shows_kits(self.request)
        return [row_of(entry, kits=kits) for entry in entries]

    def _table(self, some: Iterator[Sequence[FeedEntry]], next_after: int) -> HttpResponseBase:
        shown = (self._shown(part) for part in some)
        labels = self.query["headers"] == "labels"
        response = table_response(
            self.request, Table("changes", columns_of(ChangeRow()), shown, labels=labels)
        )
        response["Next-After"] = str(next_after)
        return response


def row_of(entry: FeedEntry, *, kits: bool = True) -> dict[str, Any]:
    """An entry as partners read it, here and in webhooks; `kits` is whether the reader may know which kit stands where."""
    data = json.loads(entry.data) if entry.data else None
    if entry.type == STOP and data and not kits:
        data["kit"] = None
    return {
        "seq": entry.sequence,
        "at": entry.at,
        "type": entry.type,
        "id": entry.object_id,
        "op": entry.operation,
        "data": data,
    }
