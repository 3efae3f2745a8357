"""What describes the API: its OpenAPI 3.1 document, Swagger UI, the structure of its statistics. Public, from here alone."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiTypes, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.frame.permissions import Public
from api.frame.views import PortalView

STRUCTURE = Path(__file__).parent / "data" / "visits_structure.xml"


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document tells of it."""

    target_class = "api.frame.authentication.PartnerTokenAuthentication"
    name = "token"
    priority = 1

    def get_security_definition(self, auto_schema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "A partner's key: `Authorization: Token <key>`.",
        }


class SchemaView(SpectacularJSONAPIView):
    """`schema/`: public, and written in English whatever the reader's language, so that it can be compared."""

    def _get_schema_response(self, request: Request) -> Response:
        with translation.override("en"):
            return super()._get_schema_response(request)


class DocumentationView(SpectacularSwaggerSplitView):
    """`docs/`: Swagger UI from our own static files, without inline script or style."""

    url_name = "api:schema"
    template_name = "api/swagger_ui.html"


class PlainTextRenderer(BaseRenderer):
    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return (data if isinstance(data, str) else "").encode()


@extend_schema(exclude=True)
class GuideView(PortalView):
    """The partner's guide (`docs/api/guide.zh.md`, `guide.en.md`) as it stands in the tree; Markdown is plain enough."""

    permission_classes = [Public]
    renderer_classes = [PlainTextRenderer]
    language = "zh"

    def get(self, request: Request) -> Response:
        text = (settings.BASE_DIR / "docs" / "api" / f"guide.{self.language}.md").read_text()
        return Response(text, headers={"Content-Language": self.language})


class SDMXStructureRenderer(BaseRenderer):
    media_type = "application/vnd.sdmx.structure+xml"
    format = "xml"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return data or b""


class StructureView(PortalView):
    """The structure of the statistics as SDMX-ML 2.1: what reads `statistics/visits/?format=sdmx-csv`."""

    permission_classes = [Public]
    renderer_classes = [SDMXStructureRenderer]

    @extend_schema(operation_id="statistics_structure", responses=OpenApiTypes.STR)
    def get(self, request: Request) -> Response:
        return Response(STRUCTURE.read_bytes())
