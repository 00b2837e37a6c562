"""Dead letters over moto: looked at without their bodies, and sent back by two people, once."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.watch.redrive.bootstrap import build_desk
from functions.watch.redrive.api.app import make_app
from tests.integration.moto_city import NOW, REGION, Answer, FixedClock, call_api, create_tables

DEAD, QUEUE = "dongne-local-Fines-Texts-DeadLetters-1", "dongne-local-Fines-Texts-Queue-2"
WHY = "문자 처리기를 고쳤습니다"
ENVIRONMENT = {"STAGE": "local", "AWS_REGION": REGION, "REDRIVES_TABLE": "RedrivesTable"}


class Town:
    """One queue, its dead letters, and staff at the API."""

    def __init__(self) -> None:
        create_tables("watch")
        self.sqs = boto3.client("sqs", region_name=REGION)
        self.clock = FixedClock()
        desk = build_desk(ENVIRONMENT, self.clock)
        self._app = make_app(lambda: desk)
        self.dead = self.sqs.create_queue(QueueName=DEAD)["QueueUrl"]
        self.queue = self.create_queue(QUEUE)

    def create_queue(self, name: str) -> str:
        """A queue that gives up into the dead letters."""
        told = self.sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"]
        redrive = json.dumps({"deadLetterTargetArn": told["QueueArn"], "maxReceiveCount": 1})
        return str(self.sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": redrive})["QueueUrl"])

    def give_up_on(self, *bodies: str) -> None:
        for body in bodies:
            told = {"from": {"DataType": "String", "StringValue": body}}
            self.sqs.send_message(QueueUrl=self.dead, MessageBody=body, MessageAttributes=told)

    def get(self, path: str, group: str = "operator") -> Answer:
        return call_api([self._app], "GET", path, None, group=group, sub="somebody-1")

    def post(self, path: str, body: dict[str, Any], by: str, group: str = "operator") -> Answer:
        claims = {"name": f"{by}의 이름"}
        return call_api([self._app], "POST", path, body, group=group, sub=by, claims=claims)

    def propose(self, most: int = 500, by: str = "kim", reason: str = WHY, queue: str = DEAD, **who: str) -> Answer:
        return self.post(f"/dead-letters/{queue}/proposal", {"reason": reason, "most": most}, by, **who)

    def decide(self, approve: bool = True, by: str = "lee", **who: str) -> Answer:
        body = {"approve": approve, "reason": "확인했습니다"}
        return self.post(f"/dead-letters/{DEAD}/proposal/decision", body, by, **who)

    def bodies(self, url: str) -> list[str]:
        """What lies there now; it is taken."""
        found = []
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600, MessageAttributeNames=["All"]
        ).get("Messages"):
            for message in messages:
                assert message["MessageAttributes"]["from"]["StringValue"] == message["Body"]
                found.append(message["Body"])
        return sorted(found)


@pytest.fixture
def town(cloud: None) -> Town:
    return Town()


def test_queues_that_hold_dead_letters_are_listed_with_the_age_of_the_oldest(town: Town) -> None:
    town.give_up_on("a", "b")
    town.sqs.send_message(QueueUrl=town.sqs.create_queue(QueueName="other")["QueueUrl"], MessageBody="x")
    measured = {
        "MetricName": "ApproximateAgeOfOldestMessage",
        "Dimensions": [{"Name": "QueueName", "Value": DEAD}],
        "Value": 4210.0,
        "Timestamp": NOW - timedelta(minutes=2),
    }
    boto3.client("cloudwatch", region_name=REGION).put_metric_data(Namespace="AWS/SQS", MetricData=[measured])

    assert town.get("/dead-letters", group="clerk") == (
        200,
        {
            "queues": [
                {
                    "queue": DEAD,
                    "sends_back_to": [QUEUE],
                    "waiting": 2,
                    "in_work": 0,
                    "oldest_age_s": 4210,
                    "proposed": False,
                }
            ]
        },
    )


def test_an_empty_queue_is_listed_while_something_is_proposed_of_it(town: Town) -> None:
    assert town.get("/dead-letters")[1] == {"queues": []}

    town.propose()

    (line,) = town.get("/dead-letters")[1]["queues"]
    assert (line["queue"], line["waiting"], line["oldest_age_s"], line["proposed"]) == (DEAD, 0, None, True)


def test_a_look_shows_no_body_and_leaves_all_where_it_was(town: Town) -> None:
    town.give_up_on(*(f"010-1234-{number:04d}" for number in range(23)))

    status, story = town.get(f"/dead-letters/{DEAD}", group="auditor")

    assert status == 200
    assert len({letter["message_id"] for letter in story["letters"]}) == 23
    assert {letter["size_bytes"] for letter in story["letters"]} == {13}
    assert "1234" not in json.dumps({**story, "letters": [letter | {"message_id": ""} for letter in story["letters"]]})
    assert len(town.bodies(town.dead)) == 23


@pytest.mark.parametrize("queue", [QUEUE, "dongne-prod-Fines-DeadLetters-1", "none"])
def test_what_is_no_queue_of_dead_letters_of_this_city_is_not_found(town: Town, queue: str) -> None:
    assert town.get(f"/dead-letters/{queue}")[0] == 404
    assert town.propose(queue=queue)[0] == 404


def test_two_people_send_back_as_many_as_were_proposed_and_no_more(town: Town) -> None:
    town.give_up_on(*(f"{number:02d}" for number in range(25)))

    assert town.propose(most=12)[1]["state"] == "proposed"
    status, moved = town.decide()

    assert status == 200
    assert (moved["state"], moved["moved"], moved["outcome"], moved["most"]) == ("moved", 12, "all_asked", 12)
    assert (moved["proposed_by_name"], moved["decided_by_name"]) == ("kim의 이름", "lee의 이름")
    done = town.get(f"/dead-letters/{DEAD}")[1]["history"]
    assert {each["what"]: each["by_name"] for each in done} == {
        "proposed": "kim의 이름",
        "approved": "lee의 이름",
        "moved": "lee의 이름",
    }
    back, left = town.bodies(town.queue), town.bodies(town.dead)
    assert (len(back), len(left)) == (12, 13)
    assert sorted(back + left) == [f"{number:02d}" for number in range(25)]


def test_fewer_than_proposed_is_all_there_are(town: Town) -> None:
    town.give_up_on("a", "b", "c")
    town.propose()

    moved = town.decide()[1]

    assert (moved["moved"], moved["outcome"]) == (3, "emptied")
    assert town.bodies(town.queue) == ["a", "b", "c"]


def test_whoever_proposed_does_not_decide(town: Town) -> None:
    town.give_up_on("a")
    town.propose(by="kim")

    status, refusal = town.decide(by="kim")

    assert (status, refusal["error"]) == (403, "same_who_proposed")
    assert town.bodies(town.queue) == []


@pytest.mark.parametrize("again", ["lee", "park"])
def test_an_approval_pressed_twice_moves_once(town: Town, again: str) -> None:
    town.give_up_on("a", "b", "c")
    town.propose(most=2)
    first = town.decide(by="lee")

    assert town.decide(by=again) == first
    assert len(town.bodies(town.queue)) == 2


def test_what_was_declined_is_not_moved_and_may_be_proposed_again(town: Town) -> None:
    town.give_up_on("a")
    town.propose()

    assert town.decide(approve=False)[1]["state"] == "declined"
    assert town.decide(approve=True)[1]["error"] == "decided_before"
    assert town.bodies(town.queue) == []
    assert town.propose()[1]["turn"] == 2


def test_nothing_is_decided_that_was_not_proposed(town: Town) -> None:
    assert town.decide()[0] == 404
    assert town.decide()[1]["error"] == "redrive_unknown"


def test_one_proposal_waits_at_a_time_and_the_same_words_are_the_same(town: Town) -> None:
    first = town.propose(most=5)

    assert town.propose(most=5) == first
    for other in ({"most": 6}, {"most": 5, "by": "park"}):
        status, refusal = town.propose(**other)  # type: ignore[arg-type]
        assert (status, refusal["error"]) == (409, "redrive_proposed_before")


def test_who_did_what_when_stays_on_file(town: Town) -> None:
    town.give_up_on("a")
    town.propose()
    town.clock.move(minutes=5)
    town.decide(approve=False)
    town.clock.move(minutes=5)
    town.propose(most=7, by="lee", group="manager")
    open_now = town.get(f"/dead-letters/{DEAD}")[1]
    town.clock.move(minutes=5)
    town.decide(by="kim")

    story = town.get(f"/dead-letters/{DEAD}")[1]

    assert (open_now["proposal"]["most"], open_now["proposal"]["turn"]) == (7, 2)
    assert story["proposal"] is None
    assert [(turn["turn"], turn["state"]) for turn in story["past"]] == [(2, "moved"), (1, "declined")]
    assert [(line["what"], line["by"], line["note"]) for line in story["history"]] == [
        ("proposed", "kim", f"≤ 500: {WHY}"),
        ("declined", "lee", "확인했습니다"),
        ("proposed", "lee", f"≤ 7: {WHY}"),
        ("approved", "kim", "확인했습니다"),
        ("moved", "kim", "1 (emptied)"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"reason": WHY, "most": 0},
        {"reason": WHY, "most": 501},
        {"reason": WHY, "most": "5"},
        {"reason": "ㅇㅇㅇ", "most": 5},
        {"most": 5},
    ],
)
def test_a_proposal_names_a_number_and_a_reason(town: Town, body: dict[str, Any]) -> None:
    assert town.post(f"/dead-letters/{DEAD}/proposal", body, "kim")[0] == 400


def test_clerks_and_auditors_look_and_neither_propose_nor_decide(town: Town) -> None:
    for group in ("clerk", "auditor"):
        assert town.propose(group=group)[0] == 403
        assert town.decide(group=group)[0] == 403
    for path in ("/dead-letters", f"/dead-letters/{DEAD}"):
        assert town.get(path, group="gardener")[0] == 403
