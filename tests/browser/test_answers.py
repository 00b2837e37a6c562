"""Answers that stand in for APIs are what the APIs would say, so that a page that is right here is right at the city."""

import json
from typing import Any

import pytest

from tests.browser.site import HERE
from tests.browser.written import document_of, faults_of

FILES = sorted((HERE / "answers").glob("*.json"))
DOCUMENT = {
    "paths": {
        "/api/parks/trees": {
            "get": {
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Trees"}}}}
                }
            }
        },
        "/api/parks/trees/{tree}": {
            "get": {"responses": {"200": {"description": "OK"}, "404": {"description": "None"}}}
        },
        "/api/parks/trees/tallest": {"get": {"responses": {"200": {"description": "OK"}}}},
    },
    "components": {
        "schemas": {
            "Trees": {
                "type": "object",
                "required": ["trees"],
                "properties": {"trees": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
            },
            "Tree": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        }
    },
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_written_down_is_what_the_api_would_say(file: Any) -> None:
    assert list(faults_of(file.stem, json.loads(file.read_text()), document_of(file.stem))) == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"GET /trees": {"trees": [{"name": "은행나무"}]}}, None),
        (
            {"GET /trees?page=2": {"trees": []}, "GET /trees/*": {}, "GET /trees/12": {"$status": 404, "$body": {}}},
            None,
        ),
        ({"GET /trees": {"tree": []}}, "'trees' is a required property"),
        ({"GET /trees": {"trees": [{"name": None}]}}, "$.trees[0].name None is not of type 'string'"),
        ({"GET /flowers": {}}, "there is no such route"),
        ({"POST /trees": {}}, "there is no such route"),
        ({"GET /trees/12": {"$status": 409, "$body": {}}}, "the route never answers 409"),
        ({"GET /trees/tallest": {"$status": 404, "$body": {}}}, "the route never answers 404"),
    ],
)
def test_what_the_api_would_never_say_is_found(answers: dict[str, Any], said: str | None) -> None:
    found = list(faults_of("parks", answers, DOCUMENT))

    assert [each for each in found if said and said in each] if said else not found


def test_the_documents_say_what_most_routes_answer() -> None:
    """Without a schema nothing would be held against anything."""
    operations = [each for path in document_of("fines")["paths"].values() for each in path.values()]

    with_schema = [each for each in operations if '"$ref"' in json.dumps(each.get("responses", {}).get("200", {}))]
    assert len(with_schema) > len(operations) / 2
