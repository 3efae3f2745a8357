"""How the OpenAPI document is made from the views: their own parameters, and the problems they answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from api.frame.permissions import HasAnyRole, Public
from api.frame.problems import MEDIA_TYPE
from api.tables import formats

# Tables are text or files: their columns are the members of `results`, flat (see the data dictionary).
TABLES = {
    renderer.media_type: {
        "type": "string",
        **({"format": "binary"} if renderer.render_style == "binary" else {}),
    }
    for renderer in formats.TABLES
}


class ProblemError(serializers.Serializer):
    code = serializers.CharField(help_text="Stable, for machines.")
    attr = serializers.CharField(allow_null=True, help_text="The parameter or member that is meant.")
    detail = serializers.CharField(help_text="For people, in their language.")


class ProblemDetails(serializers.Serializer):
    """RFC 9457. A 409 also has `current`, what stands, and `sent`, what was sent; a 403 the `right` a token lacks."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemError(many=True)
    current = serializers.DictField(required=False)
    sent = serializers.DictField(required=False)
    right = serializers.CharField(required=False)


class PortalSchema(AutoSchema):
    """Adds what the views declare themselves: their parameters, and the problems they may answer with."""

    def get_override_parameters(self) -> list[Any]:
        return [parameter.described() for parameter in self.view.declared_parameters()]

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_auth(self) -> list[dict[str, list]]:
        """A session opens everything, a token what names a right, nothing is needed for what is public."""
        session, token, nobody = {"cookieAuth": []}, {"token": []}, {}
        if self.view.permission_classes == [Public]:
            return [nobody, token, session]
        opens = bool(self.view.right) or self.view.permission_classes == [HasAnyRole]
        return [token, session] if opens else [session]

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            problem = OpenApiResponse(ProblemDetails, description="")
            bodies[status] = self._get_response_for_code(problem, status, media_types=[MEDIA_TYPE])
        for body in bodies.values():
            for media_type, content in body.get("content", {}).items():
                if media_type in TABLES:
                    content["schema"] = TABLES[media_type]
        return bodies

    def _problem_statuses(self) -> list[str]:
        public = self.view.permission_classes == [Public]
        writes = self.method not in ("GET", "HEAD")
        statuses = ["400", "401", "404", "406", "429"]
        return sorted([*statuses, *([] if public else ["403"]), *(["409", "413", "415"] if writes else [])])


def rows_in_part(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Where `fields` may leave members of a row out, the document must not promise them all."""
    schemas = result["components"]["schemas"]
    for path in result["paths"].values():
        read = path.get("get", {})
        if not any(parameter["name"] == "fields" for parameter in read.get("parameters", [])):
            continue
        answer = read["responses"]["200"]["content"]["application/json"]["schema"]
        name = answer.get("$ref", "").split("/")[-1]
        while "results" in schemas.get(name, {}).get("properties", {}):
            name = schemas[name]["properties"]["results"]["items"]["$ref"].split("/")[-1]
        schemas.get(name, {}).pop("required", None)
    return result


def plain_formats(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Answers have times of day without a zone and may have no address: neither is what their `format` promises."""
    for name, component in result["components"]["schemas"].items():
        if name.endswith("Request"):
            continue  # what is sent in is described apart (COMPONENT_SPLIT_REQUEST)
        for member in component.get("properties", {}).values():
            if member.get("format") not in ("time", "uri"):
                continue
            if member.pop("format") == "time":
                member["pattern"] = r"^\d{2}:\d{2}:\d{2}$"
    return result
