"""The feed over moto: what the queue brings is listed once, newest first, by domain and by day."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import boto3
import pytest

from city.aws.observability import observed
from city.contracts.operations.staff.events import EventLine
from city.kernel.errors import Invalid
from city.operations.events.bootstrap import build_feed, build_recorder, build_sweep
from functions.operations.events.record_event.handler import make_handler as make_recorder
from functions.operations.events.sweep_outbox.handler import make_handler as make_sweep
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import NOW, REGION, Context, FixedClock, sqs_event

SAMPLES = ROOT / "tests/unit/contracts/samples"


class Feed:
    """The feed's table as the template declares it; every part is the real one but the clock."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        tables = {
            **resources_of(read_template(ROOT / "infra/operations/events.yaml"), "AWS::DynamoDB::Table"),
            **resources_of(read_template(ROOT / "infra/events/template.yaml"), "AWS::DynamoDB::Table"),
        }
        for name, properties in tables.items():
            wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
            boto3.client("dynamodb").create_table(
                TableName=name, **{part: properties[part] for part in wanted if part in properties}
            )
        boto3.client("events").create_event_bus(Name="city")
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "EVENTS_TABLE": "EventsTable",
            "EVENT_KEPT_DAYS": "400",
            "OUTBOX_TABLE": "OutboxTable",
            "EVENT_BUS": "city",
        }
        self.recorder = build_recorder(self.environment, self.clock)
        self.show = build_feed(self.environment, self.clock).show

    def deliver(self, *bodies: str) -> list[str]:
        """One batch through the real handler. Returns the ids that failed."""
        answer = make_recorder(lambda: self.recorder)(sqs_event(*bodies), Context())
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def lines(self, domain: str | None = None, since: timedelta = timedelta(days=400)) -> list[EventLine]:
        """All there are, over as many pages as it takes."""
        found: list[EventLine] = []
        page = None
        while True:
            answer = self.show(domain=domain, since=(NOW - since).isoformat(), limit=3, page=page)
            assert len(answer.events) <= 3
            found += answer.events
            page = answer.next
            if page is None:
                return found


def message_of(sample: str, bus_id: str = "0a1b", **changes: Any) -> str:
    """A message of the queue, as EventBridge writes it."""
    detail = {**json.loads((SAMPLES / f"{sample}.json").read_text()), **changes}
    domain, name, _ = detail.get("event_id", "fines/FinePaid/").split("/", 2)
    return json.dumps(
        {
            "version": "0",
            "id": bus_id,
            "source": f"dongne.{domain}",
            "detail-type": name,
            "time": NOW.isoformat(),
            "account": "123456789012",
            "region": REGION,
            "resources": [],
            "detail": detail,
        }
    )


def paid(key: str, at: datetime) -> str:
    return message_of("fine-paid.v2", event_id=f"fines/FinePaid/{key}", occurred_at=at.isoformat())


@pytest.fixture
def feed(cloud: None) -> Iterator[Feed]:
    return Feed()


def test_an_event_is_listed_with_all_it_said(feed: Feed) -> None:
    assert feed.deliver(message_of("fine-paid.v2", occurred_at=NOW.isoformat())) == []

    (line,) = feed.lines()
    assert (line.domain, line.name, line.version, line.fault) == ("fines", "FinePaid", 2, None)
    assert line.occurred_at == line.recorded_at == NOW
    assert line.detail["notice_number"] == "1140-2026-0123456"
    assert line.correlation_id == line.detail["correlation_id"]


def test_an_event_that_is_told_again_is_listed_once(feed: Feed) -> None:
    body = message_of("fine-paid.v2", bus_id="first")

    assert feed.deliver(body, body, message_of("fine-paid.v2", bus_id="second")) == []
    assert feed.deliver(body) == []

    assert len(feed.lines()) == 1


def test_a_replay_lists_nothing_twice(feed: Feed) -> None:
    bodies = [
        message_of("fine-paid.v1", bus_id="one"),
        message_of("fine-paid.v2"),
        message_of("fine-paid.v2", event_id="drones/Seen/1"),
    ]
    feed.deliver(*bodies)
    before = feed.lines()

    feed.clock.move(hours=1)
    feed.deliver(*(json.dumps({**json.loads(body), "replay-name": "again"}) for body in bodies))

    assert feed.lines() == before
    assert len(before) == 3


def test_what_no_contract_takes_is_listed_with_its_fault(feed: Feed) -> None:
    feed.deliver(message_of("fine-paid.v2", event_id="drones/Seen/1", occurred_at=NOW.isoformat()))

    (line,) = feed.lines("drones")
    assert (line.event_id, line.fault) == ("drones/Seen/1", "unknown event")


def test_what_is_no_event_comes_back_alone(feed: Feed) -> None:
    assert feed.deliver(message_of("fine-paid.v2"), "{}", "text") == ["sqs-1", "sqs-2"]

    assert len(feed.lines()) == 1


def test_the_newest_stands_first_whatever_came_first(feed: Feed) -> None:
    moments = {key: NOW - timedelta(hours=hours) for key, hours in {"c": 1, "a": 30, "d": -1, "b": 26}.items()}

    feed.deliver(*(paid(key, at) for key, at in moments.items()))

    assert [line.event_id[-1] for line in feed.lines()] == ["d", "c", "b", "a"]


def test_pages_join_without_a_gap_or_a_double(feed: Feed) -> None:
    """Among them many of one moment, and days on which nothing happened."""
    moments = [NOW] * 7 + [NOW - timedelta(days=day) for day in (1, 1, 2, 40, 41, 41, 41, 90)]
    for start in range(0, len(moments), 10):
        feed.deliver(*(paid(f"{n:02}", at) for n, at in list(enumerate(moments))[start : start + 10]))

    lines = feed.lines()

    assert sorted(line.event_id for line in lines) == [f"fines/FinePaid/{n:02}" for n in range(len(moments))]
    assert [line.occurred_at for line in lines] == sorted(moments, reverse=True)


def test_a_domain_is_listed_alone(feed: Feed) -> None:
    feed.deliver(message_of("fine-paid.v2"), message_of("crosswalk-fault.v2"), message_of("dividend-paid.v2"))

    assert [line.name for line in feed.lines("crosswalk")] == ["CrosswalkFault"]
    assert feed.lines("mobility") == []
    assert len(feed.lines()) == 3


def test_since_is_a_bound_that_counts_in(feed: Feed) -> None:
    feed.deliver(*(paid(str(hours), NOW - timedelta(hours=hours)) for hours in range(5)))

    assert [line.event_id[-1] for line in feed.lines(since=timedelta(hours=2))] == ["0", "1", "2"]


def test_without_since_a_day_is_shown(feed: Feed) -> None:
    feed.deliver(*(paid(str(hours), NOW - timedelta(hours=hours)) for hours in (0, 24, 25)))

    page = feed.show(domain=None, since=None, limit=50, page=None)

    assert ([line.event_id for line in page.events], page.next) == (["fines/FinePaid/0", "fines/FinePaid/24"], None)


@pytest.mark.parametrize(
    "asked",
    [
        {"domain": "fines#2026"},
        {"domain": ""},
        {"since": "yesterday"},
        {"since": "2026-11-29T00:00:00"},
        {"page": "moment=nonsense"},
        {"page": "day=2026-11-29"},
    ],
)
def test_what_is_no_question_is_refused(feed: Feed, asked: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        feed.show(**{"domain": None, "since": None, "limit": 5, "page": None, **asked})  # type: ignore[arg-type]


def test_an_event_leaves_the_feed_when_its_time_is_over(feed: Feed) -> None:
    feed.deliver(message_of("fine-paid.v2"))

    (item,) = boto3.resource("dynamodb").Table("EventsTable").scan()["Items"]
    assert int(item["expires"]) == int((NOW + timedelta(days=400)).timestamp())


def test_the_sweep_publishes_what_was_left(feed: Feed) -> None:
    boto3.client("dynamodb").put_item(
        TableName="OutboxTable",
        Item={
            name: {"S": value}
            for name, value in {
                "event_id": "fines/FinePaid/1",
                "source": "dongne.fines",
                "detail_type": "FinePaid",
                "body": "{}",
                "added_at": "2026-11-10T02:00:00.000000+0000",
            }.items()
        },
    )

    make_sweep(lambda: build_sweep(feed.environment, feed.clock))({}, Context())

    assert boto3.resource("dynamodb").Table("OutboxTable").scan()["Items"] == []


# --- the API -------------------------------------------------------------------------------------


def ask(feed: Feed, group: str | None, **query: str) -> tuple[int, Any]:
    path = Path("functions/operations/events/api/app.py")
    spec = spec_from_file_location("operations_api", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    handler = observed(module.make_app(lambda: build_feed(feed.environment, feed.clock)))
    event = {
        "httpMethod": "GET",
        "path": "/events",
        "resource": "/events",
        "headers": {},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "resourcePath": "/events",
            "httpMethod": "GET",
            "requestId": "request-1",
            "authorizer": {"claims": {"sub": "who", "cognito:groups": group}} if group else {},
        },
    }
    answer = handler(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize("group", ["operator", "auditor", "clerk,operator"])
def test_operators_and_auditors_read_the_feed(feed: Feed, group: str) -> None:
    feed.deliver(paid("1", NOW), paid("2", NOW - timedelta(minutes=1)))

    status, first = ask(feed, group, domain="fines", limit="1")
    _, second = ask(feed, group, domain="fines", limit="1", page=first["next"])

    assert status == 200
    assert [e["event_id"] for e in first["events"] + second["events"]] == ["fines/FinePaid/1", "fines/FinePaid/2"]


@pytest.mark.parametrize("group", ["clerk", "manager", None])
def test_nobody_else_does(feed: Feed, group: str | None) -> None:
    assert ask(feed, group)[0] == 403


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "201"}, {"since": "x"}, {"domain": "A"}, {"page": "x"}])
def test_a_malformed_question_is_answered_400(feed: Feed, query: dict[str, str]) -> None:
    assert ask(feed, "operator", **query)[0] == 400
