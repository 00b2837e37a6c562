"""Events of all domains reach the feed: each once, in order, whatever dies on the way, and again from the archive."""

import os
import signal
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from statistics import median
from typing import Any

import pytest

from city.contracts.events import Event
from infra.fines.street import BankClient
from infra.local.city import City
from infra.local.patience import let_settle, wait_on
from infra.operations.feed import Domains, EventsClient, replay_archive, sweep
from tests.e2e.workers import workers

FEW, MANY = 30, 300


@pytest.fixture
def domains(city: City) -> Domains:
    return Domains(city, uuid.uuid4().hex[:8])


@pytest.fixture(scope="module")
def feed(city: City) -> EventsClient:
    return EventsClient(city)


def in_order(events: Sequence[Event]) -> list[str]:
    return [event.event_id for event in sorted(events, key=lambda event: event.occurred_at, reverse=True)]


def wake(domains: Domains, feed: EventsClient) -> None:
    """The first event finds nobody who records it, and a worker takes seconds to start."""
    first = domains.decide(1)
    domains.tell(first)
    feed.wait_for_events(first)


def delays_s(lines: Sequence[dict[str, Any]]) -> list[float]:
    """From the fact to its line in the feed."""
    moments = ((line["occurred_at"], line["recorded_at"]) for line in lines)
    return [(datetime.fromisoformat(there) - datetime.fromisoformat(here)).total_seconds() for here, there in moments]


def test_events_of_all_domains_stand_in_the_feed_once_and_newest_first(
    city: City, domains: Domains, feed: EventsClient, record_property: Any
) -> None:
    wake(domains, feed)
    events = []
    for _ in range(FEW):
        events += domains.decide(1)
        domains.tell(events[-1:])

    lines = feed.wait_for_events(events)

    assert [line["event_id"] for line in lines] == in_order(events)
    assert {line["domain"] for line in lines} == {"fines", "crosswalk", "dividend"}
    assert {line["fault"] for line in lines} == {None}
    assert domains.waiting() == 0
    taken = delays_s(lines)
    record_property("seconds to the feed, median", median(taken))
    record_property("seconds to the feed, longest", max(taken))
    city.console.print(f"  events in the feed after {median(taken):.2f} s in the middle, {max(taken):.2f} s at most")


def test_what_a_function_of_a_domain_tells_is_in_the_feed(city: City, feed: EventsClient) -> None:
    """A deposit that fits no fine: the bank's message, the settlement, its event."""
    deposit = BankClient(city).deposit("79000000000000", 1_000)

    def look() -> dict[str, Any] | None:
        lines = feed.events(domain="fines")
        return next((line for line in lines if line["detail"].get("deposit_id") == deposit), None)

    line = wait_on(city, "입금의 이벤트 (the event of the deposit)", look)

    assert (line["name"], line["fault"]) == ("DepositSuspended", None)
    assert [each["event_id"] for each in feed.events()].count(line["event_id"]) == 1


@contextmanager
def handed_out_again_soon(city: City) -> Iterator[None]:
    """What a dead worker held is hidden for minutes, which here are seconds."""
    sqs, queue = city.client("sqs"), city.output("EventsQueueUrl")
    before = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "5"})
    yield
    sqs.set_queue_attributes(QueueUrl=queue, Attributes=before)


def kill_workers(function: str) -> int:
    """How many there were."""
    killed = 0
    for worker in workers(function):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
            killed += 1
    return killed


def test_no_event_is_lost_or_doubled_by_workers_that_die(city: City, domains: Domains, feed: EventsClient) -> None:
    """Twice, for what is handed out five times in vain becomes a dead letter."""
    wake(domains, feed)
    function, killed = city.function("RecordEventFunction"), 0
    events: list[Event] = []

    with handed_out_again_soon(city):
        for _ in range(2):
            for _ in range(MANY // 20):
                events += (some := domains.decide(10))
                domains.tell(some)
            killed += kill_workers(function)
            feed.wait_for_events(events[:10])
        lines = feed.wait_for_events(events)

    assert killed >= 2
    assert [line["event_id"] for line in lines] == in_order(events)


def test_what_a_dead_worker_left_in_the_outbox_is_swept(city: City, domains: Domains, feed: EventsClient) -> None:
    events = domains.decide(12)
    domains.leave_behind(events)

    sweep(city)

    assert [line["event_id"] for line in feed.wait_for_events(events)] == in_order(events)
    assert domains.waiting() == 0


def test_a_replay_lists_what_was_listed_and_no_more(city: City, domains: Domains, feed: EventsClient) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    events = domains.decide(FEW)
    domains.tell(events)
    feed.wait_for_events(events)
    let_settle(city)
    before = feed.events(since=began.isoformat())

    replay_archive(city, f"again-{uuid.uuid4().hex[:8]}", began)
    let_settle(city)

    assert feed.events(since=began.isoformat()) == before
    assert {event.event_id for event in events} <= {line["event_id"] for line in before}


def test_a_listing_lost_from_the_table_comes_back_from_the_archive(
    city: City, domains: Domains, feed: EventsClient
) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    events = domains.decide(FEW)
    domains.tell(events)
    before = feed.wait_for_events(events)
    table = city.client("dynamodb")
    for event in events[::2]:
        table.delete_item(TableName=city.output("EventsTable"), Key={"event_id": {"S": event.event_id}})

    replay_archive(city, f"lost-{uuid.uuid4().hex[:8]}", began)

    listed_again = [
        {name: line[name] for name in ("event_id", "occurred_at", "detail")} for line in feed.wait_for_events(events)
    ]
    assert listed_again == [{name: line[name] for name in ("event_id", "occurred_at", "detail")} for line in before]


def test_the_feed_is_for_operators_and_auditors(city: City, feed: EventsClient) -> None:
    assert feed.ask("GET", "/events?domain=fines")[0] == 200
    assert EventsClient(city, "clerk").ask("GET", "/events")[0] == 403
