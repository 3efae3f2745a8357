"""The recording routes of events: what is told of one, its report, the review of the report.

Each calls the one door (`visits.recording.events`, `visits.recording`); the order of refusals is that of `api.recording.days`.
"""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from api.frame.parameters import Parameter, read_number, wrong
from api.recording import serializers as bodies
from api.recording.answers import EventContentAnswer, EventReportAnswer
from api.recording.days import RecordingView
from exhibitions.models import Event, Stop
from visits.recording.event_reports import endorse_event, event_state, file_event, return_event, verify_event
from visits.recording.events import EventContent, delete_event, put_event
from visits.recording.permission import (
    refuse_role_that_never_records,
    refuse_role_that_never_reviews,
    refuse_role_that_never_verifies,
)
from visits.recording.tallies import MOST_REVISIONS

REVISION = Parameter(
    "revision", lambda text: read_number(text, 1, MOST_REVISIONS), "The revision last read; needed to delete."
)


class EventOfStopView(RecordingView):
    """What is told of one event of a stop, under the UUID that its client made."""

    def declared_parameters(self) -> tuple[Parameter, ...]:
        deletes = self.request is not None and self.request.method == "DELETE"
        return (*([REVISION] if deletes else []), *super().declared_parameters())

    @extend_schema(operation_id="get_event_of_stop", responses=EventContentAnswer)
    def get(self, request: Request, stop: int, key: str) -> Response:
        """The event, with the revision that a change builds on."""
        of = bodies.read_key(key)
        within = Stop.objects.within_reach(scope_of(request.user))
        event = Event.objects.filter(stop__in=within, stop_id=stop, key=of).first()
        if event is None:
            raise NotFound
        return Response(_shown(event))

    @extend_schema(
        operation_id="put_event",
        request=bodies.EventBody,
        responses={200: EventContentAnswer, 201: EventContentAnswer},
    )
    def put(self, request: Request, stop: int, key: str) -> Response:
        """Enter or change it whole. 201 the first time; the stored revision with the same content again is 200."""
        refuse_role_that_never_records(scope_of(request.user))
        of = bodies.read_key(key)
        told = dict(bodies.content_of(bodies.EventBody(data=request.data)))
        revision, reason = told.pop("revision"), told.pop("reason")
        put = put_event(
            request.user, stop, of, revision=revision, content=EventContent(**told), reason=reason
        )
        return Response(_shown(put.event), status=201 if put.outcome == "created" else 200)

    @extend_schema(operation_id="delete_event", responses={204: None})
    def delete(self, request: Request, stop: int, key: str) -> Response:
        """Take it away, while nothing was filed of it; `?revision=` is the one last read."""
        refuse_role_that_never_records(scope_of(request.user))
        of = bodies.read_key(key)
        if self.query["revision"] is None:
            raise wrong("revision", "required", _("Give the revision that you looked at."))
        delete_event(request.user, stop, of, revision=self.query["revision"])
        return Response(status=204)


def _shown(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "stop": event.stop_id,
        "key": str(event.key),
        "revision": event.revision,
        **EventContent.of(event).members(),
    }


class AttendanceView(RecordingView):
    """The report of an event: its attendance, or the uses of an online resource."""

    @extend_schema(operation_id="get_attendance", responses=EventReportAnswer)
    def get(self, request: Request, event: int) -> Response:
        """Filed and verified figures, and the revision that a filing builds on."""
        within = Stop.objects.within_reach(scope_of(request.user))
        found = Event.objects.filter(pk=event, stop__in=within).first()
        if found is None:
            raise NotFound
        return Response(event_state(found))

    @extend_schema(
        operation_id="put_attendance",
        request=bodies.EventFilingBody,
        responses={200: EventReportAnswer, 201: EventReportAnswer},
    )
    def put(self, request: Request, event: int) -> Response:
        """File or amend the report. 201 the first time; the stored revision with the same content again is 200."""
        refuse_role_that_never_records(scope_of(request.user))
        body = bodies.EventFilingBody(data=request.data)
        content = bodies.content_of(body)
        outcome = file_event(
            request.user,
            event,
            revision=content["revision"],
            state=content["state"],
            values=body.read_values(),
            basis=content.get("basis", ""),
            method=content.get("method", ""),
            note=content["note"],
            reason=content["reason"],
        )
        return Response(outcome.state, status=201 if outcome.outcome == "created" else 200)


class AttendanceReturnView(RecordingView):
    """Sending the report of an event back."""

    @extend_schema(operation_id="return_attendance", request=bodies.ReturnBody, responses=EventReportAnswer)
    def post(self, request: Request, event: int) -> Response:
        """Send the report back with a reason: coordinators in their province, staff."""
        refuse_role_that_never_reviews(scope_of(request.user))
        content = bodies.content_of(bodies.ReturnBody(data=request.data))
        return Response(return_event(request.user, event, **content).state)


class AttendanceEndorseView(RecordingView):
    """Finding the report of an event plausible."""

    @extend_schema(operation_id="endorse_attendance", request=bodies.ReviewBody, responses=EventReportAnswer)
    def post(self, request: Request, event: int) -> Response:
        """Call the report plausible: coordinators in their province, staff."""
        refuse_role_that_never_reviews(scope_of(request.user))
        content = bodies.content_of(bodies.ReviewBody(data=request.data))
        return Response(endorse_event(request.user, event, **content).state)


class AttendanceVerifyView(RecordingView):
    """Making the report of an event a verified figure."""

    @extend_schema(operation_id="verify_attendance", request=bodies.ReviewBody, responses=EventReportAnswer)
    def post(self, request: Request, event: int) -> Response:
        """Verify the report: staff, and not what they filed themselves."""
        refuse_role_that_never_verifies(scope_of(request.user))
        content = bodies.content_of(bodies.ReviewBody(data=request.data))
        return Response(verify_event(request.user, event, **content).state)
