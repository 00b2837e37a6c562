"""A use case is one class with one public method: what it does for somebody is said once, by its name."""

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.templates import ROOT

CITY = ROOT / "layers/city/src/city"
# What use cases are put together from, and asked more than one thing by them.
COLLABORATORS = {
    "CameraLookup",
    "CountVisits",
    "DayReports",
    "EndingObstacles",
    "HeldBatches",
    "JudgeLook",
    "KnowPeople",
    "NoteEndings",
    "OpenIncidents",
    "ProcedureMachine",
    "PromiseRefund",
    "Questions",
    "QueuesOfDeadLetters",
    "RoundLeftovers",
    "ShardWriter",
    "StoredPictures",
    "TalkOnFile",
    "TextReceivers",
}


def public_methods(source: str) -> Iterator[tuple[str, list[str]]]:
    """Every public class of a module, with the methods that others may call."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            yield node.name, [each.name for each in methods if not (each.name.startswith("_") or each.decorator_list)]


def modules() -> list[Path]:
    return sorted(CITY.glob("*/**/service/**/*.py"))


def test_a_use_case_has_one_public_method() -> None:
    several = {
        name
        for file in modules()
        for name, methods in public_methods(file.read_text(encoding="utf-8"))
        if len(methods) > 1
    }

    assert several == COLLABORATORS
    assert len(modules()) > 100


def test_a_second_method_is_seen() -> None:
    source = "class ShowCase:\n    def __init__(self): ...\n    def show(self): ...\n    def disclose(self): ...\n"

    assert list(public_methods(source)) == [("ShowCase", ["show", "disclose"])]
