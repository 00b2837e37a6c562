"""Boards are told what they would read in the list: whenever that is something else, also when the queue fails."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from infra.manifest import read_manifests
from tests.integration.crosswalk_in_moto import OTHER, UNIT, CrosswalkInMoto, Operators
from tests.integration.live_in_moto import LiveInMoto


def cut_off_the_queue(crosswalk: CrosswalkInMoto, calls: int) -> None:
    """The next so many calls find no queue."""
    left = iter(range(calls))

    def fail(**_: Any) -> None:
        if next(left, None) is not None:
            raise EndpointConnectionError(endpoint_url="https://sqs")

    client = crosswalk.reports.take_reports._boards._publisher._client
    client.meta.events.register("before-call.*.SendMessage", fail)


def line_in_list(crosswalk: CrosswalkInMoto, unit: str = UNIT) -> Any:
    (line,) = [line for line in crosswalk.staff.list_units.list().units if line.unit == unit]
    return json.loads(line.model_dump_json())


def test_a_fault_is_told_as_the_list_shows_it(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.told()

    crosswalk.hear(crosswalk.fault(fault="lamp_stuck_off", lamp="sign"))

    (told,) = crosswalk.told()
    assert told["key"] == UNIT
    assert told["version"] == crosswalk.record().turn
    assert told["body"] == line_in_list(crosswalk)
    assert told["body"]["severity"] == "alarm"


def test_that_a_unit_was_heard_again_as_it_was_is_no_news(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    assert len(crosswalk.told()) == 1

    for _ in range(5):
        crosswalk.clock.move(minutes=1)
        crosswalk.hear(crosswalk.telemetry())

    assert crosswalk.told() == []


def test_what_could_not_be_told_is_told_with_the_next_report_or_by_the_watch(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.told()
    cut_off_the_queue(crosswalk, calls=2)

    # A board that is behind stops no report.
    crosswalk.hear(crosswalk.fault())
    crosswalk.hear(crosswalk.telemetry(faults=("camera_dark",)))
    assert crosswalk.told() == []
    crosswalk.watch.watch()
    (swept,) = crosswalk.told()
    cut_off_the_queue(crosswalk, calls=1)
    crosswalk.hear(crosswalk.fault(fault="camera_lost"))
    crosswalk.hear(crosswalk.telemetry(faults=("camera_dark", "camera_lost")))
    (told,) = crosswalk.told()

    assert [fault["fault"] for fault in swept["body"]["faults"]] == ["camera_dark"]
    assert sorted(fault["fault"] for fault in told["body"]["faults"]) == ["camera_dark", "camera_lost"]
    crosswalk.watch.watch()
    assert crosswalk.told() == []


def test_what_a_worker_died_before_telling_is_told_when_the_queue_brings_its_report_again(
    crosswalk: CrosswalkInMoto,
) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.told()
    take, boards = crosswalk.reports.take_reports, crosswalk.reports.take_reports._boards

    class Dead:
        def tell(self, *_: Any) -> None:
            raise SystemExit

    body = crosswalk.arrived(crosswalk.fault())
    take._boards = Dead()  # type: ignore[assignment]
    with pytest.raises(SystemExit):
        crosswalk.deliver(body)
    take._boards = boards
    assert crosswalk.deliver(body) == []

    (told,) = crosswalk.told()
    assert told["body"]["faults"]


def test_a_silence_and_its_end_are_told(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.told()
    crosswalk.clock.move(minutes=4)

    crosswalk.watch.watch()
    (silent,) = crosswalk.told()
    crosswalk.hear(crosswalk.telemetry())
    (heard,) = crosswalk.told()

    assert (silent["body"]["concerns"][0], heard["body"]["severity"]) == ("silent", "fine")
    assert heard["version"] > silent["version"]


def test_a_silence_is_told_once_whatever_minutes_it_lasts(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.told()
    for _ in range(20):
        crosswalk.clock.move(minutes=1)
        crosswalk.watch.watch()

    assert [change["version"] for change in crosswalk.told()] == [crosswalk.record().turn]


def test_a_link_that_is_down_is_told_instead_of_the_units_behind_it(crosswalk: CrosswalkInMoto) -> None:
    names = [UNIT, *(f"unit-{serial}" for serial in range(9))]
    for serial, name in enumerate(names[1:]):
        crosswalk.install(name, f"SERIAL-{serial}")
    crosswalk.hear(*(crosswalk.telemetry(name) for name in names))
    crosswalk.told()
    crosswalk.clock.move(minutes=4)

    crosswalk.watch.watch()
    assert [(change["key"], change["body"]) for change in crosswalk.told()] == [("link:", {"link_down": True})]
    crosswalk.hear(*(crosswalk.telemetry(name) for name in names))
    crosswalk.told()
    crosswalk.watch.watch()
    assert [(change["key"], change["body"]) for change in crosswalk.told()] == [("link:", {"link_down": False})]


def test_what_staff_do_to_a_unit_is_told_to_the_others(crosswalk: CrosswalkInMoto) -> None:
    operators = Operators(crosswalk)
    unit = {"unit": OTHER, "serial": "GUMI-0002", "name_ko": "신평시장", "latitude": 36.1, "longitude": 128.4}
    assert operators.post("/units", unit)[0] == 200
    for standing in ("out_of_service", "active"):
        asked = {"standing": standing, "reason": "도로 공사"}
        assert operators.post(f"/units/{OTHER}/standing", asked)[0] == 200

    told = crosswalk.told()
    assert [change["body"]["standing"] for change in told] == ["active", "out_of_service", "active"]
    assert [change["version"] for change in told] == [0, 1, 2]
    # The unit's own reports go on from there.
    crosswalk.hear(crosswalk.telemetry(OTHER))
    assert [change["version"] for change in crosswalk.told()] == [3]


def test_a_board_goes_on_from_its_list(crosswalk: CrosswalkInMoto) -> None:
    live = LiveInMoto()
    boto3.client("dynamodb").describe_table(TableName="ConnectionsTable")
    crosswalk.hear(crosswalk.telemetry())
    assert crosswalk.staff.list_units.list().cursor == 0
    queue = crosswalk.environment["LIVE_QUEUE_URL"]

    def hand_over() -> None:
        messages = boto3.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        assert live.deliver(*(message["Body"] for message in messages)) == []

    hand_over()
    cursor = crosswalk.staff.list_units.list().cursor
    crosswalk.hear(crosswalk.fault())
    hand_over()

    (news,) = live.say(live.connect(), "watch", {"topic": "crosswalk.units", "cursor": cursor})["topics"]
    assert [change["body"] for change in news["changes"]] == [line_in_list(crosswalk)]


def test_the_topic_is_in_the_manifest() -> None:
    assert set(read_manifests()["crosswalk"].live) == {"crosswalk.units"}
