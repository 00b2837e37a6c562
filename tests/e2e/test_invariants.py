"""Every message ends in exactly one of answered, ticketed, dead-lettered, whatever the weather.

2,000 messages reach the running city twice, late, out of order and out of shape, while a part of what its functions ask
of DynamoDB and SNS is refused and workers are killed in the middle of their work.
"""

import json
import os
import random
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.queues import queue_urls
from infra.fines.seed import SERVICE_NUMBER, as_csv, import_file, notice_row, today_in_seoul
from infra.local.city import City
from infra.local.patience import wait_on
from tests.e2e.workers import workers

MESSAGES, OWNERS = 2_000, 240
_THROTTLED = 0.08
_KILLS, _KILL_EVERY_S = 8, 1.5
# Hidden as long as a worker may live, so that no message is at two however slow the machine; deployed it is six times that.
_VISIBLE_AGAIN_S = 31
_WORKERS_AT_MOST = 8  # twenty, as deployed, may share two processors: ten messages would take each its whole life
# However busy the machine: this long means that it hangs.
_HANGS_S = 1800


@dataclass(frozen=True)
class Sent:
    message_id: str
    body: str
    readable: bool


@pytest.fixture
def storm(city: City) -> Iterator[City]:
    """The city in bad weather, its inbound queue quicker to hand a message out again, with fewer workers at it."""
    sqs, url = city.client("sqs"), queue_urls(city, "InboundTexts").queue
    usual = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(_VISIBLE_AGAIN_S)})
    usual_workers = let_work(city, _WORKERS_AT_MOST)
    make_weather(city, _THROTTLED)
    yield city
    make_weather(city, 0)
    let_work(city, usual_workers)
    sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)


def let_work(city: City, at_most: int) -> int:
    """So many workers at the inbound queue, from now on. Returns how many there were."""
    function = city.client("lambda")
    (mapping,) = function.list_event_source_mappings(FunctionName=city.function("ReceiveTextFunction"))[
        "EventSourceMappings"
    ]
    scaling = {"MaximumConcurrency": at_most}
    function.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig=scaling)
    return int(mapping["ScalingConfig"]["MaximumConcurrency"])


def make_weather(city: City, throttled: float) -> None:
    body = json.dumps({"throttled": throttled, "seed": 3396}).encode()
    urllib.request.urlopen(
        urllib.request.Request(city.url("/_dongne/weather"), data=body, method="PUT"), timeout=5
    ).close()


def kill_workers(city: City, chance: random.Random) -> int:
    """Kills a worker every now and then, whatever it is doing. Returns how many."""
    killed, deadline = 0, time.monotonic() + _HANGS_S
    function = city.function("ReceiveTextFunction")
    while killed < _KILLS and time.monotonic() < deadline:
        time.sleep(_KILL_EVERY_S)
        if alive := workers(function):
            os.kill(chance.choice(alive), signal.SIGKILL)
            killed += 1
    return killed


def envelope(message_id: str, sender: str, text: str, at: datetime) -> str:
    sms = {
        "originationNumber": sender,
        "destinationNumber": SERVICE_NUMBER,
        "messageBody": text,
        "inboundMessageId": message_id,
    }
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"Type": "Notification", "Timestamp": stamp, "Message": json.dumps(sms, ensure_ascii=False)})


def messages(chance: random.Random, people: list[tuple[str, str, str]]) -> list[Sent]:
    """Of all kinds: clear, unclear, angry, foreign, a stranger's, nobody's, and some that nobody can read."""
    now = datetime.now(UTC)
    sent = []
    for serial in range(MESSAGES):
        number, plate, phone = chance.choice(people)
        text = chance.choice(
            [
                f"계좌 {plate}",
                f"가상계좌 주세요 {plate}",
                f"{plate} 얼마예요",
                plate,
                "얼마예요",
                "1",
                "모두",
                "아니오",
                "납부 방법",
                "상담원",
                "사진 보여주세요",
                f"응급실 가느라 세운 건데 억울합니다 {plate}",
                "접수",
                "고맙습니다",
                "그거 있잖아요",
                f"how do i pay, car {plate}",
                f"{number} {plate} 제가 낼게요",
                "99하9999 과태료 계좌",
            ]
        )
        sender = phone if chance.random() < 0.85 else f"+8210{chance.randrange(10**8):08d}"
        at = now - timedelta(seconds=chance.uniform(0, 600))
        message_id = f"storm-{serial:05d}"
        body = envelope(message_id, sender, text, at)
        kind = chance.random()
        if kind < 0.01:
            body = envelope(message_id, "전화아님", text, at)
        elif kind < 0.02:
            body = f'{{"Message": "{message_id}", "Timestamp": "never"}}'
        sent.append(Sent(message_id, body, kind >= 0.02))
    return sent


@pytest.mark.exhaustive
def test_every_message_ends_once_and_no_account_is_given_twice(storm: City) -> None:
    chance = random.Random(20261123)
    today = today_in_seoul()
    people = [(f"1140-2025-{6_000_000 + i:07d}", f"{100 + i}다{3000 + i}", f"+821055{i:06d}") for i in range(OWNERS)]
    rows = [
        notice_row(
            관리번호=number,
            차량번호=plate,
            소유자="박폭풍",
            휴대전화=phone,
            위반일시=f"{today - timedelta(days=4)} 09:30",
            위반장소="을지로 30",
            사전통지일=today - timedelta(days=2),
            의견제출기한=today + timedelta(days=18),
        )
        for number, plate, phone in people
    ]
    assert import_file(storm, "storm.csv", as_csv(rows))["loaded"] == OWNERS
    sent = messages(chance, people)
    deliveries = [*sent, *chance.sample(sent, MESSAGES // 4), *chance.sample(sent, MESSAGES // 20)]
    chance.shuffle(deliveries)
    sqs, url = storm.client("sqs"), queue_urls(storm, "InboundTexts").queue
    dead_url = queue_urls(storm, "InboundTexts").dead_letters

    def deliver(ten: list[Sent]) -> None:
        entries = [{"Id": str(i), "MessageBody": one.body} for i, one in enumerate(ten)]
        assert not sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")

    with ThreadPoolExecutor(3) as crowd:
        waiting = [crowd.submit(deliver, deliveries[i : i + 10]) for i in range(0, len(deliveries), 10)]
        killed = crowd.submit(kill_workers, storm, chance)
        for one in waiting:
            one.result()
        wait_until_quiet(storm, url)

    turns = turns_of(storm, "storm-")
    dead = dead_letters(storm, dead_url)
    assert killed.result() == _KILLS
    assert {one.message_id for one in sent} == turns.keys() | dead
    assert all(len(ends) == 1 for ends in turns.values())
    assert {end for ends in turns.values() for end in ends} == {"answered", "ticketed"}
    unreadable = {one.message_id for one in sent if not one.readable}
    assert unreadable <= dead
    assert not unreadable & turns.keys()
    # Decided and then dead-lettered is possible only where the reply could not be sent; nobody was told twice.
    assert len(dead - unreadable) <= MESSAGES // 100
    assert no_account_serves_two(storm)


def wait_until_quiet(city: City, url: str) -> None:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    quiet = 0

    def look() -> bool | None:
        nonlocal quiet
        left = city.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        quiet = quiet + 1 if all(int(left[name]) == 0 for name in names) else 0
        return True if quiet >= 3 else None

    wait_on(city, "no message under way", look, pause_s=1)


def scan(city: City, output: str) -> Iterator[dict]:
    for page in city.client("dynamodb").get_paginator("scan").paginate(TableName=city.output(output)):
        yield from page["Items"]


def turns_of(city: City, prefix: str) -> dict[str, list[str]]:
    turns: dict[str, list[str]] = {}
    for item in scan(city, "TalksTable"):
        message_id = item["message_id"]["S"]
        if message_id.startswith(prefix):
            turns.setdefault(message_id, []).append(item["outcome"]["S"])
    return turns


def dead_letters(city: City, url: str) -> set[str]:
    found = set()
    while received := city.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in received:
            position = message["Body"].index("storm-")
            found.add(message["Body"][position : position + 11])
            city.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def no_account_serves_two(city: City) -> bool:
    """A number is bound to one notice at most, and a notice has one live number at most."""
    live = Counter()
    for item in scan(city, "AccountsTable"):
        issue = item.get("issue", {}).get("M", {})
        if issue and "revoked_at" not in issue and "paid_at" not in issue:
            live[issue["notice_number"]["S"]] += 1
    notices = {
        item["number"]["S"]: item["issue"]["M"]["account_number"]["S"]
        for item in scan(city, "CasesTable")
        if item["kind"]["S"] == "notice" and "issue" in item
    }
    return set(live.values()) <= {1} and len(set(notices.values())) == len(notices)
