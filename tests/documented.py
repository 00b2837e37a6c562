"""What the documents in `web/api` say, asked of what an application really takes and answers."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from infra.openapi.__main__ import FOLDER

_JSON = "application/json"


@cache
def read_document(domain: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FOLDER / f"{domain}.openapi.json").read_text())
    return document


@cache
def _registry(domain: str) -> Registry[Any]:
    registry: Registry[Any] = Registry()
    return registry.with_resources([(f"urn:{domain}", DRAFT202012.create_resource(read_document(domain)))])


def faults_in(domain: str, schema: dict[str, Any], value: Any) -> list[str]:
    """Where a value is not as a schema of the document says."""
    here = {"$id": f"urn:{domain}/here", "allOf": [_absolute(schema, f"urn:{domain}")]}
    found = Draft202012Validator(here, registry=_registry(domain)).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def _absolute(value: Any, base: str) -> Any:
    if isinstance(value, dict):
        return {
            key: base + inner if key == "$ref" and isinstance(inner, str) else _absolute(inner, base)
            for key, inner in value.items()
        }
    return [_absolute(inner, base) for inner in value] if isinstance(value, list) else value


def undocumented(domain: str, method: str, route: str, status: int, answer: Any) -> list[str]:
    """What the document does not say of an answer: its route, its status, or its shape."""
    operation = read_document(domain)["paths"].get(f"/api/{domain}{route}", {}).get(method.lower())
    if operation is None:
        return [f"no {method} {route}"]
    response = operation["responses"].get(str(status))
    if response is None:
        return [f"{method} {route} answers no {status}: {answer}"]
    if "content" not in response:
        return [] if answer == "" else [f"{method} {route} answers nothing with {status}"]
    faults = faults_in(domain, response["content"][_JSON]["schema"], answer)
    return [f"{method} {route}, {status}: {fault}" for fault in faults]
