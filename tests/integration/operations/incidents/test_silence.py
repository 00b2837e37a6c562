"""Signs of life come by their queue; who falls silent is an incident, and is none any more when it is heard again."""

import json
from datetime import timedelta
from random import Random

import boto3
import pytest

from city.contracts.operations.heartbeats import AssetHeard, AssetsHeardV1
from city.operations.incidents.bootstrap import build_hearer, build_watch
from tests.integration.moto_city import Context, create_queue, sqs_event
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, load_function


class Town:
    """Ten things behind each of three gateways, each heard every two minutes."""

    def __init__(self, incidents: IncidentsInMoto) -> None:
        self.incidents = incidents
        self.url = create_queue("city-events")
        environment = {
            **incidents.environment,
            "GATEWAYS_TABLE": "GatewaysTable",
            "CITY_EVENTS_QUEUE_URL": self.url,
        }
        self.hearer = build_hearer(environment, incidents.clock)
        self.watch = build_watch(environment, incidents.clock)
        self.things = {f"gw-{g}": [f"gw-{g}.thing-{n}" for n in range(10)] for g in range(3)}
        self.dead: set[str] = set()

    def live(self, minutes: int) -> None:
        for _ in range(minutes // 2):
            self.incidents.clock.move(minutes=2)
            now = self.incidents.clock.now()
            messages = [
                AssetsHeardV1(
                    gateway=gateway,
                    heard=tuple(AssetHeard(asset=name, at=now - timedelta(seconds=at)) for at, name in enumerate(of)),
                )
                for gateway, names in self.things.items()
                if (of := [name for name in names if name not in self.dead])
            ]
            Random(1).shuffle(messages)
            handler = load_function("hear_assets").make_handler(lambda: self.hearer)
            answer = handler(sqs_event(*(each.model_dump_json() for each in messages)), Context())
            assert answer["batchItemFailures"] == []
            load_function("watch_silence").make_handler(lambda: self.watch)({}, Context())
            self._deliver()

    def _deliver(self) -> None:
        sqs = boto3.client("sqs")
        while messages := sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", []):
            assert self.incidents.deliver(*(each["Body"] for each in messages)) == []
            for each in messages:
                sqs.delete_message(QueueUrl=self.url, ReceiptHandle=each["ReceiptHandle"])

    def shown(self) -> list[tuple[str, str]]:
        return sorted((each.lead.headline.split(":")[0], each.shown_state) for each in self.incidents.going_on())


@pytest.fixture
def town(incidents: IncidentsInMoto) -> Town:
    return Town(incidents)


def test_a_thing_that_falls_silent_is_an_incident_until_it_is_heard_again(town: Town) -> None:
    town.live(30)
    assert town.shown() == []

    town.dead = {"gw-1.thing-3"}
    town.live(10)
    assert town.shown() == [("gw-1.thing-3", "detected")]

    town.dead = set()
    town.live(4)
    assert town.shown() == [("gw-1.thing-3", "cancelled")]


def test_a_gateway_that_is_out_is_one_incident(town: Town) -> None:
    town.live(30)
    town.dead = set(town.things["gw-2"])

    town.live(20)
    assert town.shown() == [("gw-2", "detected")]

    town.dead = {"gw-2.thing-0"}
    town.live(20)
    assert town.shown() == [("gw-2", "cancelled"), ("gw-2.thing-0", "detected")]


def test_a_watch_that_died_before_it_marked_what_it_told_tells_it_once(town: Town) -> None:
    town.live(30)
    town.dead = {"gw-1.thing-3"}
    town.live(6)
    before = [each for each in town.watch.gateways.list_all() if each.name == "gw-1"]
    town.live(2)
    (after,) = (each for each in town.watch.gateways.list_all() if each.name == "gw-1")
    table = boto3.resource("dynamodb").Table("GatewaysTable")
    item = table.get_item(Key={"roll": "gateway", "gateway": "gw-1"})["Item"]
    body = json.loads(item["body"])
    body["assets"]["gw-1.thing-3"][0] = None
    table.put_item(Item={**item, "body": json.dumps(body)})

    town.live(2)

    assert before
    assert after.assets["gw-1.thing-3"].told is not None
    (incident,) = town.incidents.going_on()
    assert incident.count == 1


def test_a_batch_of_signs_of_life_costs_two_calls(town: Town) -> None:
    calls: list[str] = []
    client = town.hearer.gateways._connection.client

    def note(model: object, **_: object) -> None:
        calls.append(model.name)  # type: ignore[attr-defined]

    client.meta.events.register("before-parameter-build.*.*", note)
    try:
        town.live(2)
    finally:
        client.meta.events.unregister("before-parameter-build.*.*", note)

    assert calls == ["BatchGetItem", "TransactWriteItems", "Query"]


def test_what_is_no_sign_of_life_comes_back_alone(town: Town) -> None:
    good = AssetsHeardV1(gateway="gw-9", heard=(AssetHeard(asset="a", at=town.incidents.clock.now()),))
    handler = load_function("hear_assets").make_handler(lambda: town.hearer)

    answer = handler(sqs_event("{}", good.model_dump_json()), Context())

    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["sqs-0"]
    assert [each.name for each in town.watch.gateways.list_all()] == ["gw-9"]
