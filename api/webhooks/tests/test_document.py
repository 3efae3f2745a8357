"""The section `webhooks` of the OpenAPI document: real deliveries are what it says."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from api.document.tests.test_schema import COMMITTED
from api.feed.registry import tell_changes
from api.figures.tests.test_bulletins import draft, publish
from api.recording.tests.test_events import came
from api.webhooks.deliveries import deliver_due
from api.webhooks.events import TYPES
from api.webhooks.subscriptions import send_test
from api.webhooks.tests.webhooks import news, receiver, subscription
from exhibitions.models import Event
from reports.seals import seal
from reports.tests.bulletin_tour import bulletin_tour
from tourexhibit.tests import factories
from visits.feed import DAY
from visits.recording.days import withdraw_verification
from visits.recording.event_reports import file_event, verify_event
from visits.totals.drain import drain_all
from visits.values import Value

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads(COMMITTED.read_bytes())


def errors(value: Any, *path: str) -> list[str]:
    """What the schema at `path` of the document finds wrong with `value`."""
    pointer = "/".join(step.replace("~", "~0").replace("/", "~1") for step in path)
    registry = Registry().with_resource("urn:document", DRAFT202012.create_resource(DOCUMENT))
    validator = Draft202012Validator(
        {"$ref": f"urn:document#/{pointer}"},
        registry=registry,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in validator.iter_errors(value)]


def errors_of_body(body: dict) -> list[str]:
    return errors(
        body,
        *("webhooks", body["type"], "post", "requestBody", "content", "application/json", "schema"),
    )


@pytest.fixture
def delivered(tmp_path, settings) -> Iterator[list[dict]]:
    """What a receiver got of a day filed, verified, changed and withdrawn, of all else that is told, and a test."""
    with receiver(tmp_path) as there:
        settings.WEBHOOK_TEST_RECEIVERS = [f"127.0.0.1:{there.port}"]
        webhook = subscription(factories.partner(), there.at("ok"))
        tour = bulletin_tour()
        event = Event.objects.create(stop=tour.a, kind="lecture", title="身边的物理", day=tour.yesterday)
        told = {name: value for name, value in came().items() if name != "values"}
        value = Value("event_attendance", "adult", 30, "counted", "register")
        file_event(factories.librarian(tour.a.library), event.pk, **told, values=[value])
        verify_event(tour.verifier, event.pk, revision=1)
        drain_all()
        publish(tour, draft(tour))
        withdraw_verification(tour.verifier, tour.a.pk, tour.yesterday, revision=1, reason="待核")
        drain_all()
        tour.a.kit = factories.kit()
        tour.a.save()
        seal(tour.yesterday)
        tell_changes()
        for type_ in TYPES:
            news("9", type_=type_, data="")
        send_test(webhook)
        while deliver_due():
            pass
        yield there.requests()


def test_each_kind_of_delivery_is_as_the_document_says(delivered):
    bodies = [json.loads(request["body"]) for request in delivered]
    assert {body["type"] for body in bodies} == set(DOCUMENT["webhooks"])
    assert {kind.split(".")[0] for kind in DOCUMENT["webhooks"]} == {*TYPES, "portal"}
    for body in bodies:
        assert errors_of_body(body) == [], body["type"]
    for number, request in enumerate(delivered):
        operation = DOCUMENT["webhooks"][bodies[number]["type"]]["post"]
        for place, header in enumerate(operation["parameters"]):
            path = ("webhooks", bodies[number]["type"], "post", "parameters", str(place), "schema")
            assert errors(request["headers"][header["name"]], *path) == []


def test_a_body_that_is_otherwise_is_not_what_the_document_says(delivered):
    bodies = [json.loads(request["body"]) for request in delivered]
    body = next(body for body in bodies if body["type"] == f"{DAY}.upsert")
    for change in (
        {"timestamp": None},
        {"data": {**body["data"], "op": "delete"}},
        {"data": {**body["data"], "data": {**body["data"]["data"], "values": [{"value": "12"}]}}},
        {"data": {**body["data"], "data": None}},
    ):
        assert errors_of_body({**body, **change}) != []
