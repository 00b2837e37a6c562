"""The rule for state machines: a task says what it does, ends in time, tries again, and fails somewhere."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import json
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


class TaskWithoutNet(CloudFormationLintRule):
    id = "E9009"
    shortdesc = "A task has Comment, TimeoutSeconds, Retry and Catch"
    description = (
        "A task without a time-out may wait for a year, one without Retry gives up at the first hiccup, and one "
        "without Catch ends the execution where nobody hears of it. The comment is what the person on call reads."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        folder = Path(cfn.filename or "").parent
        machines = cfn.get_resources(["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"])
        for name, machine in machines.items():
            path = ["Resources", name]
            try:
                definition = _read_definition(machine.get("Properties", {}), folder)
            except (OSError, ValueError) as error:
                yield RuleMatch(path, f"{name}: its definition cannot be read: {error}")
                continue
            for task, lacking in _tasks_lacking(definition):
                yield RuleMatch(path, f'{name}: the task "{task}" needs {", ".join(lacking)}')


def _read_definition(properties: dict[str, Any], folder: Path) -> Any:
    """Raises OSError, ValueError."""
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
