"""Rules for state machines: a task fails somewhere, and the definition is one that AWS Step Functions takes."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

_NEEDED = {
    "Comment": ("Comment",),
    "TimeoutSeconds": ("TimeoutSeconds", "TimeoutSecondsPath"),
    "Retry": ("Retry",),
    "Catch": ("Catch",),
}
# Quotas of AWS Step Functions and of the Amazon States Language.
_LONGEST_STATE_NAME = 80
_LARGEST_DEFINITION_BYTES = 1024 * 1024
_LAST_STATES = {"Succeed", "Fail"}


class TaskWithoutNet(CloudFormationLintRule):
    id = "E9009"
    shortdesc = "A task has Comment, TimeoutSeconds, Retry and Catch"
    description = (
        "A task without a time-out may wait for a year, one without Retry gives up at the first hiccup, and one "
        "without Catch ends the execution where nobody hears of it. The comment is what the person on call reads."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, machine in _machines(cfn):
            path = ["Resources", name]
            try:
                definition = _read_definition(machine, cfn)
            except (OSError, ValueError) as error:
                yield RuleMatch(path, f"{name}: its definition cannot be read: {error}")
                continue
            for task, lacking in _tasks_lacking(definition):
                yield RuleMatch(path, f'{name}: the task "{task}" needs {", ".join(lacking)}')


class DefinitionThatStepFunctionsRefuses(CloudFormationLintRule):
    id = "E9010"
    shortdesc = "A state machine is one that AWS Step Functions takes"
    description = (
        "CreateStateMachine refuses a name that two states of one machine share (branches and iterations count too), a "
        "name of more than 80 characters, a transition to a state that is not there, a state that nothing leads to or "
        "that leads nowhere, and a definition of more than 1 MB. The local cloud takes them all."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, machine in _machines(cfn):
            try:
                definition = _read_definition(machine, cfn)
            except (OSError, ValueError):
                continue  # E9009 says so.
            for refusal in _refusals(definition):
                yield RuleMatch(["Resources", name], f"{name}: {refusal}")


def _machines(cfn: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    """Logical id and properties of every state machine."""
    for name, machine in cfn.get_resources(
        ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"]
    ).items():
        yield name, machine.get("Properties", {})


def _read_definition(properties: dict[str, Any], cfn: Template) -> Any:
    """Raises OSError, ValueError."""
    folder = Path(cfn.filename or "").parent
    match properties:
        case {"Definition": dict(definition)}:
            return definition
        case {"DefinitionString": str(text) | {"Fn::Sub": str(text) | [str(text), *_]}}:
            return json.loads(text)
        case {"DefinitionUri": str(file)} | {"DefinitionS3Location": str(file)}:
            return json.loads((folder / file).read_text())
    raise ValueError("it stands neither in the template nor in a file beside it")


def _tasks_lacking(value: Any) -> Iterator[tuple[str, list[str]]]:
    """Every task, in branches and iterations too, that lacks something it needs."""
    if isinstance(value, dict):
        states = value.get("States")
        for name, state in states.items() if isinstance(states, dict) else ():
            if state.get("Type") == "Task":
                lacking = [field for field, forms in _NEEDED.items() if not any(state.get(form) for form in forms)]
                if lacking:
                    yield name, lacking
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _tasks_lacking(below)


def _refusals(definition: Any) -> Iterator[str]:
    """Why AWS Step Functions refuses a definition."""
    if (size := len(json.dumps(definition, ensure_ascii=False).encode())) > _LARGEST_DEFINITION_BYTES:
        yield f"its definition has {size:,} bytes of {_LARGEST_DEFINITION_BYTES:,}"
    scopes = list(_scopes(definition))
    names = Counter(name for scope in scopes for name in scope["States"])
    for name, times in names.items():
        if times > 1:
            yield f'{times} states are called "{name}"'
        if len(name) > _LONGEST_STATE_NAME:
            yield f'the name "{name}" has {len(name)} of {_LONGEST_STATE_NAME} characters'
    for scope in scopes:
        yield from _broken_transitions(scope.get("StartAt"), scope["States"])


def _scopes(value: Any) -> Iterator[dict[str, Any]]:
    """The machine itself, and every branch and iteration in it; transitions stay within one."""
    if isinstance(value, dict):
        if isinstance(value.get("States"), dict):
            yield value
        for below in value.values():
            yield from _scopes(below)
    elif isinstance(value, list):
        for below in value:
            yield from _scopes(below)


def _broken_transitions(start: Any, states: dict[str, Any]) -> Iterator[str]:
    if start not in states:
        yield f'StartAt leads to "{start}", which is not there'
    reached = {start}
    for name, state in states.items():
        followers = list(_followers(state))
        reached.update(followers)
        for follower in followers:
            if follower not in states:
                yield f'"{name}" leads to "{follower}", which is not there'
        goes_on = state.get("End") is True or "Next" in state
        if state.get("Type") not in {*_LAST_STATES, "Choice"} and not goes_on:
            yield f'"{name}" has neither Next nor End'
    for name in states.keys() - reached:
        yield f'nothing leads to "{name}"'


def _followers(state: dict[str, Any]) -> Iterator[Any]:
    """Every state that may come after this one."""
    for field in ("Next", "Default"):
        if field in state:
            yield state[field]
    for field in ("Choices", "Catch"):
        for choice in state.get(field, []):
            if "Next" in choice:
                yield choice["Next"]
