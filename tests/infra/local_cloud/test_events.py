"""Archives in templates, replays for the rules they name, and what becomes of an event that cannot be delivered."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.infra.local_cloud.running import RunningCloud, policy
from tests.infra.local_cloud.test_mends import in_the_cloud

PATTERN = {"source": ["dongne.test"]}


class Bus:
    """A bus, and what hangs on it."""

    def __init__(self, cloud: RunningCloud, name: str) -> None:
        self.cloud, self.name = cloud, name
        self.events, self.sqs = cloud.client("events"), cloud.client("sqs")
        self.arn = self.events.create_event_bus(Name=name)["EventBusArn"]

    def queue(self, name: str, *, open_to_rules: bool = True) -> tuple[str, str]:
        """A queue's address and ARN."""
        url = self.sqs.create_queue(QueueName=f"{self.name}-{name}")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        if open_to_rules:
            send = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
            rules = {"ArnEquals": {"aws:SourceArn": f"{self.arn.replace(':event-bus/', ':rule/')}/*"}}
            let_in = policy({**send, "Resource": arn, "Condition": rules})
            self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": let_in})
        return url, arn

    def rule(self, name: str, target: str, **more: Any) -> str:
        rule = self.events.put_rule(Name=name, EventBusName=self.name, EventPattern=json.dumps(PATTERN))
        targets = [{"Id": "target", "Arn": target, **more}]
        self.events.put_targets(Rule=name, EventBusName=self.name, Targets=targets)
        return str(rule["RuleArn"])

    def tell(self, number: int) -> None:
        entry = {"EventBusName": self.name, "Source": "dongne.test", "DetailType": "Told"}
        self.events.put_events(Entries=[{**entry, "Detail": json.dumps({"number": number})}])

    def received(self, url: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            found += messages
        return found

    def numbers(self, url: str) -> list[int]:
        return [json.loads(message["Body"])["detail"]["number"] for message in self.received(url)]


@pytest.fixture
def bus(cloud: RunningCloud, request: pytest.FixtureRequest) -> Bus:
    return Bus(cloud, f"bus-{abs(hash(request.node.name)) % 10**8}")


def replay(bus: Bus, archive_arn: str, name: str, *rules: str) -> None:
    destination: dict[str, Any] = {"Arn": bus.arn} | ({"FilterArns": list(rules)} if rules else {})
    now = datetime.now(UTC)
    bus.events.start_replay(
        ReplayName=name,
        EventSourceArn=archive_arn,
        EventStartTime=now - timedelta(hours=1),
        EventEndTime=now + timedelta(hours=1),
        Destination=destination,
    )
    while bus.events.describe_replay(ReplayName=name)["State"] != "COMPLETED":
        time.sleep(0.02)


def archive(bus: Bus, **more: Any) -> dict[str, Any]:
    properties = {"SourceArn": bus.arn, "RetentionDays": "30", "EventPattern": PATTERN, **more}
    return {"Type": "AWS::Events::Archive", "Properties": properties}


def test_a_template_may_have_an_archive(cloud: RunningCloud, bus: Bus) -> None:
    note = {"Name": "archive", "Type": "String", "Value": {"Fn::GetAtt": ["Archive", "Arn"]}}

    status = cloud.deploy("archive", Archive=archive(bus), Note={"Type": "AWS::SSM::Parameter", "Properties": note})

    assert status == "CREATE_COMPLETE", cloud.reasons("archive")
    name = cloud.physical_id("archive", "Archive")
    made = bus.events.describe_archive(ArchiveName=name)
    assert (made["EventSourceArn"], made["RetentionDays"]) == (bus.arn, 30)
    assert json.loads(made["EventPattern"]) == PATTERN
    assert cloud.client("ssm").get_parameter(Name="archive")["Parameter"]["Value"] == made["ArchiveArn"]

    assert cloud.deploy("archive", update=True, Archive=archive(bus, RetentionDays=7)) == "UPDATE_COMPLETE"
    assert bus.events.describe_archive(ArchiveName=name)["RetentionDays"] == 7


def test_a_replay_reaches_the_rules_it_names_and_no_other(bus: Bus) -> None:
    wanted, other = bus.queue("wanted"), bus.queue("other")
    rule = bus.rule("wanted", wanted[1])
    bus.rule("other", other[1])
    kept = bus.events.create_archive(ArchiveName=bus.name, EventSourceArn=bus.arn)["ArchiveArn"]
    for number in range(3):
        bus.tell(number)
    assert sorted(bus.numbers(wanted[0])) == sorted(bus.numbers(other[0])) == [0, 1, 2]
    bus.sqs.purge_queue(QueueUrl=wanted[0])
    bus.sqs.purge_queue(QueueUrl=other[0])

    replay(bus, kept, f"{bus.name}-one", rule)

    assert sorted(bus.numbers(wanted[0])) == [0, 1, 2]
    assert bus.numbers(other[0]) == []
    replay(bus, kept, f"{bus.name}-all")
    assert sorted(bus.numbers(other[0])) == [0, 1, 2]


def test_a_queue_without_a_policy_gets_nothing(bus: Bus) -> None:
    closed, dead = bus.queue("closed", open_to_rules=False), bus.queue("dead")
    rule = bus.rule("closed", closed[1], DeadLetterConfig={"Arn": dead[1]})

    bus.tell(1)

    assert bus.received(closed[0]) == []
    (message,) = bus.received(dead[0])
    assert json.loads(message["Body"])["detail"] == {"number": 1}
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert (attributes["ERROR_CODE"], attributes["RULE_ARN"], attributes["TARGET_ARN"]) == (
        "NO_PERMISSIONS",
        rule,
        closed[1],
    )


@pytest.mark.parametrize(
    "gone",
    [
        "arn:aws:sqs:ap-northeast-2:000000000000:gone",
        "arn:aws:sns:ap-northeast-2:000000000000:gone",
        "arn:aws:lambda:ap-northeast-2:000000000000:function:gone",
        "arn:aws:states:ap-northeast-2:000000000000:stateMachine:gone",
    ],
)
def test_what_a_missing_target_should_have_had_is_a_dead_letter(bus: Bus, gone: str) -> None:
    dead = bus.queue("dead")
    bus.rule("gone", gone, DeadLetterConfig={"Arn": dead[1]})

    bus.tell(7)

    (message,) = bus.received(dead[0])
    assert json.loads(message["Body"])["detail"] == {"number": 7}
    assert message["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_RESOURCE"


def test_dead_letters_too_go_only_where_the_policy_lets_them(bus: Bus) -> None:
    dead = bus.queue("dead", open_to_rules=False)
    bus.rule("gone", "arn:aws:sqs:ap-northeast-2:000000000000:gone", DeadLetterConfig={"Arn": dead[1]})

    bus.tell(7)

    assert bus.received(dead[0]) == []


FAILS_ONCE = """
import pathlib
folder = pathlib.Path({folder!r})
def handler(event, context):
    tries = len(list(folder.iterdir()))
    (folder / f"{{tries}}-{{event['detail']['number']}}").touch()
    if not tries:
        raise RuntimeError
"""


def test_a_function_that_raises_is_handed_the_event_again(bus: Bus, tmp_path: Any) -> None:
    bus.cloud.create_function(bus.name, FAILS_ONCE.format(folder=str(tmp_path)))
    bus.rule("function", f"arn:aws:lambda:ap-northeast-2:000000000000:function:{bus.name}")

    bus.tell(5)

    until = time.monotonic() + 30
    while {path.name for path in tmp_path.iterdir()} != {"0-5", "1-5"}:
        assert time.monotonic() < until, list(tmp_path.iterdir())
        time.sleep(0.02)


RETRY = """
import json
from infra.local.cloud.event_delivery import deliver_or_keep
deliver_or_keep()
from ministack.services import eventbridge, sqs
attempts = []
def breaks(arn, *rest, **more):
    attempts.append(arn)
    raise ConnectionError("broken")
from ministack.services import sns
sns.publish_internal = breaks
dead = []
queue = {"messages": [], "attributes": {}}
sqs._queue_by_arn = lambda arn: queue
target = {
    "Id": "t", "Arn": f"arn:aws:sns:{eventbridge.get_region()}:{eventbridge.get_account_id()}:topic",
    "RetryPolicy": {"MaximumRetryAttempts": 2},
    "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{eventbridge.get_region()}:{eventbridge.get_account_id()}:dead"},
}
sqs.queue_delay = lambda queue: 0
event = {"EventId": "1", "Source": "s", "DetailType": "d", "Detail": "{}", "Time": 0, "Resources": []}
eventbridge._invoke_target(target, event, {"Arn": "arn:aws:events:r:1:rule/x"})
import threading
[thread.join() for thread in threading.enumerate() if thread.daemon]
attributes = queue["messages"][0]["message_attributes"]
print(len(attempts), len(queue["messages"]), *(attributes[n]["StringValue"] for n in ("RETRY_ATTEMPTS", "EXHAUSTED_RETRY_CONDITION")))
"""


def test_what_may_pass_is_tried_again_as_often_as_the_target_says() -> None:
    assert in_the_cloud(RETRY) == "3 1 2 MaximumRetryAttempts"
