"""`exports/`: order a long list as a file, see how far it is, fetch it (202 + Location)."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.exports.models import Export
from api.exports.orders import file_answer, place, visible_to, withdraw
from api.exports.sources import FORMATS, SOURCES
from api.frame.permissions import HasAnyRole
from api.frame.views import PortalView
from api.recording.serializers import StrictSerializer
from api.tables.formats import RENDERERS

KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Made by the client, up to 64 characters: the same order sent again is one export.",
)
LOOK_AGAIN = "2"  # seconds


class Order(StrictSerializer):
    resource = serializers.ChoiceField(sorted(SOURCES), help_text="The path of a list or statistic.")
    format = serializers.ChoiceField(FORMATS, default="csv")
    query = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=400),
        default=dict,
        help_text="The parameters of that list by name, as in its address.",
    )


class ExportRow(serializers.Serializer):
    """`file` is where to fetch it, once `state` is done; `progress` from 0 to 1, null where nobody can tell."""

    id = serializers.UUIDField()
    resource = serializers.CharField()
    format = serializers.ChoiceField(FORMATS)
    query = serializers.DictField(child=serializers.CharField())
    state = serializers.ChoiceField(Export.State.choices)
    progress = serializers.SerializerMethodField()
    rows_written = serializers.IntegerField()
    rows_expected = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(allow_null=True, help_text="Bytes.")
    sha256 = serializers.CharField()
    error = serializers.CharField(
        help_text="not_allowed, too_many_rows, interrupted, cancelled or failed; else empty."
    )
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    file = serializers.SerializerMethodField()

    def get_progress(self, export: Export) -> float | None:
        if export.state in (Export.State.DONE, Export.State.EXPIRED):
            return 1.0
        if not export.rows_expected:
            return None
        return round(min(export.rows_written / export.rows_expected, 1), 3)

    def get_file(self, export: Export) -> str | None:
        if export.state != Export.State.DONE:
            return None
        return reverse("api:export-file", [export.pk], request=self.context["request"])


class ExportList(serializers.Serializer):
    results = ExportRow(many=True)


class OwnExports(PortalView):
    permission_classes = [HasAnyRole]
    right = ""

    def own(self, pk: Any) -> Export:
        """Raises NotFound for another's, or for one of what this account sees no longer."""
        found = visible_to(self.request.user, self.request.auth).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def row(self, export: Export) -> dict[str, Any]:
        return dict(ExportRow(export, context={"request": self.request}).data)


class ExportsView(OwnExports):
    """Long lists as files, written beside the requests and kept for three days. Each order is on record."""

    @extend_schema(operation_id="exports_list", responses=ExportList)
    def get(self, request: Request) -> Response:
        rows = visible_to(request.user, request.auth)[:100]
        return Response({"results": [self.row(export) for export in rows]})

    @extend_schema(
        operation_id="exports_order",
        request=Order,
        parameters=[KEY],
        responses={202: OpenApiResponse(ExportRow, description="Ordered; Location names it.")},
    )
    def post(self, request: Request) -> Response:
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        export = place(request.user, request.auth, key=_key(request), **order.validated_data)
        export.refresh_from_db()
        where = reverse("api:export", [export.pk], request=request)
        return Response(self.row(export), status=202, headers={"Location": where, "Retry-After": LOOK_AGAIN})


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 64 or not key.isascii() or not (key.isprintable()):
        raise ValidationError({"Idempotency-Key": [_("Give up to 64 printable ASCII characters.")]})
    return key


class ExportView(OwnExports):
    """One export: how far it is, and where its file is."""

    @extend_schema(operation_id="exports_retrieve", responses=ExportRow)
    def get(self, request: Request, pk: Any) -> Response:
        export = self.own(pk)
        unfinished = export.state in (Export.State.WAITING, Export.State.RUNNING)
        return Response(self.row(export), headers={"Retry-After": LOOK_AGAIN} if unfinished else None)

    @extend_schema(
        operation_id="exports_withdraw",
        responses={
            204: OpenApiResponse(description="Cancelled, or its file deleted; the same again is 204 too.")
        },
    )
    def delete(self, request: Request, pk: Any) -> Response:
        withdraw(self.own(pk))
        return Response(status=204)


class ExportFileView(OwnExports):
    """The file of an export, for the account and the token that ordered it."""

    def get_renderers(self) -> list[BaseRenderer]:
        return [renderer() for renderer in RENDERERS[1:]]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        # The file is in the format that was ordered, whatever is accepted.
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(operation_id="exports_file", responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, pk: Any) -> HttpResponseBase:
        return file_answer(self.own(pk))
