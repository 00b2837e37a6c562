"""The document of events and topics: fresh, whole, and of what the contracts and the templates say."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from city.contracts.channels import FileForm
from city.contracts.events import BusEvent
from infra.manifest import read_manifests
from infra.openapi.__main__ import FOLDER
from infra.openapi.channels import channels, events
from infra.openapi.documents import documents
from infra.templates import TEMPLATES, read_template, resources_of
from iot.schemas.__main__ import contracts_with_schemas

NAME = "dongne.asyncapi.json"
DOCUMENT: dict[str, Any] = json.loads((FOLDER / NAME).read_text())
CONTRACTS = contracts_with_schemas()
THING = "${!iot:Connection.Thing.ThingName}"


def test_the_document_is_as_it_is_written_now() -> None:
    assert (FOLDER / NAME).read_text() == documents()[NAME], "make openapi"


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        found: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            assert part in found, reference
            found = found[part]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [each for inner in value.values() for each in references(inner)]
    return [each for inner in value for each in references(inner)] if isinstance(value, list) else []


def test_a_channel_has_what_asyncapi_3_asks_for() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(DOCUMENT["info"])
    for server in DOCUMENT["servers"].values():
        assert {"host", "protocol"} <= set(server)
    for name, channel in DOCUMENT["channels"].items():
        assert re.fullmatch(r"[a-z_]+", name)
        assert channel["messages"], name
        assert set(re.findall(r"\{(\w+)\}", channel["address"])) == set(channel.get("parameters", {}))
        assert re.search("[가-힣]", channel["x-names"]["ko"])


def test_an_operation_speaks_of_messages_of_its_channel() -> None:
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in ("send", "receive")
        channel = operation["channel"]["$ref"]
        assert all(message["$ref"].startswith(f"{channel}/messages/") for message in operation["messages"])
    spoken = {operation["channel"]["$ref"].rpartition("/")[2] for operation in DOCUMENT["operations"].values()}
    assert spoken == set(DOCUMENT["channels"])


def test_every_event_is_told_on_the_channel_of_its_source() -> None:
    kinds = {contract for contract in CONTRACTS.values() if issubclass(contract, BusEvent)}

    assert {kind for told in events().values() for kind in told} == kinds
    for source, told in events().items():
        channel = DOCUMENT["channels"][f"{source.removeprefix('dongne.')}_events"]
        assert channel["address"] == source
        assert set(channel["messages"]) == {kind.__name__ for kind in told}


def test_every_topic_that_a_contract_names_is_a_channel() -> None:
    topics = {contract.topic for contract in CONTRACTS.values() if hasattr(contract, "topic")}

    assert topics <= {channel.address for channel in channels() if channel.protocol == "mqtt"}
    assert topics


def allowed(action: str, before: str) -> list[str]:
    """What policies of devices allow, as patterns of a channel's address."""
    patterns = []
    for file in TEMPLATES.values():
        for policy in resources_of(read_template(file), "AWS::IoT::Policy").values():
            for statement in policy["PolicyDocument"]["Statement"]:
                actions, resources = statement["Action"], statement["Resource"]
                if action in (actions if isinstance(actions, list) else [actions]):
                    patterns += resources if isinstance(resources, list) else [resources]
    texts = [str(each.get("Fn::Sub", each) if isinstance(each, dict) else each) for each in patterns]
    topics = [text.partition(f":{before}/")[2].replace(THING, "{unit}") for text in texts if f":{before}/" in text]
    return [re.escape(topic).replace(r"\*", ".+") for topic in topics]


@pytest.mark.parametrize("channel", [each for each in channels() if each.protocol == "mqtt"], ids=lambda c: c.name)
def test_a_device_may_say_what_the_city_takes_and_hear_what_it_gives(channel: Any) -> None:
    spoken = any(re.fullmatch(pattern, channel.address) for pattern in allowed("iot:Publish", "topic"))
    heard = any(re.fullmatch(pattern, channel.address) for pattern in allowed("iot:Receive", "topic"))

    assert (spoken, heard) == (bool(channel.takes), bool(channel.gives))


def test_an_address_in_a_deployed_city_is_one_of_its_outputs() -> None:
    outputs = {output for manifest in read_manifests().values() for output in manifest.outputs}
    named = {
        found
        for channel in channels()
        if channel.protocol in ("s3", "sns")
        for found in re.findall(r"^\{(\w+)\}", channel.address)
    }

    assert named <= outputs
    assert named


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["messages"]))
def test_the_samples_of_a_message_are_as_its_payload_says(name: str) -> None:
    message = DOCUMENT["components"]["messages"][name]
    form = any(isinstance(kind, FileForm) and kind.name == name for channel in channels() for kind in channel.takes)

    assert form or message["examples"]
    for example in message.get("examples", []):
        validator = Draft202012Validator({**message["payload"], "components": DOCUMENT["components"]})
        assert [error.message for error in validator.iter_errors(example["payload"])] == []
