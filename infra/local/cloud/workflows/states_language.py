"""What Step Functions refuses in a state machine's definition, by the Amazon States Language specification.

Pure: a definition in, its faults out, in the words AWS uses (`MISSING_TRANSITION_TARGET: … at /States/…`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_NAME_CHARACTERS = 80  # "State names … less than or equal to 80 characters"
MAX_DEFINITION_BYTES = 1024 * 1024  # quota "Maximum state machine size" of the definition's request
_TYPES = {"Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"}
_ENDS = {"Succeed", "Fail"}
_GO_ON = _TYPES - _ENDS - {"Choice"}
_WAITS = ("Seconds", "Timestamp", "SecondsPath", "TimestampPath")
_RULES_OF_RULES = ("And", "Or", "Not")


@dataclass(frozen=True)
class Fault:
    code: str
    message: str
    location: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {self.location}"


def find_faults(definition: str) -> list[Fault]:
    """All that AWS would refuse; empty for a machine that it takes."""
    if len(definition.encode()) > MAX_DEFINITION_BYTES:
        return [Fault("INVALID_JSON_DESCRIPTION", f"The definition is over {MAX_DEFINITION_BYTES} bytes", "/")]
    try:
        machine = json.loads(definition, object_pairs_hook=_refuse_doubles)
    except _Doubled as error:
        return [Fault("INVALID_JSON_DESCRIPTION", f"Duplicate field {error}", "/")]
    except ValueError as error:
        return [Fault("INVALID_JSON_DESCRIPTION", str(error), "/")]
    if not isinstance(machine, dict):
        return [Fault("SCHEMA_VALIDATION_FAILED", "The definition is not an object", "/")]
    return [*_judge_machine(machine, "", {}, machine.get("QueryLanguage", "JSONPath"))]


class _Doubled(ValueError):
    pass


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two states of one name beside each other are one key twice: the parser would keep the last in silence."""
    seen: dict[str, Any] = {}
    for name, value in pairs:
        if name in seen:
            raise _Doubled(name)
        seen[name] = value
    return seen


def _judge_machine(machine: Any, at: str, names: dict[str, str], language: str) -> Iterator[Fault]:
    """A machine, or one inside a Parallel or Map. `names` are those of the whole machine so far, and their places."""
    states = machine.get("States") if isinstance(machine, dict) else None
    if not isinstance(states, dict) or not states:
        yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'States' is required, with at least one state", at or "/")
        return
    start = machine.get("StartAt")
    if not isinstance(start, str):
        yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'StartAt' is required", at or "/")
    elif start not in states:
        yield Fault("MISSING_TRANSITION_TARGET", f"Missing 'StartAt' target: {start}", f"{at}/StartAt")
    reached = {start}
    for name, state in states.items():
        place = f"{at}/States/{name}"
        if len(name) > MAX_NAME_CHARACTERS:
            yield Fault("SCHEMA_VALIDATION_FAILED", f"State name is over {MAX_NAME_CHARACTERS} characters", place)
        if name in names:
            yield Fault("DUPLICATE_STATE_NAME", f"Duplicate State name: {name}, also at {names[name]}", place)
        names.setdefault(name, place)
        if not isinstance(state, dict):
            yield Fault("SCHEMA_VALIDATION_FAILED", "A state is an object", place)
            continue
        for field, target, where in _transitions(state, place):
            reached.add(target)
            if target not in states:
                yield Fault("MISSING_TRANSITION_TARGET", f"Missing '{field}' target: {target}", where)
        yield from _judge_state(state, place, names, state.get("QueryLanguage", language))
    for name in states:
        if name not in reached:
            yield Fault("MISSING_TRANSITION_TARGET", f'State "{name}" is not reachable.', f"{at}/States/{name}")


def _transitions(state: dict[str, Any], at: str) -> Iterator[tuple[str, Any, str]]:
    for field in ("Next", "Default"):
        if field in state:
            yield field, state[field], f"{at}/{field}"
    for field in ("Catch", "Choices"):
        for number, entry in enumerate(_list(state.get(field))):
            if "Next" in entry:
                yield "Next", entry["Next"], f"{at}/{field}[{number}]/Next"


def _judge_state(state: dict[str, Any], at: str, names: dict[str, str], language: str) -> Iterator[Fault]:
    kind = state.get("Type")
    if kind not in _TYPES:
        yield Fault("SCHEMA_VALIDATION_FAILED", f"Unknown state type: {kind}", f"{at}/Type")
        return
    goes_on, ends = "Next" in state, state.get("End") is True
    if kind in _GO_ON and goes_on == ends:
        yield Fault("SCHEMA_VALIDATION_FAILED", "Exactly one of 'Next' and 'End' is required", at)
    if kind not in _GO_ON and (goes_on or "End" in state):
        yield Fault("SCHEMA_VALIDATION_FAILED", f"A {kind} state has neither 'Next' nor 'End'", at)
    if kind == "Task" and not state.get("Resource"):
        yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'Resource' is required", at)
    if kind == "Choice":
        yield from _judge_choices(state, at, language)
    if kind == "Wait" and sum(field in state for field in _WAITS) != 1:
        yield Fault("SCHEMA_VALIDATION_FAILED", f"Exactly one of {', '.join(_WAITS)} is required", at)
    if kind == "Parallel":
        yield from _judge_branches(state, at, names, language)
    if kind == "Map":
        field = "ItemProcessor" if "ItemProcessor" in state else "Iterator"
        yield from _judge_machine(state.get(field), f"{at}/{field}", names, language)
    yield from _judge_errors(state, at)
    yield from _judge_times(state, at)


def _judge_choices(state: dict[str, Any], at: str, language: str) -> Iterator[Fault]:
    if not _list(state.get("Choices")):
        yield Fault("SCHEMA_VALIDATION_FAILED", "A Choice state has at least one entry in 'Choices'", at)
    for number, rule in enumerate(_list(state.get("Choices"))):
        place = f"{at}/Choices[{number}]"
        if "Next" not in rule:
            yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'Next' is required", place)
        if language == "JSONata" and "Condition" not in rule:
            yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'Condition' is required", place)
        if language == "JSONPath":
            yield from _judge_rule(rule, place)


def _judge_rule(rule: dict[str, Any], at: str) -> Iterator[Fault]:
    """A JSONPath rule: only the outermost says where to go."""
    inner = [(name, rule[name]) for name in _RULES_OF_RULES if name in rule]
    if not inner and "Variable" not in rule:
        yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'Variable' is required", at)
    for name, rules in inner:
        for number, each in enumerate([rules] if isinstance(rules, dict) else _list(rules)):
            place = f"{at}/{name}" if isinstance(rules, dict) else f"{at}/{name}[{number}]"
            if "Next" in each:
                yield Fault("SCHEMA_VALIDATION_FAILED", "'Next' is not allowed in an inner rule", place)
            yield from _judge_rule(each, place)


def _judge_branches(state: dict[str, Any], at: str, names: dict[str, str], language: str) -> Iterator[Fault]:
    if not _list(state.get("Branches")):
        yield Fault("SCHEMA_VALIDATION_FAILED", "A Parallel state has at least one entry in 'Branches'", at)
    for number, branch in enumerate(_list(state.get("Branches"))):
        yield from _judge_machine(branch, f"{at}/Branches[{number}]", names, language)


def _judge_errors(state: dict[str, Any], at: str) -> Iterator[Fault]:
    """States.ALL stands alone, and last; every entry names errors, every catcher where to go."""
    for field in ("Retry", "Catch"):
        entries = _list(state.get(field))
        for number, entry in enumerate(entries):
            place, errors = f"{at}/{field}[{number}]", entry.get("ErrorEquals")
            if not isinstance(errors, list) or not errors:
                yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'ErrorEquals' is required, not empty", place)
            elif "States.ALL" in errors and (len(errors) > 1 or number + 1 < len(entries)):
                yield Fault("SCHEMA_VALIDATION_FAILED", "'States.ALL' stands alone and in the last entry", place)
            if field == "Catch" and "Next" not in entry:
                yield Fault("SCHEMA_VALIDATION_FAILED", "The field 'Next' is required", place)


def _judge_times(state: dict[str, Any], at: str) -> Iterator[Fault]:
    timeout, heartbeat = state.get("TimeoutSeconds"), state.get("HeartbeatSeconds")
    for name, seconds in (("TimeoutSeconds", timeout), ("HeartbeatSeconds", heartbeat)):
        if isinstance(seconds, int | float) and seconds < 1:
            yield Fault("SCHEMA_VALIDATION_FAILED", f"{name} is at least 1", f"{at}/{name}")
    if isinstance(timeout, int) and isinstance(heartbeat, int) and heartbeat >= timeout:
        yield Fault("SCHEMA_VALIDATION_FAILED", "HeartbeatSeconds is smaller than TimeoutSeconds", at)


def _list(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
