"""Every error of the API as `application/problem+json` (RFC 9457), in the reader's language.

A problem has `type, title, status, detail, errors[]`; each of `errors` has `code, attr, detail`. Codes are stable
and for machines, the rest is for people. A missing object and one outside the scope give the same bytes.
"""

import logging
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import UnreadablePostError
from django.utils.translation import gettext_lazy as _
from drf_standardized_errors.formatter import flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ExceptionHandlerContext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from api.frame.parsers import TooLarge
from api.frame.renderers import JSONRenderer
from uploads.refusals import Conflict, NotAllowed, NotFound, Refusal, Refused
from visits.figures.statistics import TooWide

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 300  # some messages repeat what was sent

TITLES = {
    400: _("This request cannot be right"),
    401: _("Sign in or send a token"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This method is not offered here"),
    406: _("No such format"),
    409: _("Another content stands there"),
    413: _("Too large"),
    415: _("This kind of content is not taken"),
    429: _("Too many requests"),
    500: _("The portal failed"),
}
SUMMARIES = {
    404: _("There is nothing at this address, or not for this account."),
    405: _("The header Allow names the methods that are offered."),
    500: _("The failure has been recorded. Please try again later."),
}

denied = logging.getLogger("api.denied")


class Problem(exceptions.APIException):
    """A refusal with a status, one stable code, and members of its own beside the standard ones."""

    def __init__(self, status_code: int, code: str, message: str, **members: Any) -> None:
        super().__init__(message, code)
        self.status_code = status_code
        self.members = members


def from_door(refusal: Exception) -> exceptions.APIException:
    """What the door or the figures refused, as the error that the API answers; a failure for anything else."""
    if isinstance(refusal, Refused):
        return Problem(400, refusal.code, refusal.message)
    if isinstance(refusal, NotAllowed):
        return Problem(403, refusal.code, refusal.message)
    if isinstance(refusal, NotFound):
        return exceptions.NotFound()
    if isinstance(refusal, Conflict):
        return Problem(409, refusal.code, refusal.message, current=refusal.current, sent=refusal.sent)
    if isinstance(refusal, TooWide):
        return Problem(400, "too_wide", str(refusal))
    return exceptions.APIException()


class ProblemHandler(ExceptionHandler):
    """Turns whatever was raised into a problem. A failure of ours is logged and tells nothing of the inside."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Refusal | TooWide):
            return from_door(exc)
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, BadRequest | SuspiciousOperation | UnreadablePostError):
            return exceptions.ParseError()
        return super().convert_known_exceptions(exc)

    def should_not_handle(self, exc: Exception) -> bool:
        return False

    def format_exception(self, exc: exceptions.APIException) -> dict[str, Any]:
        return problem_of(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        headers = self.get_headers(exc)
        request = self.context.get("request")
        if request is not None:
            # Also where a view has pages or a schema to give, its errors are problems.
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = MEDIA_TYPE
        return Response(data, status=exc.status_code, headers=headers, content_type=MEDIA_TYPE)

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        super().report_exception(exc, response)
        request = self.context.get("request")
        if (
            request is not None
            and exc.status_code in (401, 403, 404)
            and request.method not in ("GET", "HEAD")
        ):
            denied.warning("%s %s denied with %s", request.method, ascii(request.path), exc.status_code)


def problem_of(exc: exceptions.APIException) -> dict[str, Any]:
    """The members of the problem that `exc` is answered with."""
    number = exc.status_code
    title = str(TITLES.get(number, TITLES[400 if number < 500 else 500]))
    if isinstance(exc, exceptions.ValidationError):
        errors = [
            {"code": error.code, "attr": _member(error.attr), "detail": error.detail[:LONGEST_DETAIL]}
            for error in flatten_errors(exc.detail)
        ]
        detail = errors[0]["detail"] if len(errors) == 1 else title
    else:
        detail = str(SUMMARIES.get(number, exc.detail))[:LONGEST_DETAIL]
        errors = [{"code": str(exc.get_codes()), "attr": None, "detail": detail}]
    return {
        "type": f"urn:tourexhibit:problem:{number}",
        "title": title,
        "status": number,
        "detail": detail,
        "errors": errors,
        **getattr(exc, "members", {}),
    }


def _member(path: str | None) -> str | None:
    """The member that an error is about; an error of a whole object is about the object, one of the body about none."""
    parts = (path or "").split(".")
    return ".".join(part for part in parts if part != api_settings.NON_FIELD_ERRORS_KEY) or None


def exception_handler(exc: Exception, context: ExceptionHandlerContext) -> Response | None:
    """What REST framework calls with everything that a view raised (see `settings.REST_FRAMEWORK`)."""
    return ProblemHandler(exc, context).run()
