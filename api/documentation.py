"""The OpenAPI 3.1 document and Swagger UI: public, the same in every language, without outside requests."""

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document tells of it."""

    target_class = "api.authentication.PartnerTokenAuthentication"
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
