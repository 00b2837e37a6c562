"""The board of crosswalks at a running city: a unit's trouble is on it within two seconds, and no restart leaves a gap."""

import time
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Locator, expect

from city.contracts.crosswalk.devices import UnitFaultV1
from infra.crosswalk.roadside import CrosswalkClient
from infra.local.city import City
from tests.browser.fixtures import Visits
from tests.browser.staff import sign_in
from tests.browser.visits import Door, Visit
from tests.e2e.live.test_live import send_telemetry

BOARD = "/crosswalk/board"
# A machine that does much else.
PATIENT_MS = 60_000


def register(city: City) -> str:
    unit = f"board-{time.time_ns() % 10**9}"
    CrosswalkClient(city).do(
        "POST", "/units", unit=unit, serial=unit.upper(), name_ko="상황판 시험", latitude=36.12, longitude=128.4
    )
    send_telemetry(city, unit, 1)
    return unit


def tell_fault(city: City, unit: str, sequence: int, *, raised: bool) -> None:
    head: dict[str, Any] = {"unit": unit, "journal": "0a1b2c3d", "sequence": sequence, "at": datetime.now(UTC)}
    fault = UnitFaultV1.model_validate({**head, "fault": "lamp_stuck_off", "lamp": "sign", "raised": raised})
    city.client("iot-data").publish(topic=f"dongne/crosswalk/{unit}/faults", payload=fault.model_dump_json())


def open_board(visit: Visits, city: City, door: Door) -> Visit:
    opened = visit("/", target=door)
    sign_in(opened, city, "clerk")
    opened.page.goto(city.door_url(BOARD))
    return opened


def row(opened: Visit, unit: str) -> Locator:
    return opened.page.locator(f'.map-row[data-id="{unit}"]')


def test_a_unit_in_trouble_is_on_the_open_board_within_two_seconds(visit: Visits, city: City, door: Door) -> None:
    unit = register(city)
    opened = open_board(visit, city, door)
    expect(opened.page.locator(".board-standing")).to_contain_text("실시간", timeout=PATIENT_MS)
    expect(row(opened, unit)).to_contain_text("정상", timeout=PATIENT_MS)

    delays = []
    for number in range(2, 8):
        raised = number % 2 == 0
        sent = time.monotonic()
        tell_fault(city, unit, number, raised=raised)
        expect(row(opened, unit)).to_contain_text("이상" if raised else "정상", timeout=PATIENT_MS)
        delays.append(time.monotonic() - sent)

    # One may meet a worker that starts.
    assert sorted(delays)[-2] < 2, delays


def test_a_board_survives_a_restart_of_the_city_without_a_gap(visit: Visits, city: City, door: Door) -> None:
    unit, other = register(city), register(city)
    opened = open_board(visit, city, door)
    expect(row(opened, other)).to_contain_text("정상", timeout=PATIENT_MS)
    opened.expect("console: .*(ERR_|WebSocket)|status 5")
    # All who come back at once may be told to wait, and do.
    opened.allow("status 429: (GET|POST) /api/live/")

    tell_fault(city, unit, 2, raised=True)
    city.stop()
    city.start_cloud(lambda _: None)
    tell_fault(city, other, 2, raised=True)

    for each in (unit, other):
        expect(row(opened, each)).to_contain_text("이상", timeout=PATIENT_MS)
    expect(opened.page.locator(".board-standing")).to_contain_text("실시간", timeout=PATIENT_MS)
