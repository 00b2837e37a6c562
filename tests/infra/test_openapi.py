"""The documents of the APIs: valid, fresh, and of exactly what the apps serve and the templates open."""

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter

from city.contracts.refusals import RefusalAnswer
from city.kernel.errors import CityError, Rejected, Transient
from infra.openapi.__main__ import FOLDER
from infra.openapi.apps import Operation, load_app, operations
from infra.openapi.documents import code_of, document_of, documents
from infra.openapi.schemas import samples_of
from infra.templates import ROOT
from tests.documented import faults_in, read_document, undocumented
from tests.infra.test_routes import opened_routes

DOMAINS = sorted(operations())
SERVED = [operation for served in operations().values() for operation in served]
# Pages that are still served by functions, and what they are made of.
PAGES = re.compile(r"GET /(board|desk|chat|market|statement|parts/\{part\})|POST /session")


def named(operation: Operation) -> str:
    return f"{operation.domain}-{operation.route.name}"


def test_every_domain_has_a_staff_api() -> None:
    assert {served.domain for served in SERVED if served.route.proof == "staff"} >= {"fines", "crosswalk", "dividend"}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_document_names_what_is_served_and_opened_and_nothing_else(domain: str) -> None:
    served = {
        (method, f"/api/{domain}{path}")
        for file in ROOT.glob(f"functions/{domain}/**/app.py")
        for path, methods in load_app(file).routes.items()
        for method in methods
        if not PAGES.fullmatch(f"{method} {path}")
    }
    opened = {
        (method, f"/api/{domain}{path}")
        for folder, method, path in opened_routes()
        if folder.split("/")[1] == domain and not PAGES.fullmatch(f"{method} {path}")
    }

    documented = {
        (method.upper(), path) for path, methods in read_document(domain)["paths"].items() for method in methods
    }

    assert documented == served == opened


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_document_is_openapi_3_1(domain: str) -> None:
    faults = [error.message for error in OpenAPIV31SpecValidator(read_document(domain)).iter_errors()]

    assert faults == []


def test_the_documents_are_as_they_are_written_now() -> None:
    written = {file.name: file.read_text() for file in FOLDER.glob("*.json")}

    assert written == documents(), "make openapi"


@pytest.mark.parametrize("operation", SERVED, ids=named)
def test_a_route_says_in_both_languages_what_it_does_and_what_it_takes_and_answers(operation: Operation) -> None:
    route = operation.route

    assert route.ko, f"give the route of {route.name} its words: ko=…"
    assert re.search("[가-힣]", route.ko)
    assert route.body is not None or route.method in ("GET", "DELETE") or not _reads_a_body(operation)
    assert "return" in route.view.__annotations__
    # `Contract` alone says nothing: the view names the contract of its answer.
    assert route.answer is None or TypeAdapter(route.answer).json_schema().get("properties") != {}


def _reads_a_body(operation: Operation) -> bool:
    return bool({"read_body", "raw_body"} & set(operation.route.view.__code__.co_names))


@pytest.mark.parametrize("domain", DOMAINS)
def test_an_answer_is_written_by_the_names_of_its_fields(domain: str) -> None:
    """Answers are dumped without aliases; the schema would show another name."""
    answers = [TypeAdapter(each.route.answer) for each in operations()[domain] if each.route.answer is not None]

    for answer in answers:
        assert answer.json_schema(mode="serialization", by_alias=True) == answer.json_schema(
            mode="serialization", by_alias=False
        )
    assert answers


SAMPLED = [
    (operation.domain, operation.path, operation.route.method.lower(), contract)
    for operation in SERVED
    for contract in (operation.route.body, operation.route.answer)
    if contract is not None and samples_of(contract)
]


@pytest.mark.parametrize(("domain", "path", "method", "contract"), SAMPLED)
def test_the_samples_of_a_contract_are_as_the_document_says(domain: str, path: str, method: str, contract: Any) -> None:
    operation = read_document(domain)["paths"][path][method]
    parts = [operation.get("requestBody", {}), *operation["responses"].values()]
    contents = [part["content"]["application/json"] for part in parts if "content" in part]

    for name, sample in samples_of(contract).items():
        shown = [content["schema"] for content in contents if name in content.get("examples", {})]
        assert shown
        assert [faults_in(domain, schema, sample) for schema in shown] == [[] for _ in shown]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_example_of_a_refusal_is_one(domain: str) -> None:
    examples = read_document(domain)["components"]["examples"]

    for code, example in examples.items():
        assert RefusalAnswer.model_validate(example["value"]).error == code


def test_what_no_document_says_is_seen() -> None:
    """The integration tests hold each answer against its document; this is what they would be told."""
    waiting = {"counts": []}

    assert undocumented("fines", "GET", "/nowhere", 200, {}) == ["no GET /nowhere"]
    assert "answers no 418" in undocumented("fines", "GET", "/waiting", 418, {})[0]
    assert undocumented("fines", "GET", "/waiting", 200, {**waiting, "more": 1}) != []
    assert undocumented("fines", "GET", "/waiting", 403, {"error": "forbidden"}) == [
        "GET /waiting, 403: $: 'message' is a required property"
    ]


def test_two_routes_of_one_name_are_refused() -> None:
    served = operations()["operations"]

    with pytest.raises(ValueError, match=r"two routes called .*show_events"):
        document_of("operations", [*served, *served])


def test_a_refusal_has_one_code_in_a_domain() -> None:
    """Two of one code would be told apart by nobody: not by a page, and not by a document, which has room for one."""
    codes: dict[tuple[str, str], set[str]] = {}
    waiting: list[type[CityError]] = CityError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        package = kind.__module__.split(".")
        is_answered = issubclass(kind, Rejected | Transient)
        if is_answered and package[:1] == ["city"] and package[1] not in {"aws", "kernel", "office", "contracts"}:
            codes.setdefault((package[1], code_of(kind)), set()).add(f"{kind.__module__}.{kind.__name__}")

    assert operations()
    assert {code: kinds for code, kinds in codes.items() if len(kinds) > 1} == {}
