"""Boards on a running city: who is let in, and that each change reaches each of them once, in order, and soon."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from city.aws.live.publisher import Publisher
from city.contracts.crosswalk.devices import UnitFaultV1, UnitTelemetryV1
from city.contracts.live.changes import ChangeV1
from infra.crosswalk.roadside import CrosswalkClient
from infra.local.calls import call
from infra.local.city import City
from infra.local.patience import wait_on
from infra.local.staff import staff_token
from tests.e2e.live.page import Page, open_line, take_ticket

# A topic of the tests' own, which the groups of `crosswalk.units` may watch.
TOPIC = "crosswalk.units/tests"
CUTS = 50


class Load:
    """Publishes as a domain does, from a thread, and knows when each change was published."""

    def __init__(self, city: City, topic: str = TOPIC) -> None:
        self._publisher = Publisher(city.client("sqs"), city.output("LiveQueueUrl"))
        self._topic, self._stopped = topic, threading.Event()
        self.published: dict[str, float] = {}

    def publish(self, **body: Any) -> None:
        key = f"{time.monotonic_ns()}"
        self.published[key] = time.monotonic()
        self._publisher.publish(self._topic, [ChangeV1(key=key, version=1, at=datetime.now(UTC), body=body)])

    def begin(self, pause_s: float) -> None:
        def run() -> None:
            while not self._stopped.wait(pause_s):
                self.publish(text="가" * 50)

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def end(self) -> None:
        self._stopped.set()
        self._thread.join()


@pytest.fixture
def board(city: City) -> Iterator[Callable[..., Page]]:
    pages = []

    def make(topic: str = TOPIC, **how: Any) -> Page:
        page = Page(city, topic, how.pop("cursor", None) or head_of(city, topic), **how)
        pages.append(page)
        page.connect()
        return page

    yield make
    for page in pages:
        page.cut()


def head_of(city: City, topic: str) -> int:
    path = f"{city.api_url('live')}/changes?topic={topic}"
    status, answer = call(path, None, {"Authorization": staff_token(city)})
    assert status == 200, answer
    return int(answer["cursor"])


def listen_until(city: City, page: Page, wanted: str, holds: Callable[[], object]) -> None:
    wait_on(city, wanted, lambda: holds() or (page.listen(0.3) and False) or (holds() or None), pause_s=0)


def refused_with(city: City, ticket: str | None) -> int:
    with pytest.raises(InvalidStatus) as refused:
        open_line(city, ticket)
    return refused.value.response.status_code


def test_a_line_opens_with_a_good_ticket_once_and_with_nothing_else(city: City) -> None:
    ticket, old = take_ticket(city), take_ticket(city)
    with open_line(city, ticket) as line:
        assert line.response is not None
        assert (line.response.status_code, line.subprotocol) == (101, "dongne.v1")
    table, dynamodb = city.output("LiveConnectionsTable"), city.client("dynamodb")
    for item in dynamodb.scan(TableName=table)["Items"]:
        if item["owner"]["S"].startswith("ticket#"):
            dynamodb.put_item(TableName=table, Item={**item, "expires": {"N": "1700000000"}})

    assert refused_with(city, ticket) == 403
    assert refused_with(city, old) == 403
    assert refused_with(city, "a" * 43) == 403
    assert refused_with(city, "x") == 403
    assert refused_with(city, None) == 401
    assert call(f"{city.api_url('live')}/ticket", b"", {}, "POST")[0] == 401


def test_a_group_without_the_right_is_refused_the_topic(city: City) -> None:
    with open_line(city, take_ticket(city, "steward")) as line:
        line.send(json.dumps({"action": "watch", "topics": [{"topic": "crosswalk.units", "cursor": 0}]}))

        assert json.loads(line.recv(timeout=60))["topics"] == [{"topic": "crosswalk.units", "refused": True}]
    path = f"{city.api_url('live')}/changes?topic=crosswalk.units"
    assert call(path, None, {"Authorization": staff_token(city, "steward")})[0] == 403


def test_fifty_cuts_under_load_make_no_gap_and_no_repeat(city: City, board: Callable[..., Page]) -> None:
    chance, load = random.Random(7), Load(city)
    page = board()
    begin = page.cursor
    load.begin(pause_s=0.1)
    for _ in range(CUTS):
        for _ in range(chance.randrange(4)):
            page.listen(chance.random() / 2)
        page.cut()
        page.connect()
    load.end()
    listen_until(city, page, "모두 받음 (everything is told)", lambda: len(page.numbers) == len(load.published))

    first = begin + 1 if begin else page.numbers[0]
    assert page.numbers == list(range(first, first + len(load.published)))
    assert page.resets == 0


def test_a_change_reaches_a_page_soon(city: City, board: Callable[..., Page]) -> None:
    load = Load(city)
    delays: list[float] = []
    page = board(heard=lambda change: delays.append(time.monotonic() - load.published[change["key"]]))
    load.publish()  # whoever is the first waits for the functions to start
    listen_until(city, page, "첫 소식 (the first news)", lambda: delays)
    delays.clear()
    for _ in range(40):
        load.publish()
        listen_until(city, page, "소식 (news)", lambda: len(delays) == len(load.published) - 1)

    assert quantiles(delays, n=20)[18] < 2, sorted(delays)


def test_a_large_change_comes_whole(city: City, board: Callable[..., Page]) -> None:
    bodies: list[Any] = []
    page, load = board(heard=lambda change: bodies.append(change["body"])), Load(city)
    load.publish(text='횡단보도 "신호" ' * 4_000)
    listen_until(city, page, "긴 소식 (long news)", lambda: bodies)
    page.cut()
    load.publish(text="가" * 30_000)
    page.connect()
    listen_until(city, page, "놓친 긴 소식 (long news that was missed)", lambda: len(bodies) > 1)

    assert [len(body["text"]) for body in bodies] == [len('횡단보도 "신호" ' * 4_000), 30_000]


def test_who_is_gone_without_a_word_is_forgotten_at_the_next_change(city: City, board: Callable[..., Page]) -> None:
    page, dynamodb, table = board(), city.client("dynamodb"), city.output("LiveConnectionsTable")
    gone = {"owner": {"S": f"topic#{TOPIC}"}, "name": {"S": "gone"}}
    item = {**gone, "kind": {"S": "watch"}, "expires": {"N": str(int(time.time()) + 3600)}}
    dynamodb.put_item(TableName=table, Item=item)
    load = Load(city)
    load.publish()

    listen_until(city, page, "소식 (news)", lambda: page.numbers)
    wait_on(
        city,
        "끊긴 연결 정리 (the lost connection is forgotten)",
        lambda: "Item" not in dynamodb.get_item(TableName=table, Key=gone) or None,
    )


def test_a_unit_in_trouble_is_on_the_board_within_two_seconds(city: City) -> None:
    manager = CrosswalkClient(city)
    unit = f"live-{time.time_ns() % 10**9}"
    manager.do("POST", "/units", unit=unit, serial=unit.upper(), name_ko="소식", latitude=36.1, longitude=128.4)
    seen: dict[str, float] = {}
    told: list[Any] = []

    def heard(change: Any) -> None:
        if change["key"] == unit and change["body"]["heard_at"] is not None:
            told.append(change["body"])
            seen[change["body"]["severity"]] = time.monotonic()

    page = Page(city, "crosswalk.units", manager.read("/units")["cursor"], heard=heard)
    page.connect()
    send_telemetry(city, unit, 1)
    listen_until(city, page, "첫 보고 (the first report)", lambda: told)
    delays = []
    for number in range(2, 12):
        raised = number % 2 == 0
        seen.clear()
        sent = time.monotonic()
        head = {"unit": unit, "journal": "0a1b2c3d", "sequence": number, "at": datetime.now(UTC)}
        fault = UnitFaultV1.model_validate({**head, "fault": "lamp_stuck_off", "lamp": "sign", "raised": raised})
        city.client("iot-data").publish(topic=f"dongne/crosswalk/{unit}/faults", payload=fault.model_dump_json())
        wanted = "alarm" if raised else "fine"
        listen_until(city, page, "장애 (the fault)", lambda: seen.get(wanted))  # noqa: B023  # called here
        delays.append(seen[wanted] - sent)
    page.cut()

    assert sorted(delays)[-2] < 2, delays
    (line,) = [line for line in manager.read("/units")["units"] if line["unit"] == unit]
    assert told[-1] == line


def send_telemetry(city: City, unit: str, sequence: int) -> None:
    telemetry = UnitTelemetryV1.model_validate(
        {
            "unit": unit,
            "journal": "0a1b2c3d",
            "sequence": sequence,
            "at": datetime.now(UTC),
            "because": "period",
            "lamp_state": "idle",
            "lamps": ({"name": "sign", "lit": False, "current_ma": 4.0},),
            "night": False,
            "light_level": 0.5,
            "frames": 600,
            "frames_missed": 0,
            "low_score_share": 0.1,
            "decision_ms_p95": 41.0,
            "detection": "edge",
            "model": "nanodet-g",
            "software": "1.0.0",
            "site_revision": 0,
            "journal_waiting": 0,
            "uptime_s": 3600.0,
        }
    )
    city.client("iot-data").publish(topic=f"dongne/crosswalk/{unit}/telemetry", payload=telemetry.model_dump_json())


def test_a_restart_of_the_city_makes_no_gap(city: City, board: Callable[..., Page]) -> None:
    load, page = Load(city), board()
    begin = page.cursor
    load.publish()
    listen_until(city, page, "소식 (news)", lambda: page.numbers)
    begin = begin or page.numbers[0] - 1
    page.cut()
    for _ in range(5):
        load.publish()
    wait_on(city, "적힌 소식 (numbered news)", lambda: head_of(city, TOPIC) == begin + 6 or None)

    city.stop()
    city.start_cloud(lambda _: None)
    for _ in range(5):
        load.publish()
    page.connect()

    listen_until(city, page, "모두 받음 (everything is told)", lambda: len(page.numbers) == len(load.published))
    assert page.numbers == list(range(begin + 1, begin + 1 + len(load.published)))
    assert page.resets == 0
