"""What templates listen to and what they let functions say exists in the contracts."""

import re
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

import city.contracts
from city.contracts.base import Contract, ForeignContract
from city.contracts.events import BusEvent
from infra.templates import DOMAIN_TEMPLATES, ROOT_TEMPLATE, mappings_in, read_domain, read_template, resources_of

Template = dict[str, Any]

TEMPLATES = {"the root": read_template(ROOT_TEMPLATE), **{name: read_domain(name) for name in DOMAIN_TEMPLATES}}
# For a consumer of everything, in the one way in which it may be written.
WHATEVER_DOMAINS_SAY = {"source": [{"prefix": "dongne."}]}
# What the sweep of the outbox may speak as: any domain left its events there.
EVERY_DOMAIN = "dongne.*"
SAYING_WHO = ("StringEquals", "StringEqualsIfExists", "StringLike", "StringLikeIfExists")
# Words of AWS IoT SQL that are no field of a message.
IOT_SQL_WORDS = {
    "select",
    "value",
    "from",
    "where",
    "and",
    "or",
    "not",
    "in",
    "as",
    "is",
    "null",
    "undefined",
    "true",
    "false",
    "case",
    "when",
    "then",
    "else",
    "end",
    "exists",
}


def contracts_under(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for module in walk_packages(city.contracts.__path__, "city.contracts."):
        import_module(module.name)
    waiting = [base]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("city.contracts."):
            yield kind


def known_events() -> set[tuple[str, str]]:
    """Source and detail-type of every event the contracts define."""
    return {
        (kind.source, kind.detail_type)
        for kind in contracts_under(BusEvent)
        if issubclass(kind, BusEvent) and hasattr(kind, "detail_type")
    }


def known_topics() -> dict[str, set[str]]:
    """Topic filter -> fields, of every contract that names the MQTT topic it travels on in a class variable `topic`."""
    return {
        as_filter(kind.topic): fields_of(kind)
        for base in (Contract, ForeignContract)
        for kind in contracts_under(base)
        if hasattr(kind, "topic")
    }


def fields_of(contract: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in contract.model_fields.items()}


def as_filter(topic: str) -> str:
    """`city/${Stage}/{thing}/state` -> `city/+/+/state`."""
    return re.sub(r"\$?\{[^}]*\}", "+", topic)


def patterns_of(template: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, rule in resources_of(template, "AWS::Events::Rule").items():
        if "EventPattern" in rule:
            yield name, rule["EventPattern"]
    for name, asked in resources_of(template, "AWS::Serverless::Function", "AWS::Serverless::StateMachine").items():
        for event, source in asked.get("Events", {}).items():
            if source["Type"] in ("EventBridgeRule", "CloudWatchEvent"):
                yield f"{name}.{event}", source["Properties"]["Pattern"]


def deaf_patterns(template: Template, events: Collection[tuple[str, str]]) -> list[str]:
    """Patterns that wait for what nobody says."""
    faults = []
    for name, pattern in patterns_of(template):
        sources, facts = pattern.get("source", []), pattern.get("detail-type", [])
        if pattern == WHATEVER_DOMAINS_SAY:
            continue
        if not sources or not facts or not all(isinstance(word, str) for word in (*sources, *facts)):
            faults.append(f"{name} needs a source and a detail-type, in plain words")
        elif not all(source.startswith("aws.") for source in sources):  # what AWS itself says is no contract of ours
            said = {(source, fact) for source in sources for fact in facts} & set(events)
            faults += [f"{name}: {one} says none of {facts}" for one in sources if one not in {s for s, _ in said}]
            faults += [f"{name}: none of {sources} says {one}" for one in facts if one not in {f for _, f in said}]
    return faults


def deaf_topic_rules(template: Template, topics: Mapping[str, Collection[str]]) -> list[str]:
    """IoT rules on topics no device sends to, or on fields no message has."""
    faults = []
    for name, rule in resources_of(template, "AWS::IoT::TopicRule").items():
        sql = rule["TopicRulePayload"]["Sql"]
        text = sql["Fn::Sub"] if isinstance(sql, dict) else sql
        topic = re.search(r"\bFROM\s+'([^']+)'", text, re.IGNORECASE)
        fields = topics.get(as_filter(topic[1])) if topic else None
        if fields is None:
            faults.append(f"{name}: no message travels on {topic[1] if topic else text}")
        else:
            faults += [f"{name}: {field} is no field" for field in fields_asked(text) if field not in fields]
    return faults


def fields_asked(sql: str) -> list[str]:
    """The outermost field of each path a statement reads: not its words, functions, aliases, texts."""
    bare = re.sub(r"'[^']*'|\bAS\s+\w+", " ", sql, flags=re.IGNORECASE)
    names = re.findall(r"(?<![\w.$])([A-Za-z_]\w*)\b(?!\s*\()", bare)
    return sorted({name for name in names if name.lower() not in IOT_SQL_WORDS})


def loose_publishers(template: Template, own_sources: Collection[str]) -> list[str]:
    """Statements that let somebody speak on the bus in a name that is not the domain's own."""
    return [
        f"{statement.get('Sid', statement['Action'])} may speak as {sorted(names) or 'anybody'}"
        for statement in mappings_in(template)
        if statement.get("Effect") == "Allow" and allows_to_publish(statement.get("Action", []))
        if not (names := sources_allowed(statement)) or not names <= set(own_sources)
    ]


def allows_to_publish(action: str | list[str]) -> bool:
    actions = [action] if isinstance(action, str) else action
    return any(fnmatchcase("events:putevents", action.lower()) for action in actions)


def sources_allowed(statement: dict[str, Any]) -> set[str]:
    return {
        source
        for operator, wanted in statement.get("Condition", {}).items()
        if operator.split(":")[-1] in SAYING_WHO and "events:source" in wanted
        for source in (
            [wanted["events:source"]] if isinstance(wanted["events:source"], str) else wanted["events:source"]
        )
    }


# --- the city ------------------------------------------------------------------------------------


def test_the_contracts_know_the_events_of_the_city() -> None:
    assert ("dongne.fines", "FinePaid") in known_events()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_waits_for_nothing_that_nobody_says(name: str) -> None:
    template = TEMPLATES[name]

    assert deaf_patterns(template, known_events()) == []
    assert deaf_topic_rules(template, known_topics()) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_lets_nobody_speak_for_another_domain(name: str) -> None:
    own_sources = {source for source, _ in known_events() if source == f"dongne.{name}"}
    if name == "events":
        own_sources = {EVERY_DOMAIN}

    assert loose_publishers(TEMPLATES[name], own_sources) == []


# --- made-up templates ---------------------------------------------------------------------------

EVENTS = {("dongne.fines", "FinePaid"), ("dongne.crosswalk", "PedestrianInConflict")}


def as_rule(pattern: dict[str, Any]) -> Template:
    return {"Resources": {"Rule": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": pattern}}}}


def as_function_event(pattern: dict[str, Any]) -> Template:
    event = {"Type": "EventBridgeRule", "Properties": {"EventBusName": "city", "Pattern": pattern}}
    return {"Resources": {"Clerk": {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"Told": event}}}}}


@pytest.mark.parametrize("place", [as_rule, as_function_event])
@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["dongne.fines"], "detail-type": ["FinePaid"]},
        {"source": ["dongne.fines", "dongne.crosswalk"], "detail-type": ["FinePaid", "PedestrianInConflict"]},
        {"source": ["aws.s3"], "detail-type": ["Object Created"]},
        {"source": [{"prefix": "dongne."}]},
    ],
)
def test_a_pattern_of_known_events_is_heard(place: Any, pattern: dict[str, Any]) -> None:
    assert deaf_patterns(place(pattern), EVENTS) == []


@pytest.mark.parametrize("place", [as_rule, as_function_event])
@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["dongne.fines"], "detail-type": ["FinePayed"]},
        {"source": ["dongne.fine"], "detail-type": ["FinePaid"]},
        {"source": ["dongne.crosswalk"], "detail-type": ["FinePaid"]},
        {"source": ["dongne.fines", "dongne.crosswalk"], "detail-type": ["FinePaid"]},
        {"source": ["dongne.fines"]},
        {"detail-type": ["FinePaid"]},
        {"source": [{"prefix": "dongne.fines"}]},
        {"source": [{"prefix": "dongne."}, "dongne.fine"]},
        {"source": [{"prefix": "dongne."}], "detail-type": ["FinePaid"]},
    ],
)
def test_a_pattern_of_unknown_events_is_found(place: Any, pattern: dict[str, Any]) -> None:
    assert deaf_patterns(place(pattern), EVENTS) != []


class SignalSeen(Contract):
    topic: ClassVar[str] = "dongne/{stage}/{thing}/signal"

    colour: str
    speed_kmh: int


TOPICS = {as_filter(SignalSeen.topic): fields_of(SignalSeen)}


def as_topic_rule(sql: Any) -> Template:
    return {"Resources": {"Signals": {"Type": "AWS::IoT::TopicRule", "Properties": {"TopicRulePayload": {"Sql": sql}}}}}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM 'dongne/+/+/signal'",
        {"Fn::Sub": "SELECT *, topic(3) AS thing, timestamp() AS seen FROM 'dongne/${Stage}/+/signal'"},
        "SELECT colour, speed_kmh AS speed FROM 'dongne/+/+/signal' WHERE colour = 'red' AND speed_kmh > 30",
    ],
)
def test_a_topic_rule_on_a_known_message_is_heard(sql: Any) -> None:
    assert deaf_topic_rules(as_topic_rule(sql), TOPICS) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM 'dongne/+/+/signals'",
        "SELECT * FROM 'dongne/#'",
        "SELECT *",
        "SELECT color FROM 'dongne/+/+/signal'",
        "SELECT * FROM 'dongne/+/+/signal' WHERE speed > 30",
    ],
)
def test_a_topic_rule_on_an_unknown_message_is_found(sql: str) -> None:
    assert deaf_topic_rules(as_topic_rule(sql), TOPICS) != []


def as_publisher(action: Any, condition: dict[str, Any] | None) -> Template:
    statement = {"Effect": "Allow", "Action": action, "Resource": {"Ref": "EventBusArn"}}
    if condition is not None:
        statement["Condition"] = condition
    policies = [{"Statement": [statement]}]
    return {"Resources": {"Clerk": {"Type": "AWS::Serverless::Function", "Properties": {"Policies": policies}}}}


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"events:source": "dongne.fines"}},
        {"StringEqualsIfExists": {"events:source": ["dongne.fines"]}},
        {"ForAllValues:StringEquals": {"events:source": ["dongne.fines"]}},
    ],
)
def test_speaking_in_ones_own_name_is_allowed(condition: dict[str, Any]) -> None:
    assert loose_publishers(as_publisher("events:PutEvents", condition), {"dongne.fines"}) == []


@pytest.mark.parametrize("action", ["events:PutEvents", ["sns:Publish", "events:PutEvents"], "events:Put*"])
@pytest.mark.parametrize(
    "condition",
    [
        None,
        {"StringEquals": {"events:detail-type": "FinePaid"}},
        {"StringEquals": {"events:source": "dongne.crosswalk"}},
        {"StringEquals": {"events:source": ["dongne.fines", "dongne.crosswalk"]}},
        {"StringNotEquals": {"events:source": "dongne.fines"}},
        {"StringLike": {"events:source": "dongne.*"}},
    ],
)
def test_speaking_in_anothers_name_is_found(action: Any, condition: dict[str, Any] | None) -> None:
    assert loose_publishers(as_publisher(action, condition), {"dongne.fines"}) != []


# --- the archive ---------------------------------------------------------------------------------


def test_the_archive_keeps_what_the_feed_lists() -> None:
    (archive,) = resources_of(read_domain("events"), "AWS::Events::Archive").values()
    rule = resources_of(read_domain("operations"), "AWS::Events::Rule")["EventsRule"]

    assert archive["EventPattern"] == rule["EventPattern"] == WHATEVER_DOMAINS_SAY


def test_a_rule_hands_events_to_a_queue_and_what_it_cannot_to_dead_letters() -> None:
    """A rule that calls a function loses what the function fails at."""
    targets = [
        target
        for template in TEMPLATES.values()
        for rule in resources_of(template, "AWS::Events::Rule").values()
        if "EventPattern" in rule
        for target in rule["Targets"]
    ]

    assert targets
    for target in targets:
        queue, attribute = target["Arn"]["Fn::GetAtt"]
        dead_letters, _ = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"]
        assert (attribute, dead_letters) == ("Arn", queue.removesuffix("Queue") + "DeadLetters")
