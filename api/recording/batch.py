"""Many tallies in one request: a status for each, one transaction a stop, stops in ascending order."""

from collections import defaultdict
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from api.frame.problems import Problem, from_door, problem_of
from api.recording import serializers as bodies
from api.recording.answers import BatchAnswer
from api.recording.days import RecordingView, read_day_of_address, record
from uploads.refusals import Refusal
from visits.recording.permission import refuse_role_that_never_records

LONGEST_ECHO = 100  # characters of what was sent as stop, day or counter; a UUID has 36
LARGEST_ECHO = 2**63 - 1  # what our JSON and every database can carry
DEADLOCK = "40P01"  # PostgreSQL's code


class BatchView(RecordingView):
    """What phones kept while they were offline."""

    @extend_schema(operation_id="post_tallies", request=bodies.BatchBody, responses=BatchAnswer)
    def post(self, request: Request) -> Response:
        """Store up to 500 tallies. The answer is 200 with a status for each, in the order they were sent."""
        refuse_role_that_never_records(scope_of(request.user))
        tallies = _tallies_of(request.data)
        answers: dict[int, dict[str, Any]] = {}
        for stop, numbers in sorted(_by_stop(tallies).items()):
            try:
                answers |= _answers_of_stop(request.user, stop, numbers, tallies)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                    raise
                # Rolled back for another's sake, who is now done: nothing of this stop is stored yet.
                answers |= _answers_of_stop(request.user, stop, numbers, tallies)
        return Response({"results": [{"index": number, **answers[number]} for number in range(len(tallies))]})


def _tallies_of(body: Any) -> list[Any]:
    """The list of a body that holds nothing else. Raises Problem (400)."""
    if not isinstance(body, dict) or set(body) != {"tallies"} or not isinstance(body["tallies"], list):
        raise Problem(400, "invalid", _("Send an object with one member, the list “tallies”."))
    tallies = body["tallies"]
    if not 1 <= len(tallies) <= bodies.MOST_TALLIES:
        message = _("Send from 1 to {most} tallies at once.").format(most=bodies.MOST_TALLIES)
        raise Problem(400, "batch_too_large" if tallies else "empty", message)
    return tallies


def _by_stop(tallies: list[Any]) -> dict[int, list[int]]:
    """Numbers of the tallies by their stop; those that name none are answered first, under 0."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, tally in enumerate(tallies):
        stop = tally.get("stop") if isinstance(tally, dict) else None
        groups[stop if type(stop) is int and stop > 0 else 0].append(number)
    return groups


def _answers_of_stop(user, stop: int, numbers: list[int], tallies: list[Any]) -> dict[int, dict[str, Any]]:
    """The tallies of one stop in one transaction, in the order of their counters.

    A counter may count at two stops; two batches that touched new ones in opposite order would each wait for the
    other. Tallies of the same counter stay in the order they were sent.
    """
    with transaction.atomic():
        ordered = sorted(numbers, key=lambda number: _counter_of(tallies[number]))
        return {number: _answer(user, stop, tallies[number]) for number in ordered}


def _counter_of(tally: Any) -> str:
    return str(tally.get("counter")).lower() if isinstance(tally, dict) else ""


def _named(tally: Any) -> dict[str, str | int | None]:
    """Which tally is meant, as far as what was sent can be told back; null for what is not of its kind."""
    if not isinstance(tally, dict):
        return {}
    stop = tally.get("stop")
    named: dict[str, str | int | None] = {
        "stop": stop if type(stop) is int and abs(stop) <= LARGEST_ECHO else None
    }
    for name in ("day", "counter"):
        sent = tally.get(name)
        named[name] = sent[:LONGEST_ECHO] if isinstance(sent, str) else None
    return named


def _answer(user, stop: int, tally: Any) -> dict[str, Any]:
    """The status of one tally: its numbers as they stand, or the problem that it would be answered with alone."""
    named = _named(tally)
    try:
        body = bodies.BatchedTallyBody(data=tally)
        content = bodies.content_of(body)
        day, counter = read_day_of_address(content["day"]), bodies.read_counter(content["counter"])
        with transaction.atomic():
            outcome = record(user, stop, day, counter, body)
    except Refusal as refusal:
        problem = from_door(refusal)
        return {**named, "status": problem.status_code, "problem": problem_of(problem)}
    except exceptions.APIException as error:
        return {**named, "status": error.status_code, "problem": problem_of(error)}
    return {"status": 201 if outcome.outcome == "created" else 200, **outcome.state}
