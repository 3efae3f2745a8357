"""How the OpenAPI document is made from the views: their own parameters, and the problems they answer with."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from api.permissions import Public
from api.problems import MEDIA_TYPE


class ProblemError(serializers.Serializer):
    code = serializers.CharField(help_text="Stable, for machines.")
    attr = serializers.CharField(allow_null=True, help_text="The parameter or member that is meant.")
    detail = serializers.CharField(help_text="For people, in their language.")


class ProblemDetails(serializers.Serializer):
    """RFC 9457. A 409 also has `current`, what stands, and `sent`, what was sent."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemError(many=True)
    current = serializers.DictField(required=False)
    sent = serializers.DictField(required=False)


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
        return [token, session] if self.view.right else [session]

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            problem = OpenApiResponse(ProblemDetails, description="")
            bodies[status] = self._get_response_for_code(problem, status, media_types=[MEDIA_TYPE])
        return bodies

    def _problem_statuses(self) -> list[str]:
        public = self.view.permission_classes == [Public]
        writes = self.method not in ("GET", "HEAD")
        statuses = ["400", "401", "404"]
        return sorted([*statuses, *([] if public else ["403"]), *(["409", "413", "415"] if writes else [])])
