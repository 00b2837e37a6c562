"""One OpenAPI 3.1 document a domain, made of what its applications say of their routes; and all documents there are."""

import inspect
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from city.aws.edge.routes import Proof, ServedRoute
from city.aws.edge.staff_api import EVERYBODY
from city.contracts.fines import deposits
from city.contracts.refusals import GatewayAnswer, RefusalAnswer
from city.kernel.errors import CityError
from city.session.cookies import SESSION
from infra.openapi.apps import Operation, names_of, operations
from infra.openapi.asyncapi import asyncapi_document
from infra.openapi.entries import entries_of
from infra.openapi.refusals import answer_to, refusals_of
from infra.openapi.schemas import Asked, Components, samples_of, write_text
from infra.openapi.views import query_names, use_cases

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_JSON = "application/json"


def _key(header: str, said: str) -> dict[str, Any]:
    return {"type": "apiKey", "in": "header", "name": header, "description": said}


# How a caller proves who it is. Schemes that stand together are all asked for.
SCHEMES: dict[str, dict[str, Any]] = {
    "staff_token": _key("Authorization", "The id token of somebody who signed in, without a word before it."),
    "buyer_key": _key("X-Buyer-Key", "The key that a buyer was shown once, when it registered."),
    "sender_key": _key("X-Sender-Key", "The key that an office was given, when it was registered to send alerts."),
    "bank_signature": _key(deposits.SIGNATURE_HEADER, "HMAC-SHA-256 of the moment, a full stop and the body."),
    "bank_timestamp": _key(deposits.TIMESTAMP_HEADER, "The moment that was signed, in seconds."),
    "bank_delivery": _key(deposits.DELIVERY_HEADER, "The bank's own number of this delivery, new with each."),
    "session_cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION,
        "description": "Set by signing in, read by nobody but the session API.",
    },
    "session_page": _key("X-Requested-With", "`dongne`: a page of the city asks, and no other."),
}
_PROVED_BY: dict[Proof, list[dict[str, list[str]]]] = {
    "nobody": [],
    "staff": [{"staff_token": []}],
    "buyer_key": [{"buyer_key": []}],
    "sender_key": [{"sender_key": []}],
    "bank_signature": [{"bank_signature": [], "bank_timestamp": [], "bank_delivery": []}],
    "secret_in_path": [],
    "session": [{"session_cookie": [], "session_page": []}],
}
_QUERY_SCHEMAS: dict[str, dict[str, Any]] = {"limit": {"type": "integer", "minimum": 1}}


def documents() -> dict[str, str]:
    """The text of every document by the name of its file, and of the list of them that the page reads."""
    apis = {f"{domain}.openapi.json": document_of(domain, served) for domain, served in operations().items()}
    written = {**apis, "dongne.asyncapi.json": asyncapi_document()}
    listed = [
        {"file": file, "kind": file.split(".")[1], "names": each["info"]["x-names"], "entries": list(entries_of(each))}
        for file, each in written.items()
    ]
    return {name: write_text(each) for name, each in {**written, "documents.json": {"documents": listed}}.items()}


def document_of(domain: str, served: Iterable[Operation]) -> dict[str, Any]:
    """The document of one domain. Raises ValueError if two of its routes have one name."""
    served, names = list(served), names_of(domain)
    called = [operation.route.name for operation in served]
    if twice := sorted({name for name in called if called.count(name) > 1}):
        raise ValueError(f"{domain} has two routes called {', '.join(twice)}: give each view a name of its own")
    components = Components([*_asked(served), (RefusalAnswer, "serialization"), (GatewayAnswer, "serialization")])
    refusals = {kind for operation in served for kind in refusals_of(operation.route)}
    schemes = {name for operation in served for each in _PROVED_BY[operation.route.proof] for name in each}
    paths: dict[str, dict[str, Any]] = {}
    for operation in sorted(served, key=lambda each: each.path):
        paths.setdefault(operation.path, {})[operation.route.method.lower()] = _described(operation, components)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": _DIALECT,
        "info": {
            "title": f"{names.ko} API ({names.en})",
            "version": "1",
            "description": "Written by `make openapi` from the routes and their contracts.",
            "x-names": {"ko": names.ko, "en": names.en},
        },
        "servers": [{"url": "/", "description": "The city has one address."}],
        "tags": [{"name": area} for area in dict.fromkeys(operation.area for operation in served)],
        "paths": paths,
        "components": {
            "schemas": components.definitions,
            "examples": {code_of(kind): {"value": answer_to(kind).body} for kind in sorted(refusals, key=code_of)},
            "securitySchemes": {name: SCHEMES[name] for name in sorted(schemes)},
        },
    }


def code_of(refusal: type[CityError]) -> str:
    """The code that an answer bears."""
    body: Mapping[str, Any] = answer_to(refusal).body
    return str(body["error"])


def _asked(served: Iterable[Operation]) -> list[Asked]:
    asked: list[Asked] = []
    for operation in served:
        route = operation.route
        asked += [(kind, "validation") for kind in (route.body, route.query) if kind is not None]
        if route.answer is not None:
            asked.append((route.answer, "serialization"))
    return asked


def _described(operation: Operation, components: Components) -> dict[str, Any]:
    route = operation.route
    described: dict[str, Any] = {
        "operationId": route.name,
        "tags": [operation.area],
        "summary": f"{route.ko} ({route.en})",
        "x-names": {"ko": route.ko, "en": route.en},
        "description": _said_of(route),
        "x-groups": ["everybody signed in"] if route.groups == EVERYBODY else list(route.groups),
        "x-recent-sign-in": route.recent,
        "security": _PROVED_BY[route.proof],
        "parameters": [*_in_path(route), *_in_query(route, components)],
    }
    if route.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": _content(
                components.schema_of(route.body, "validation"), samples_of(route.body), route.media_type
            ),
            "x-most-bytes": route.most_body_bytes,
        }
    return {key: value for key, value in described.items() if value is not None} | {
        "responses": _answers(route, components)
    }


def _said_of(route: ServedRoute) -> str | None:
    """What the use case says of itself, but what it raises."""
    said = [inspect.cleandoc(doc) for case in use_cases(route.view) if (doc := _own_words(case.kind))]
    return "\n\n".join(dict.fromkeys(said)) or None


def _own_words(kind: type) -> str:
    """Its docstring; a dataclass without one is given its signature instead."""
    doc = kind.__doc__ or ""
    return "" if doc.startswith(f"{kind.__name__}(") else doc


def _in_path(route: ServedRoute) -> list[dict[str, Any]]:
    return [
        _parameter(name, "path", {"type": "string"}, required=True) for name in re.findall(r"\{(\w+)\}", route.path)
    ]


def _in_query(route: ServedRoute, components: Components) -> list[dict[str, Any]]:
    if route.query is not None:
        name = components.schema_of(route.query, "validation")["$ref"].rpartition("/")[2]
        schema = components.definitions[name]
        return [
            _parameter(field, "query", each, required=field in schema.get("required", []))
            for field, each in schema["properties"].items()
        ]
    return [
        _parameter(name, "query", _QUERY_SCHEMAS.get(name, {"type": "string"}), required=False)
        for name in query_names(route.view)
    ]


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}


def _answers(route: ServedRoute, components: Components) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for status in (route.status, *route.also):
        if 300 <= status < 400:
            location = {"Location": {"schema": {"type": "string"}}}
            answers[str(int(status))] = {"description": HTTPStatus(status).phrase, "headers": location}
            continue
        if route.answer is None:
            answers["204"] = {"description": HTTPStatus.NO_CONTENT.phrase}
            continue
        schema = components.schema_of(route.answer, "serialization")
        answers[str(int(status))] = {
            "description": HTTPStatus(status).phrase,
            "content": _content(schema, samples_of(route.answer)),
        }
    gateway = {"schema": components.schema_of(GatewayAnswer, "serialization")}
    refused = components.schema_of(RefusalAnswer, "serialization")
    by_status: dict[int, list[str]] = {}
    for kind in refusals_of(route):
        by_status.setdefault(answer_to(kind).status_code, []).append(code_of(kind))
    for status, codes in by_status.items():
        answers[str(status)] = _refusal(HTTPStatus(status).phrase, refused, codes)
    if route.proof == "staff":
        answers["401"] = {"description": "Unauthorized, says the gateway", "content": {_JSON: gateway}}
    if "429" not in answers:
        answers["429"] = {"description": "Too many requests, says the gateway", "content": {_JSON: gateway}}
    answers["500"] = _refusal("Something went wrong", refused, [])
    return dict(sorted(answers.items()))


def _refusal(description: str, schema: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": schema}
    if codes:
        content["examples"] = {code: {"$ref": f"#/components/examples/{code}"} for code in dict.fromkeys(codes)}
    return {"description": description, "x-codes": list(dict.fromkeys(codes)), "content": {_JSON: content}}


def _content(schema: dict[str, Any], samples: Mapping[str, Any], media_type: str = _JSON) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": schema}
    if samples:
        content["examples"] = {name: {"value": value} for name, value in samples.items()}
    return {media_type: content}
