"""What pages ask of the APIs is what the documents offer: each call's method and path, and what a literal body holds."""

import re
from pathlib import Path
from typing import Any

import pytest

from infra.openapi.apps import operations
from infra.templates import ROOT
from tests.documented import read_document
from tests.infra.web.client_calls import ANY, Call, calls_in, keys_of, path_of, without_comments

WEB = ROOT / "web"
SCRIPTS = {file: file.read_text() for file in sorted(WEB.rglob("*.js")) if file.relative_to(WEB).parts[0] != "vendor"}
DOMAINS = set(operations())


def faults_of(call: Call) -> list[str]:
    """What the documents do not offer of a call."""
    if call.domain == "session" and "session" not in DOMAINS:
        return []
    if call.domain not in DOMAINS:
        return [f"{call}: there is no API of {call.domain}"]
    if call.path is None:
        return [f"{call}: write the path where it is called, as a text or as path`…`"]
    operation = operation_of(call)
    if operation is None:
        return [f"{call}: no such route"]
    if call.keys is None:
        return []
    known, needed = (queried if call.method == "GET" else sent)(call.domain, operation)
    faults = [f"{call}: {key} is nothing it takes" for key in sorted(call.keys - known)]
    return faults + [f"{call}: {key} is missing" for key in sorted(needed - call.keys) if call.whole]


def operation_of(call: Call) -> dict[str, Any] | None:
    """The route that a call goes to: a name in a path outranks a parameter."""
    assert call.path is not None
    parts = call.path.split("/")
    for path, methods in sorted(read_document(call.domain)["paths"].items(), key=lambda one: one[0].count("{")):
        there = path.removeprefix(f"/api/{call.domain}/").split("/")
        alike = len(there) == len(parts) and all(
            place.startswith("{") if part == ANY else place.startswith("{") or re.fullmatch(pattern_of(part), place)
            for place, part in zip(there, parts, strict=True)
        )
        if alike and call.method.lower() in methods:
            found: dict[str, Any] = methods[call.method.lower()]
            return found
    return None


def pattern_of(part: str) -> str:
    return re.escape(part).replace(re.escape(ANY), ".+")


def queried(_: str, operation: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The query parameters there are, and those that are needed."""
    asked = {each["name"]: each["required"] for each in operation["parameters"] if each["in"] == "query"}
    return set(asked), {name for name, required in asked.items() if required}


def sent(domain: str, operation: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The fields that a body may hold, and those that each of its versions needs."""
    if "requestBody" not in operation:
        return set(), set()
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    versions = [resolved(domain, each) for each in schema.get("anyOf", schema.get("oneOf", [schema]))]
    needed = [set(version.get("required", [])) for version in versions]
    return {name for version in versions for name in version.get("properties", {})}, set.intersection(*needed)


def resolved(domain: str, schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return read_document(domain)["components"]["schemas"][name] if name else schema


def test_pages_call_what_there_is() -> None:
    assert [fault for call in calls_in(SCRIPTS) for fault in faults_of(call)] == []


PAGE = """
// fines.get("in a comment")
import { api, open, path } from "../shell/api.js";
export const fines = api("fines"), talk = open('fines');
const note = `// no comment ${fines.get("waiting")}`;
/* fines.get("neither") */
await fines.post(path`tickets/${ticket.number}/answer`, { words: field.value, });
await fines.get("tickets", { limit: 50, page });
await talk.post("chat/progress", { notice_number, plate });
"""
OTHER = """
import { fines as money, other } from "./page.js";
this.list = () => money.get(`deposits/${seg(key, `${a}`)}`);
"""
SOWN = {
    'fines.get("ticketz")': "no such route",
    "fines.put(path`tickets/${number}/answer`, { words })": "no such route",
    "fines.post(path`tickets/${number}/answer`, { words, word })": "word is nothing it takes",
    "fines.post(path`tickets/${number}/answer`, {})": "words is missing",
    "fines.post(path`tickets/${a}/${b}`, {})": "no such route",
    'fines.get("tickets", { limits: 50 })': "limits is nothing it takes",
    "fines.get(where)": "write the path",
    'api("fine").get("tickets")': "no API of fine",
    'open("dividend").post("counts", { ...query, colour: 1 })': "colour is nothing it takes",
}


def test_calls_are_found_in_whatever_form_they_stand() -> None:
    calls = calls_in({WEB / "fines/page.js": PAGE, WEB / "fines/other.js": OTHER})

    assert {(call.method, call.path) for call in calls} == {
        ("POST", "tickets/{}/answer"),
        ("GET", "tickets"),
        ("POST", "chat/progress"),
        ("GET", "deposits/{}"),
        ("GET", "waiting"),
    }
    assert [fault for call in calls for fault in faults_of(call)] == []


@pytest.mark.parametrize("line", SOWN)
def test_a_call_that_no_document_offers_is_found(line: str) -> None:
    (call,) = calls_in({Path("sown.js"): f'const fines = api("fines");\nconst answer = await {line};\n'})

    (fault,) = faults_of(call)
    assert SOWN[line] in fault
    assert fault.startswith("sown.js:2:")


def test_a_literal_that_spreads_another_may_hold_more() -> None:
    assert keys_of("{ words, reason: f({ a: 1 }), ...rest }") == ({"words", "reason"}, False)
    assert keys_of("values") == (None, False)
    assert path_of("a ? 'b' : 'c'") is None
    assert without_comments("a // b\n'// c'") == "a     \n'// c'"
