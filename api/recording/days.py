"""The recording routes: tallies, the day's report, its review. Each calls the one door, `visits.recording`.

Bodies are read strictly here; who may do what, and for which days, the door decides once more. The order of
refusals is 401, 405, 403 (the role never may), 400 (address or body), 404 (another's stop, or none), 409.
"""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from api.frame.parameters import Wrong, read_day
from api.frame.permissions import SeesUnverified
from api.frame.views import PortalView
from api.recording import serializers as bodies
from api.recording.answers import DayAnswer, DayHistoryAnswer, FindingAnswer, TallyAnswer
from exhibitions.models import Stop
from visits.plausibility.rules import findings_of_day
from visits.recording.day_history import day_history
from visits.recording.day_state import day_state
from visits.recording.days import dismiss_evidence, endorse_day, file_day, return_day, verify_day
from visits.recording.permission import (
    refuse_role_that_never_records,
    refuse_role_that_never_reviews,
    refuse_role_that_never_verifies,
)
from visits.recording.tallies import TallyOutcome, record_tally


def read_day_of_address(text: Any) -> date:
    """The day that an address names, a day of Asia/Shanghai. Raises ValidationError (400, invalid_date)."""
    try:
        return read_day(text if isinstance(text, str) else "")
    except Wrong as wrong:
        raise ValidationError({"day": [ErrorDetail(str(wrong), wrong.code)]}) from wrong


class RecordingView(PortalView):
    """For people of the project alone; no token opens it."""

    permission_classes = [SeesUnverified]


class TallyView(RecordingView):
    """One counter's running numbers for one day; the counter is a UUID made by the client."""

    @extend_schema(
        operation_id="put_tally", request=bodies.TallyBody, responses={200: TallyAnswer, 201: TallyAnswer}
    )
    def put(self, request: Request, stop: int, day: str, counter: str) -> Response:
        """Store the counter's whole set. 201 new; 200 stored, the same again, or overtaken (`superseded`)."""
        refuse_role_that_never_records(scope_of(request.user))
        on, by = read_day_of_address(day), bodies.read_counter(counter)
        outcome = record(request.user, stop, on, by, bodies.TallyBody(data=request.data))
        return Response(outcome.state, status=201 if outcome.outcome == "created" else 200)


def record(user, stop: int, day: date, counter, body: bodies.TallyBody) -> TallyOutcome:
    """Read the body of one tally and send it through the door."""
    content = bodies.content_of(body)
    return record_tally(
        user,
        stop,
        day,
        counter,
        content["revision"],
        body.read_values(),
        client_time=content["client_time"],
        device=content["device"],
    )


def day_answer(state: dict[str, Any], status: int = 200) -> Response:
    """A day as the door told of it, with what does not look plausible about it: told, never in the way."""
    return Response(
        {**state, "findings": FindingAnswer(findings_of_day(state), many=True).data}, status=status
    )


class DayView(RecordingView):
    """The report of one day of a stop."""

    @extend_schema(operation_id="get_day", responses=DayAnswer)
    def get(self, request: Request, stop: int, day: str) -> Response:
        """Draft, filed and verified figures, the tallies, and the revision that a filing builds on."""
        on = read_day_of_address(day)
        if not _within_reach(request.user, stop):
            raise NotFound
        return day_answer(day_state(stop, on))

    @extend_schema(
        operation_id="put_day", request=bodies.FilingBody, responses={200: DayAnswer, 201: DayAnswer}
    )
    def put(self, request: Request, stop: int, day: str) -> Response:
        """File or amend the day. 201 the first time; the stored revision with the same content again is 200."""
        refuse_role_that_never_records(scope_of(request.user))
        on = read_day_of_address(day)
        body = bodies.FilingBody(data=request.data)
        content = bodies.content_of(body)
        outcome = file_day(
            request.user,
            stop,
            on,
            revision=content["revision"],
            state=content["state"],
            values=body.read_values(),
            basis=content.get("basis", ""),
            method=content.get("method", ""),
            note=content["note"],
            reason=content["reason"],
        )
        return day_answer(outcome.state, status=201 if outcome.outcome == "created" else 200)


class DayHistoryView(RecordingView):
    """What was done to one day: entries of the stop's hash chain."""

    @extend_schema(operation_id="get_day_history", responses=DayHistoryAnswer)
    def get(self, request: Request, stop: int, day: str) -> Response:
        """Who filed, amended, returned or verified the day, when, from what to what, and why; the oldest first."""
        on = read_day_of_address(day)
        if not _within_reach(request.user, stop):
            raise NotFound
        answer = {"stop": stop, "day": on, "results": day_history(stop, on)}
        return Response(DayHistoryAnswer(answer).data)


def _within_reach(user, stop: int) -> bool:
    """Whether the account may see what is not verified of this stop."""
    return Stop.objects.within_reach(scope_of(user)).filter(pk=stop).exists()


class DismissView(RecordingView):
    """Leaving the filed numbers as they are although later tallies differ."""

    @extend_schema(operation_id="dismiss_evidence", request=bodies.ReturnBody, responses=DayAnswer)
    def post(self, request: Request, stop: int, day: str) -> Response:
        """Dismiss the tallies that came after the filing, with a reason; the numbers and every total stay."""
        refuse_role_that_never_records(scope_of(request.user))
        on, content = read_day_of_address(day), bodies.content_of(bodies.ReturnBody(data=request.data))
        return day_answer(dismiss_evidence(request.user, stop, on, **content).state)


class ReturnView(RecordingView):
    """Sending a filed day back."""

    @extend_schema(operation_id="return_day", request=bodies.ReturnBody, responses=DayAnswer)
    def post(self, request: Request, stop: int, day: str) -> Response:
        """Send the day back with a reason: coordinators in their province, staff."""
        refuse_role_that_never_reviews(scope_of(request.user))
        on, content = read_day_of_address(day), bodies.content_of(bodies.ReturnBody(data=request.data))
        return day_answer(return_day(request.user, stop, on, **content).state)


class EndorseView(RecordingView):
    """Finding a filed day plausible."""

    @extend_schema(operation_id="endorse_day", request=bodies.ReviewBody, responses=DayAnswer)
    def post(self, request: Request, stop: int, day: str) -> Response:
        """Call the day plausible: coordinators in their province, staff."""
        refuse_role_that_never_reviews(scope_of(request.user))
        on, content = read_day_of_address(day), bodies.content_of(bodies.ReviewBody(data=request.data))
        return day_answer(endorse_day(request.user, stop, on, **content).state)


class VerifyView(RecordingView):
    """Making a filed day a verified figure."""

    @extend_schema(operation_id="verify_day", request=bodies.ReviewBody, responses=DayAnswer)
    def post(self, request: Request, stop: int, day: str) -> Response:
        """Verify the day: staff, and not what they filed themselves."""
        refuse_role_that_never_verifies(scope_of(request.user))
        on, content = read_day_of_address(day), bodies.content_of(bodies.ReviewBody(data=request.data))
        return day_answer(verify_day(request.user, stop, on, **content).state)
