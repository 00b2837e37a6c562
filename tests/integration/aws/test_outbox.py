"""The outbox over moto: what a crash or a bus that refuses leaves behind is published later, and nothing is lost."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused, bind, open_connection
from city.aws.outbox import LEFT_BEHIND_AFTER, MOST_BYTES, EventTooLarge, Outbox, OutboxRecord
from city.contracts.crosswalk.events import CrosswalkFaultV2
from tests.integration.moto_city import REGION

BUS = "city"
START = datetime(2026, 11, 29, 3, tzinfo=UTC)


class FactRecord(Model):
    """What a domain says became true."""

    class Meta:
        table_name = "facts"

    key = UnicodeAttribute(hash_key=True)


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


class Bus:
    """The bus over moto, with faults: a whole call that fails, single entries that are refused, a worker that dies."""

    def __init__(self) -> None:
        self._client = boto3.client("events")
        self.calls: list[int] = []
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.error: Exception | None = None
        self.dies_after_publishing = False

    def put_events(self, *, Entries: Sequence[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.calls.append(len(Entries))
        self.asked += [json.loads(entry["Detail"])["event_id"] for entry in Entries]
        if self.error is not None:
            raise self.error
        taken = [entry for entry in Entries if json.loads(entry["Detail"])["event_id"] not in self.refused]
        answers = iter(self._client.put_events(Entries=taken)["Entries"]) if taken else iter(())
        entries = [next(answers) if entry in taken else {"ErrorCode": "ThrottlingException"} for entry in Entries]
        if self.dies_after_publishing:
            raise KeyboardInterrupt
        return {"FailedEntryCount": len(Entries) - len(taken), "Entries": entries}


class City:
    """A domain's table, the outbox, and a queue that hears everything."""

    def __init__(self) -> None:
        dynamodb, sqs, events = boto3.client("dynamodb"), boto3.client("sqs"), boto3.client("events")
        for table, key in (("facts", "key"), ("outbox", "event_id")):
            dynamodb.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        self.queue = sqs.create_queue(QueueName="heard")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.create_event_bus(Name=BUS)
        events.put_rule(Name="all", EventBusName=BUS, EventPattern=json.dumps({"source": [{"prefix": "dongne."}]}))
        events.put_targets(Rule="all", EventBusName=BUS, Targets=[{"Id": "queue", "Arn": arn}])
        self.connection: Connection = open_connection(REGION)
        bind(FactRecord, "facts", self.connection)
        bind(OutboxRecord, "outbox", self.connection)
        self.clock, self.bus = Clock(), Bus()
        self.outbox = Outbox(self.bus, BUS, self.clock)  # type: ignore[arg-type]

    def decide(self, *keys: str) -> list[OutboxRecord]:
        """Makes facts true, each with its event, in one transaction."""
        writes = Writes()
        records = []
        for key in keys:
            writes.add(key, lambda t, key=key: t.save(FactRecord(key), condition=FactRecord.key.does_not_exist()))  # type: ignore[misc]
            records.append(self.outbox.add(writes, fault(key)))
        writes.commit(self.connection)
        return records

    def sweep(self, after: timedelta = LEFT_BEHIND_AFTER) -> int:
        self.clock.moment += after + timedelta(seconds=1)
        return self.outbox.sweep(self.clock.now())

    def waiting(self) -> set[str]:
        return {str(record.event_id) for record in OutboxRecord.scan(consistent_read=True)}

    def heard(self) -> list[str]:
        """Ids of the events that arrived since the last time."""
        sqs, ids = boto3.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                ids.append(json.loads(message["Body"])["detail"]["event_id"])
                sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
        return sorted(ids)


def fault(key: str, name: str = "camera") -> CrosswalkFaultV2:
    return CrosswalkFaultV2(
        event_id=CrosswalkFaultV2.id_of(key), occurred_at=START, correlation_id=key, unit="u-1", fault=name, since=START
    )


def ids(*keys: str) -> list[str]:
    return sorted(CrosswalkFaultV2.id_of(key) for key in keys)


@pytest.fixture
def city(cloud: None) -> Iterator[City]:
    return City()


def test_what_is_decided_is_published_once_and_leaves_the_outbox(city: City) -> None:
    records = city.decide("1", "2")

    assert city.outbox.publish(records) == 2

    assert city.heard() == ids("1", "2")
    assert city.waiting() == set()
    assert city.sweep() == 0
    assert city.heard() == []


def test_a_fact_that_is_refused_leaves_no_event(city: City) -> None:
    city.outbox.publish(city.decide("1"))
    city.heard()

    with pytest.raises(WritesRefused) as refused:
        city.decide("1", "2")

    assert refused.value.names == {"1"}
    assert city.waiting() == set()


def test_a_crash_before_the_commit_leaves_neither_fact_nor_event(city: City) -> None:
    writes = Writes()
    writes.add("1", lambda transaction: transaction.save(FactRecord("1")))
    city.outbox.add(writes, fault("1"))

    assert city.waiting() == set()
    assert city.sweep() == 0
    assert city.heard() == []


def test_a_crash_between_commit_and_publishing_is_swept(city: City) -> None:
    city.decide("1", "2")

    assert city.outbox.sweep(city.clock.now()) == 0  # whoever decided them may be about to publish them
    assert city.sweep() == 2

    assert city.heard() == ids("1", "2")
    assert city.waiting() == set()


def test_a_crash_between_publishing_and_deleting_publishes_again_under_the_same_id(city: City) -> None:
    records = city.decide("1")
    city.bus.dies_after_publishing = True
    with pytest.raises(KeyboardInterrupt):
        city.outbox.publish(records)
    city.bus.dies_after_publishing = False

    assert city.sweep() == 1

    assert city.heard() == ids("1", "1")
    assert city.waiting() == set()


def test_a_record_that_cannot_be_deleted_is_no_failure_of_who_published_it(city: City) -> None:
    class Stuck(OutboxRecord):
        def delete(self, *arguments: Any, **options: Any) -> Any:
            raise DeleteError("no table")

    (record,) = city.decide("1")
    stuck = Stuck(record.event_id, **{k: v for k, v in record.attribute_values.items() if k != "event_id"})

    assert city.outbox.publish([stuck]) == 1

    assert city.waiting() == set(ids("1"))


def test_entries_that_the_bus_refuses_stay_and_the_others_go(city: City) -> None:
    records = city.decide("1", "2", "3")
    city.bus.refused = set(ids("2"))

    assert city.outbox.publish(records) == 2
    assert city.heard() == ids("1", "3")
    assert city.waiting() == set(ids("2"))

    assert city.sweep() == 0
    city.bus.refused = set()
    assert city.sweep() == 1
    assert city.heard() == ids("2")
    assert city.waiting() == set()


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://events"),
        ClientError({"Error": {"Code": "ServiceUnavailable", "Message": ""}}, "PutEvents"),
    ],
)
def test_a_bus_that_is_down_is_asked_once_and_raises_nothing(city: City, error: Exception) -> None:
    records = [record for start in range(0, 24, 12) for record in city.decide(*map(str, range(start, start + 12)))]
    city.bus.error = error

    assert city.outbox.publish(records) == 0

    assert city.bus.calls == [10]
    city.bus.error = None
    assert city.sweep() == 24
    assert len(city.heard()) == 24


def test_the_same_fact_again_is_the_same_record(city: City) -> None:
    city.outbox.keep(fault("1"))
    city.outbox.keep(fault("1"))

    assert city.sweep() == 1
    assert city.heard() == ids("1")


def test_calls_hold_ten_entries_and_256_kib_at_most(city: City) -> None:
    kib = 1024
    small = [city.outbox.record_of(fault(str(number))) for number in range(23)]
    large = [city.outbox.record_of(fault(f"large-{number}", "x" * 100 * kib)) for number in range(5)]

    city.outbox.publish([*small, *large])

    # The last three small ones share a call with two large ones.
    assert city.bus.calls == [10, 10, 5, 2, 1]


def test_an_event_that_no_bus_would_take_is_refused_where_it_is_decided(city: City) -> None:
    with pytest.raises(EventTooLarge):
        city.outbox.add(Writes(), fault("1", "x" * MOST_BYTES))


def test_a_sweep_begins_with_the_oldest(city: City) -> None:
    for key in ("3", "1", "2"):
        city.outbox.keep(fault(key))
        city.clock.moment += timedelta(seconds=1)

    city.sweep()

    assert city.bus.asked == [CrosswalkFaultV2.id_of(key) for key in ("3", "1", "2")]
