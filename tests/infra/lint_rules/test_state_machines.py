"""Rules for state machines refuse what they were written against."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.infra.lint_rules.town import PAY, PAYOUT, Lint, Resources


@pytest.fixture(params=["Comment", "TimeoutSeconds", "Retry", "Catch"])
def careless(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A definition whose one task, deep inside, lacks something."""
    task = {field: value for field, value in PAY.items() if field != request.param}
    inner = {**PAYOUT, "States": {"Pay the holder": task, "Tell the city": {"Type": "Succeed"}}}
    for_each = {"Type": "Map", "ItemProcessor": inner, "End": True}
    return {"StartAt": "For each holder", "States": {"For each holder": for_each}}


def test_a_careless_task_in_the_template_is_refused(careless: Any, town: Resources, lint: Lint) -> None:
    town["Payout"]["Properties"] = {"Definition": careless}

    assert lint(town) == {"E9009 Payout"}


def test_a_careless_task_in_a_string_is_refused(careless: Any, town: Resources, lint: Lint) -> None:
    text = json.dumps(careless)
    town["Payout"] = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": text}}

    assert lint(town) == {"E9009 Payout"}


def test_a_careless_task_in_a_file_is_refused(careless: Any, town: Resources, lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "payout.asl.json").write_text(json.dumps(careless))
    town["Payout"]["Properties"] = {"DefinitionUri": "payout.asl.json"}

    assert lint(town) == {"E9009 Payout"}


def test_a_careful_definition_in_a_file_is_accepted(town: Resources, lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "payout.asl.json").write_text(json.dumps(PAYOUT))
    town["Payout"]["Properties"] = {"DefinitionUri": "payout.asl.json"}

    assert lint(town) == set()


def test_a_definition_that_cannot_be_read_is_refused(town: Resources, lint: Lint) -> None:
    town["Payout"]["Properties"] = {"DefinitionUri": "forgotten.asl.json"}

    assert lint(town) == {"E9009 Payout"}


def machine(states: dict[str, Any], start: str = "Begin") -> Resources:
    return {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": {"StartAt": start, "States": states}}}


def ends(**more: Any) -> dict[str, Any]:
    return {"Type": "Pass", "End": True, **more}


def iteration(name: str) -> dict[str, Any]:
    return {"StartAt": name, "States": {name: ends()}}


TWICE_IN_TWO_ITERATIONS = {
    "Begin": {"Type": "Map", "ItemProcessor": iteration("Give up"), "Next": "Go on"},
    "Go on": {"Type": "Map", "ItemProcessor": iteration("Give up"), "End": True},
}


@pytest.mark.parametrize(
    "states",
    [
        pytest.param(TWICE_IN_TWO_ITERATIONS, id="the-same-name-in-two-iterations"),
        pytest.param(
            {"Begin": {"Type": "Parallel", "Branches": [iteration("Pay"), iteration("Pay")], "End": True}},
            id="the-same-name-in-two-branches",
        ),
        pytest.param(
            {"Begin": {"Type": "Map", "ItemProcessor": iteration("Begin"), "End": True}},
            id="the-name-of-the-state-around-it",
        ),
        pytest.param({"Begin": {"Type": "Pass", "Next": "x" * 81}, "x" * 81: ends()}, id="a-name-of-81-characters"),
        pytest.param({"Begin": {"Type": "Pass", "Next": "Forgotten"}}, id="next-to-nothing"),
        pytest.param({"Begin": {"Type": "Choice", "Choices": [], "Default": "Forgotten"}}, id="default-to-nothing"),
        pytest.param(
            {"Begin": {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": "Forgotten"}]}}, id="choice-to-nothing"
        ),
        pytest.param(
            {"Begin": ends(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Forgotten"}])}, id="catch-to-nothing"
        ),
        pytest.param(
            {
                "Begin": {
                    "Type": "Map",
                    "ItemProcessor": {"StartAt": "In", "States": {"In": {"Type": "Pass", "Next": "Out"}}},
                    "Next": "Out",
                },
                "Out": ends(),
            },
            id="next-out-of-an-iteration",
        ),
        pytest.param({"Begin": {"Type": "Pass"}}, id="a-state-that-leads-nowhere"),
        pytest.param({"Begin": ends(), "Lost": ends()}, id="a-state-nothing-leads-to"),
        pytest.param({"End": ends()}, id="a-start-that-is-not-there"),
        pytest.param({"Begin": ends(Result="x" * 1024 * 1024)}, id="more-than-1-mb"),
    ],
)
def test_a_machine_that_step_functions_refuses_is_refused(states: Any, town: Resources, lint: Lint) -> None:
    town["Payout"] = machine(states)

    assert lint(town) == {"E9010 Payout"}


def test_a_name_of_80_characters_and_a_choice_that_ends_the_machine_are_accepted(town: Resources, lint: Lint) -> None:
    long = "x" * 80
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": long}], "Default": "Give up"}
    town["Payout"] = machine({"Begin": choice, long: ends(), "Give up": {"Type": "Fail"}})

    assert lint(town) == set()
