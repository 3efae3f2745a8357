"""The contract's first version is kept: members, parameters and words may come in, none may go."""

import copy
import json

from api.document.tests.contract import DOCUMENT, FROZEN, bindings, breaks


def test_nothing_that_clients_bind_to_is_gone():
    assert breaks(json.loads(FROZEN.read_text()), bindings(json.loads(DOCUMENT.read_bytes()))) == []


def test_each_kind_of_break_is_found():
    document = json.loads(DOCUMENT.read_bytes())
    frozen = bindings(document)
    broken = copy.deepcopy(document)
    stops = broken["paths"]["/api/v1/stops/"]["get"]
    stops["parameters"] = [each for each in stops["parameters"] if each["name"] != "open_on"]
    state = next(each for each in stops["parameters"] if each["name"] == "state")
    state["schema"]["items"]["enum"].remove("open")
    broken["components"]["schemas"]["StopRow"]["properties"].pop("opens_on")
    broken["components"]["schemas"]["LibraryRow"]["properties"]["id"] = {"type": "string"}
    del broken["paths"]["/api/v1/coverage/"]
    order = broken["components"]["schemas"]["OrderRequest"]
    order.setdefault("required", []).append("format")
    told = "\n".join(breaks(frozen, bindings(broken)))
    for words in (
        "parameters lost query open_on",
        "parameters lost query state=open",
        "answer lost 200.results[].opens_on",
        "answer lost 200.results[].id: integer",
        "GET /api/v1/coverage/ is gone",
        "POST /api/v1/exports/: a body now needs format",
    ):
        assert words in told, words


def test_what_comes_in_breaks_nothing():
    document = json.loads(DOCUMENT.read_bytes())
    frozen = bindings(document)
    document["paths"]["/api/v1/new/"] = {"get": {"responses": {"200": {}}}}
    document["components"]["schemas"]["StopRow"]["properties"]["new"] = {"type": "string"}
    assert breaks(frozen, bindings(document)) == []
