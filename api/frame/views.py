"""What all views of the API have in common, and the answer for addresses that do not exist."""

from typing import Any

from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.frame.limits import Allowance
from api.frame.parameters import LANG, Parameter, read_parameters
from api.frame.permissions import HasRole, Public


class PortalView(APIView):
    """A view of the API: closed unless it says otherwise, with declared parameters only.

    The order of refusals is 401 (nobody), 405 (method not offered), 403 (role never may), 400 (parameters).
    """

    permission_classes = [HasRole]
    parameters: tuple[Parameter, ...] = ()
    right = ""  # which right of a partner's token opens this view; empty: none does
    query: dict[str, Any] = {}  # the values of the parameters, once the request was read
    allowance: Allowance | None = None

    @classmethod
    def as_view(cls, *args: Any, **kwargs: Any):
        """What is read whole gets the hash of its content as ETag, unless the view knows a cheaper one."""
        return conditional_page(super().as_view(*args, **kwargs))

    def declared_parameters(self) -> tuple[Parameter, ...]:
        """Parameters are for reading; a writing request is told everything by its address and its body."""
        reads = self.request is None or self.request.method in ("GET", "HEAD")
        return (*(self.parameters if reads else ()), LANG)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.read_query(request)

    def read_query(self, request: Request) -> None:
        """Raises ValidationError (400) for parameters that cannot be meant."""
        self.query = read_parameters(request, self.declared_parameters())

    def check_permissions(self, request: Request) -> None:
        method = request.method or ""
        offered = method.lower() in self.http_method_names and hasattr(self, method.lower())
        if not offered and request.user.is_authenticated:
            raise exceptions.MethodNotAllowed(method)
        super().check_permissions(request)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The methods offered, in the header Allow; nothing about the data."""
        return Response(status=204)

    def finalize_response(self, request, response, *args: Any, **kwargs: Any):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        for name, value in (self.allowance.headers() if self.allowance else {}).items():
            response[name] = value
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        return response


@extend_schema(exclude=True)
class UnknownAddress(PortalView):
    """404 as a problem for every address below `/api/v1/` that is none, whoever asks and with whatever method."""

    permission_classes = [Public]
    authentication_classes: list = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.format_kwarg = None
        raise exceptions.NotFound
