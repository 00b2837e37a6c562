"""What Step Functions refuses in a definition; each fault is sown in a machine that it takes."""

import json
from copy import deepcopy

import pytest

from infra.local.cloud.workflows.states_language import find_faults

DONE = {"Type": "Pass", "End": True}
LAST = [{"ErrorEquals": ["States.ALL"], "Next": "Give up"}]
MACHINE = {
    "StartAt": "Read",
    "States": {
        "Read": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "TimeoutSeconds": 60,
            "HeartbeatSeconds": 5,
            "Retry": [{"ErrorEquals": ["Transient"]}, {"ErrorEquals": ["States.ALL"]}],
            "Catch": LAST,
            "Next": "Wait",
        },
        "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Many?"},
        "Many?": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.n", "NumericEquals": 1, "Next": "Each"},
                {
                    "And": [{"Variable": "$.a", "IsPresent": True}, {"Not": {"Variable": "$.b", "IsNull": True}}],
                    "Next": "Both",
                },
            ],
            "Default": "Judge",
        },
        "Each": {
            "Type": "Map",
            "End": True,
            "ItemProcessor": {"StartAt": "Take one", "States": {"Take one": deepcopy(DONE)}},
        },
        "Both": {
            "Type": "Parallel",
            "End": True,
            "Branches": [{"StartAt": name, "States": {name: deepcopy(DONE)}} for name in ("Left", "Right")],
        },
        "Judge": {
            "Type": "Choice",
            "QueryLanguage": "JSONata",
            "Choices": [{"Condition": "{% $states.input.n > 1 %}", "Next": "Each"}],
            "Default": "Give up",
        },
        "Give up": {"Type": "Fail"},
    },
}
NOWHERE = "MISSING_TRANSITION_TARGET"
SHAPE = "SCHEMA_VALIDATION_FAILED"


def sow(path: str, value: object) -> dict:
    """The machine with one value changed, or taken out (None)."""
    machine = deepcopy(MACHINE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    node = machine
    for step in way:
        node = node[step]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return machine


def codes(machine: object) -> set[str]:
    return {fault.code for fault in find_faults(json.dumps(machine))}


def test_a_machine_that_aws_takes_has_no_fault():
    assert find_faults(json.dumps(MACHINE)) == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("StartAt", "Nowhere", NOWHERE),
        ("StartAt", None, SHAPE),
        ("States", {}, SHAPE),
        ("States/Wait/Next", "Nowhere", NOWHERE),
        ("States/Wait/Next", "Take one", NOWHERE),  # of another machine inside this one
        ("States/Many?/Default", "Nowhere", NOWHERE),
        ("States/Many?/Choices/0/Next", "Nowhere", NOWHERE),
        ("States/Judge/Default", "Nowhere", NOWHERE),
        ("States/Judge/Choices/0/Next", "Nowhere", NOWHERE),
        ("States/Read/Catch/0/Next", "Nowhere", NOWHERE),
        ("States/Each/ItemProcessor/StartAt", "Nowhere", NOWHERE),
        ("States/Each/ItemProcessor/States/Take one/Next", "Wait", NOWHERE),
        ("States/Both/Branches/1/StartAt", "Left", NOWHERE),
        ("States/Alone", DONE, NOWHERE),  # nothing leads there
        ("States/Each/ItemProcessor", {"StartAt": "Left", "States": {"Left": DONE}}, "DUPLICATE_STATE_NAME"),
        ("States/Each/ItemProcessor", {"StartAt": "Wait", "States": {"Wait": DONE}}, "DUPLICATE_STATE_NAME"),
        ("States/Both/Branches/1", {"StartAt": "Left", "States": {"Left": DONE}}, "DUPLICATE_STATE_NAME"),
        ("States/Each/ItemProcessor", {"StartAt": "x" * 81, "States": {"x" * 81: DONE}}, SHAPE),
        ("States/Each/ItemProcessor", None, SHAPE),
        ("States/Both/Branches", [], SHAPE),
        ("States/Wait/Type", "Sleep", SHAPE),
        ("States/Wait/Next", None, SHAPE),
        ("States/Wait/End", True, SHAPE),
        ("States/Wait/Seconds", None, SHAPE),
        ("States/Give up/End", True, SHAPE),
        ("States/Many?/Choices", [], SHAPE),
        ("States/Many?/Choices/0/Next", None, SHAPE),
        ("States/Many?/Choices/0/Variable", None, SHAPE),
        ("States/Many?/Choices/1/And/0/Next", "Each", SHAPE),
        ("States/Judge/Choices/0/Condition", None, SHAPE),
        ("States/Read/Resource", None, SHAPE),
        ("States/Read/Catch/0/Next", None, SHAPE),
        ("States/Read/Catch/0/ErrorEquals", [], SHAPE),
        ("States/Read/Retry/0/ErrorEquals", ["States.ALL"], SHAPE),
        ("States/Read/TimeoutSeconds", 0, SHAPE),
        ("States/Read/HeartbeatSeconds", 60, SHAPE),
    ],
)
def test_a_sown_fault_is_found(path, value, code):
    assert code in codes(sow(path, value))


def test_a_name_of_80_characters_is_taken():
    assert codes(sow("States/Each/ItemProcessor", {"StartAt": "x" * 80, "States": {"x" * 80: DONE}})) == set()


def test_two_states_of_one_name_beside_each_other_are_seen_though_a_parser_keeps_one():
    written = json.dumps(MACHINE).replace('"Give up": {', '"Wait": {"Type": "Fail"}, "Give up": {')

    assert [fault.code for fault in find_faults(written)] == ["INVALID_JSON_DESCRIPTION"]


@pytest.mark.parametrize("text", ["", "{", "[]", '"text"', "null"])
def test_what_is_no_machine_is_no_machine(text):
    assert find_faults(text)


def test_a_definition_over_a_mebibyte_is_refused():
    assert codes({**MACHINE, "Comment": "x" * 1024 * 1024}) == {"INVALID_JSON_DESCRIPTION"}
