"""The long chapter of AWS IoT Device Advisor: ten minutes without a line, six thousand messages, and QoS 1 over cuts."""

import itertools
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from city.contracts.crosswalk.devices import UnitTelemetryV1
from iot.crosswalk_unit.profile import open_journal
from iot.device.journal.courier import Courier
from tests.e2e.devices.device_cloud import Cable, DeviceCloud, Observer, unlimited, until
from tests.unit.crosswalk_unit.reports import telemetry

pytestmark = pytest.mark.e2e

MESSAGES = 6_000


def numbers(observer: Observer) -> list[int]:
    return [UnitTelemetryV1.model_validate_json(payload).sequence for _, payload in observer.heard]


def first_hearings(heard: list[int]) -> list[int]:
    return list(dict.fromkeys(heard))


@pytest.mark.exhaustive
def test_six_thousand_messages_of_an_outage_arrive_in_order_and_once(devices: DeviceCloud, tmp_path: Path) -> None:
    """Ten a second for ten minutes, said without a line; then it comes back and breaks twice more on the way.

    The unit's own limit, AWS's 100 a second, is lifted: here is no quota, and six thousand would take a minute.
    """
    unit = "okgye-outage"
    credentials = devices.unit(unit)
    with Cable(devices.city.mqtt_port) as cable:
        link = devices.link(unit, replace(credentials, port=cable.port), budget=unlimited())
        courier = Courier(open_journal(tmp_path / "journal.db", unit, lambda: "0000000a"), link, time.monotonic)
        with devices.observer().listen(f"dongne/crosswalk/{unit}/telemetry") as observer:
            link.start()
            until(lambda: link.connected)
            cable.cut()
            until(lambda: not link.connected)
            for second in range(600):
                courier.tell([telemetry(second * 10 + n) for n in range(10)])
            courier.work()
            assert courier.waiting == MESSAGES

            courier.start()
            cable.mend()
            for arrived in (1_500, 3_500):
                until(lambda arrived=arrived: len(observer.heard) >= arrived)
                cable.cut()
                until(lambda: not link.connected)
                cable.mend()
            until(lambda: courier.waiting == 0)
            until(lambda: len(set(numbers(observer))) == MESSAGES)
        courier.stop()
        link.stop()

    heard = numbers(observer)
    assert first_hearings(heard) == list(range(1, MESSAGES + 1))
    # What the cuts made us say twice was said twice under one number, and the same.
    contents = Counter(payload for _, payload in observer.heard)
    assert len(contents) == MESSAGES
    assert len(heard) - MESSAGES <= 2 * 100


def test_a_program_that_dies_between_sending_and_hearing_back_sends_again(devices: DeviceCloud, tmp_path: Path) -> None:
    unit = "okgye-died"
    credentials = devices.unit(unit)
    with devices.observer().listen(f"dongne/crosswalk/{unit}/telemetry") as observer:
        for life in range(3):
            link = devices.link(unit, credentials, budget=unlimited())
            courier = Courier(open_journal(tmp_path / "journal.db", unit, lambda: "0000000b"), link, time.monotonic)
            courier.tell([telemetry(life * 10 + n) for n in range(10)])
            link.start()
            until(lambda link=link: link.connected)
            courier.work()
            # Sent, and the program is gone before it looks at the acknowledgements.
            until(lambda life=life: len(set(numbers(observer))) >= (life + 1) * 10)
            link.stop()

    heard = numbers(observer)
    assert first_hearings(heard) == list(range(1, 31))
    assert len({payload for _, payload in observer.heard}) == 30
    assert sorted(heard) == sorted(itertools.chain(range(1, 31), range(1, 21), range(1, 11)))


def test_messages_go_no_faster_than_the_city_takes_them(devices: DeviceCloud, tmp_path: Path) -> None:
    unit = "okgye-pace"
    link = devices.link(unit, devices.unit(unit))
    courier = Courier(open_journal(tmp_path / "journal.db", unit, lambda: "0000000c"), link, time.monotonic)
    with devices.observer().listen(f"dongne/crosswalk/{unit}/telemetry") as observer:
        courier.tell([telemetry(n) for n in range(250)])
        link.start()
        until(lambda: link.connected)
        began = time.monotonic()
        courier.start()
        until(lambda: len(observer.heard) == 250)
        took_s = time.monotonic() - began
        courier.stop()
        link.stop()

    # 15 at once from a full bucket, the other 235 at 80 a second.
    assert took_s > 2.7
