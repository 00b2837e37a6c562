"""From a unit's report at the city's broker until the open board shows it, one after the other on a quiet local city.

The report goes the whole way: rule, queue, function, table, live queue, WebSocket, page. The first ones wake the workers
and are not measured.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from playwright.sync_api import Page

from benchmarks.measurement import Measurement, percentile
from benchmarks.pages.window import load_now, new_window, opened_browser, sign_in
from city.contracts.crosswalk.devices import UnitFaultV1, UnitTelemetryV1
from infra.crosswalk.roadside import CrosswalkClient
from infra.local.city import City

REPORTS, WARM = 40, 4
# What is promised of the board.
AT_MOST_MS = 2_000.0
_UNIT, _JOURNAL = "bench-board", "0a1b2c3d"


def measure(city: City, reports: int = REPORTS, warm: int = WARM) -> Iterator[Measurement]:
    CrosswalkClient(city).do(
        "POST", "/units", unit=_UNIT, serial=_UNIT.upper(), name_ko="재는 단말", latitude=36.12, longitude=128.4
    )
    _tell_well(city)
    with opened_browser() as browser, new_window(browser, 1440, 900) as window:
        sign_in(window, city, "clerk")
        page = window.new_page()
        page.goto(city.door_url("/crosswalk/board"))
        page.locator(".board-standing", has_text="실시간").wait_for()
        _wait_for(page, "정상")
        taken_ms = [_report(page, city, number) for number in range(2, 2 + warm + reports)][warm:]
    about = f"{reports} reports, {min(taken_ms):.0f} to {max(taken_ms):.0f} ms; {load_now()}"
    yield Measurement("report to board, p50", percentile(taken_ms, 50), "ms", at_most=AT_MOST_MS, detail=about)
    yield Measurement("report to board, p95", percentile(taken_ms, 95), "ms", at_most=AT_MOST_MS)


def _report(page: Page, city: City, number: int) -> float:
    """A lamp goes out at every other report, and lights again."""
    raised = number % 2 == 0
    fault = UnitFaultV1(
        unit=_UNIT,
        journal=_JOURNAL,
        sequence=number,
        at=datetime.now(UTC),
        fault="lamp_stuck_off",
        lamp="sign",
        raised=raised,
    )
    broker = city.client("iot-data")
    began = time.monotonic()
    broker.publish(topic=f"dongne/crosswalk/{_UNIT}/faults", payload=fault.model_dump_json())
    _wait_for(page, "이상" if raised else "정상")
    return (time.monotonic() - began) * 1000


def _wait_for(page: Page, state: str) -> None:
    page.locator(f'.map-row[data-id="{_UNIT}"]', has_text=state).wait_for()


def _tell_well(city: City) -> None:
    """A unit that nobody heard of yet is not on the board as one that works."""
    telemetry = UnitTelemetryV1.model_validate(
        {
            "unit": _UNIT,
            "journal": _JOURNAL,
            "sequence": 1,
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
    city.client("iot-data").publish(topic=f"dongne/crosswalk/{_UNIT}/telemetry", payload=telemetry.model_dump_json())
