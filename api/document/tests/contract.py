"""What clients bind to in an OpenAPI document, and what would break them.

`python -m api.document.tests.contract` freezes what has come in since; what is frozen is never taken out by it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "openapi.json"
FROZEN = Path(__file__).parent / "contract_v1.json"
METHODS = ("get", "put", "post", "patch", "delete")


def bindings(document: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """For each operation: its parameters with their words, the members of its answer, the members a body needs."""
    found = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found[f"{method.upper()} {path}"] = {
                    "parameters": sorted(_parameters(operation)),
                    "answer": sorted(set(_answer(document, operation))),
                    "needed": sorted(_needed(document, operation)),
                    "taken": sorted(set(_body(document, operation))),
                }
    return found


def breaks(frozen: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What a client of `frozen` would miss, or be asked for in addition, in words."""
    told = []
    for operation, before in frozen.items():
        after = now.get(operation)
        if after is None:
            told.append(f"{operation} is gone")
            continue
        for part in ("parameters", "answer", "taken"):
            told += [f"{operation}: {part} lost {name}" for name in before[part] if name not in after[part]]
        told += [
            f"{operation}: a body now needs {name}"
            for name in after["needed"]
            if name not in before["needed"]
        ]
    return told


def _parameters(operation: dict[str, Any]) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        name = f"{parameter['in']} {parameter['name']}"
        yield name
        schema = parameter["schema"]
        for word in schema.get("enum") or schema.get("items", {}).get("enum", []):
            yield f"{name}={word}"


def _answer(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield status
            for media_type, content in answer.get("content", {}).items():
                yield f"{status} {media_type}"
                if media_type == "application/json":
                    yield from _members(document, content["schema"], status)


def _body(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[str]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _members(document, content["schema"], "body")


def _needed(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[str]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _resolved(document, content["schema"]).get("required", [])
    for parameter in operation.get("parameters", []):
        if parameter.get("required") and parameter["in"] != "path":
            yield f"{parameter['in']} {parameter['name']}"


def _members(document: dict[str, Any], schema: dict[str, Any], path: str, depth: int = 0) -> Iterator[str]:
    schema = _resolved(document, schema)
    kind = schema.get("type", "any")
    yield f"{path}: {kind if isinstance(kind, str) else '|'.join(kind)}"
    if depth > 8:
        return
    for name, member in schema.get("properties", {}).items():
        yield from _members(document, member, f"{path}.{name}", depth + 1)
    if "items" in schema:
        yield from _members(document, schema["items"], f"{path}[]", depth + 1)
    for choice in (*schema.get("oneOf", []), *schema.get("anyOf", [])):
        yield from _members(document, choice, path, depth + 1)


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema or len(schema.get("allOf", [])) == 1:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        else:
            schema = schema["allOf"][0]
    return schema


def freeze() -> None:
    """Add what is new; refuse while something frozen is missing."""
    now = bindings(json.loads(DOCUMENT.read_bytes()))
    if FROZEN.exists() and (told := breaks(json.loads(FROZEN.read_text()), now)):
        raise SystemExit("\n".join(told))
    FROZEN.write_text(json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    freeze()
