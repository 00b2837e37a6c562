"""Whether answers that were written down are what the city would say: held against the interfaces' own documents."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from infra.pages.npm import ROOT
from tests.browser.site import Answer


def document_of(domain: str, web: Path = ROOT / "web") -> dict[str, Any]:
    """Its OpenAPI document, written by `make openapi`."""
    document: dict[str, Any] = json.loads((web / "api" / f"{domain}.openapi.json").read_text())
    return document


def faults_of(domain: str, answers: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    """What the API of the domain would never say."""
    for asked, written in answers.items():
        method, _, path = asked.partition(" ")
        operation = _operation(document, method, f"/api/{domain}{path.partition('?')[0]}")
        answer = Answer.of(written)
        if operation is None:
            yield f"{asked}: there is no such route"
        elif (response := operation["responses"].get(str(answer.status))) is None:
            yield f"{asked}: the route never answers {answer.status}"
        else:
            yield from (f"{asked}: {said}" for said in _wrong_in(answer.body, response, document))


def _operation(document: Mapping[str, Any], method: str, path: str) -> Mapping[str, Any] | None:
    """A star stands for any part, as in the written answers."""
    for template, operations in document["paths"].items():
        # What is written literally comes before what is filled in, as in the API.
        pattern = "/".join(r"[^/]+" if part.startswith("{") else re.escape(part) for part in template.split("/"))
        if (
            re.fullmatch(pattern, path)
            and method.lower() in operations
            and (template == path or path not in document["paths"])
        ):
            found: Mapping[str, Any] = operations[method.lower()]
            return found
    return None


def _wrong_in(body: Any, response: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    if schema is not None:
        whole = Draft202012Validator({**schema, "components": document["components"]})
        yield from (f"{error.json_path} {error.message}" for error in whole.iter_errors(body))
