"""Dead letters are sent back by the very rights that the template gives, also where a queue has a key of its own."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from city.watch.redrive.errors import QueueTrouble
from city.watch.redrive.service.queues import QueuesOfDeadLetters
from infra.templates import ROOT, read_template
from tests.infra.local_cloud.running import RunningCloud
from tests.integration.moto_city import FixedClock

ATTRIBUTES = {"RULE_ARN": {"DataType": "String", "StringValue": "arn:rule"}}


@dataclass
class Letters:
    """Two queues with a key of their own that give up into one, in a city of the test's own name."""

    cloud: RunningCloud
    stage: str
    without: str = ""
    urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = self.cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.sqs = self.cloud.client("sqs")
        dead = self._create("DeadLetters")
        policy = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 1})
        for which in ("One", "Two"):
            self._create(f"{which}-Queue", RedrivePolicy=policy, VisibilityTimeout="0")
        role = self.cloud.role(f"redrive-{self.stage}", *self._statements())
        self.letters = QueuesOfDeadLetters(
            sqs=self.cloud.as_role("sqs", role),
            cloudwatch=self.cloud.as_role("cloudwatch", role),
            prefix=f"dongne-{self.stage}-",
            clock=FixedClock(),
        )
        self.role = role

    def name(self, which: str) -> str:
        return f"dongne-{self.stage}-Fines-Texts-{which}-abc"

    def _create(self, which: str, **attributes: str) -> str:
        told = {"KmsMasterKeyId": self.key, **attributes}
        self.urls[which] = self.sqs.create_queue(QueueName=self.name(which), Attributes=told)["QueueUrl"]
        asked = self.sqs.get_queue_attributes(QueueUrl=self.urls[which], AttributeNames=["QueueArn"])
        return str(asked["Attributes"]["QueueArn"])

    def _statements(self) -> list[dict[str, Any]]:
        """Those of the function, with the values that a deployment would fill in."""
        function = read_template(ROOT / "infra/watch/template.yaml")["Resources"]["RedriveApiFunction"]
        values = {
            "${AWS::Partition}": "aws",
            "${AWS::Region}": "ap-northeast-2",
            "${AWS::AccountId}": "000000000000",
            "${Stage}": self.stage,
        }

        def filled(value: Any) -> Any:
            match value:
                case {"Fn::Sub": str(text)}:
                    for name, said in values.items():
                        text = text.replace(name, said)
                    return text
                case {"Ref": "TextsKeyArn"}:
                    return self.key
                case {"Fn::GetAtt": _}:
                    return "arn:aws:dynamodb:ap-northeast-2:000000000000:table/none"
                case dict():
                    return {name: filled(below) for name, below in value.items()}
                case list():
                    return [filled(below) for below in value]
            return value

        statements = filled(function["Properties"]["Policies"][0]["Statement"])
        return [statement for statement in statements if statement["Sid"] != self.without]

    def give_up_on(self, which: str, body: str) -> None:
        self.sqs.send_message(QueueUrl=self.urls[which], MessageBody=body, MessageAttributes=ATTRIBUTES)
        for _ in range(2):
            self.sqs.receive_message(QueueUrl=self.urls[which], VisibilityTimeout=0)

    def bodies(self, which: str) -> list[str]:
        found = self.sqs.receive_message(
            QueueUrl=self.urls[which], MaxNumberOfMessages=10, VisibilityTimeout=60, MessageAttributeNames=["All"]
        ).get("Messages", [])
        assert [message["MessageAttributes"] for message in found] == [ATTRIBUTES] * len(found)
        return sorted(message["Body"] for message in found)


def test_each_letter_goes_back_to_the_queue_that_gave_up_on_it(cloud: RunningCloud) -> None:
    city = Letters(cloud, "backs")
    city.give_up_on("One-Queue", "one")
    city.give_up_on("Two-Queue", "two")
    queue = city.letters.queue(city.name("DeadLetters"))
    assert queue.waiting == 2
    assert [line.size_bytes for line in city.letters.look(queue)] == [3, 3]

    assert city.letters.send_back(queue, 10) == 2

    assert (city.bodies("One-Queue"), city.bodies("Two-Queue"), city.bodies("DeadLetters")) == (["one"], ["two"], [])
    assert city.letters.send_back(queue, 10) == 0


def test_what_nobody_knows_whither_stays(cloud: RunningCloud) -> None:
    city = Letters(cloud, "stays")
    city.sqs.send_message(QueueUrl=city.urls["DeadLetters"], MessageBody="of a rule", MessageAttributes=ATTRIBUTES)

    with pytest.raises(QueueTrouble):
        city.letters.send_back(city.letters.queue(city.name("DeadLetters")), 10)

    asked = city.sqs.get_queue_attributes(QueueUrl=city.urls["DeadLetters"], AttributeNames=["All"])["Attributes"]
    assert int(asked["ApproximateNumberOfMessagesNotVisible"]) == 1


@pytest.mark.parametrize("without", ["TakeDeadLettersAlone", "SendThemBack", "OpenAndCloseTextsInQueuesAlone"])
def test_without_one_of_its_rights_nothing_is_lost(cloud: RunningCloud, without: str) -> None:
    city = Letters(cloud, without.lower()[:20], without=without)
    city.give_up_on("One-Queue", "one")
    queue = city.letters.queue(city.name("DeadLetters"))

    with pytest.raises(QueueTrouble) as trouble:
        city.letters.send_back(queue, 10)

    assert (trouble.value.moved, city.bodies("One-Queue")) == (0, [])
    asked = city.sqs.get_queue_attributes(QueueUrl=city.urls["DeadLetters"], AttributeNames=["All"])["Attributes"]
    held = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    assert sum(int(asked[name]) for name in held) == 1
