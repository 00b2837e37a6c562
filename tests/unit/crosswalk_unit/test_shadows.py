"""Shadows without a cloud: late news, double news, no answer, and a report that somebody overtook."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from city.contracts.crosswalk import UnitShadowStateV1
from city.contracts.crosswalk_site import SignedSiteV1
from iot.crosswalk_unit.link import MemoryLink
from iot.crosswalk_unit.shadows import ConfigurationShadow, StateShadow
from iot.crosswalk_unit.site_store import SiteStore
from tests.unit.crosswalk_unit.sites import Signer

UNIT = "okgye-01"
SIGNER = Signer()
_BASE = f"$aws/things/{UNIT}/shadow/name/configuration"


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Bench:
    """A unit's end of its shadow, and the city's words put into its ear."""

    def __init__(self, disk: Path) -> None:
        self.link, self.clock, self.changes = MemoryLink(), Clock(), 0
        self.store = SiteStore(disk, UNIT, SIGNER.public)
        self.shadow = ConfigurationShadow(UNIT, self.link, self.store, self.clock, self.changed)
        self.link.start()

    def changed(self) -> None:
        self.changes += 1

    def hear(self, suffix: str, document: Any) -> None:
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.link.hear(f"{_BASE}/{suffix}", content)

    def asked(self) -> int:
        return sum(sent.topic == f"{_BASE}/get" for sent in self.link.sent)

    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(sent.payload) for sent in self.link.sent if sent.topic == f"{_BASE}/update"]

    def give(self, signed: SignedSiteV1, version: int) -> None:
        self.shadow.tick()
        self.hear("get/accepted", {"state": {"desired": signed.model_dump(mode="json")}, "version": version})
        self.shadow.tick()

    def accept(self, version: int) -> None:
        self.hear("update/accepted", {"version": version, "clientToken": self.reports()[-1]["clientToken"]})


@pytest.fixture
def bench(disk: Path) -> Bench:
    return Bench(disk)


def test_the_shadow_is_asked_for_after_every_connection(bench: Bench) -> None:
    bench.shadow.tick()
    assert bench.asked() == 1
    bench.give(SIGNER.site(UNIT, 1), 4)

    bench.link.go_down()
    bench.shadow.tick()
    assert bench.asked() == 1
    bench.link.start()
    bench.shadow.tick()

    assert bench.asked() == 2


def test_an_answer_that_does_not_come_is_asked_for_again(bench: Bench) -> None:
    bench.shadow.tick()
    bench.clock.now_s = 10
    bench.shadow.tick()
    assert bench.asked() == 1

    bench.clock.now_s = 16
    bench.shadow.tick()

    assert bench.asked() == 2


def test_a_report_names_the_version_it_saw_and_is_made_once(bench: Bench) -> None:
    bench.give(SIGNER.site(UNIT, 1), 4)
    bench.accept(5)

    bench.give(SIGNER.site(UNIT, 1), 5)

    (report,) = bench.reports()
    assert report["version"] == 4
    assert report["state"]["reported"]["revision"] == 1
    assert bench.changes == 1


def test_a_delta_that_is_old_news_rings_no_bell(bench: Bench) -> None:
    """Every update leaves a difference, because the report holds no document: its delta must not start a circle."""
    bench.give(SIGNER.site(UNIT, 1), 4)
    bench.accept(5)
    asked = bench.asked()

    bench.hear("update/delta", {"version": 5, "state": {"document": "…"}})
    bench.shadow.tick()
    assert bench.asked() == asked

    bench.hear("update/delta", {"version": 6, "state": {"document": "…"}})
    bench.shadow.tick()
    assert bench.asked() == asked + 1


def test_a_document_that_comes_late_is_not_taken(bench: Bench) -> None:
    bench.give(SIGNER.site(UNIT, 2), 8)

    bench.give(SIGNER.site(UNIT, 1), 7)

    assert bench.store.site is not None
    assert bench.store.site.revision == 2
    assert bench.store.reported().refused_revision is None


def test_a_report_that_somebody_overtook_is_made_anew_on_what_is_there_now(bench: Bench) -> None:
    bench.give(SIGNER.site(UNIT, 1), 4)
    asked = bench.asked()

    bench.hear("update/rejected", {"code": 409, "message": "conflict", "clientToken": f"{UNIT}-configuration"})
    bench.shadow.tick()
    assert bench.asked() == asked + 1
    bench.give(SIGNER.site(UNIT, 2), 5)

    assert [(r["version"], r["state"]["reported"]["revision"]) for r in bench.reports()] == [(4, 1), (5, 2)]


def test_a_report_without_an_answer_is_made_again(bench: Bench) -> None:
    bench.give(SIGNER.site(UNIT, 1), 4)

    bench.clock.now_s = 20
    bench.shadow.tick()
    bench.give(SIGNER.site(UNIT, 1), 4)

    assert len(bench.reports()) == 2


def test_a_unit_without_a_shadow_makes_one(bench: Bench) -> None:
    bench.shadow.tick()
    bench.hear("get/rejected", {"code": 404, "message": "no shadow"})

    bench.shadow.tick()

    (report,) = bench.reports()
    assert "version" not in report
    assert report["state"]["reported"]["revision"] == 0


@pytest.mark.parametrize(
    "desired",
    [
        {"version": 1},
        {"version": 2, "revision": 4, "document": "{}", "signature": ""},
        {"version": 1, "revision": "four", "document": "{}", "signature": ""},
        {"version": 1, "revision": 4, "document": "x" * 7000, "signature": ""},
        {"version": 1, "revision": 4, "document": "{}", "signature": "", "more": 1},
    ],
)
def test_what_is_no_site_file_is_refused_with_a_reason(bench: Bench, desired: dict[str, Any]) -> None:
    bench.hear("get/accepted", {"state": {"desired": desired}, "version": 4})
    bench.shadow.tick()

    reported = bench.reports()[-1]["state"]["reported"]
    assert reported["revision"] == 0
    assert reported["refused_because"]


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"[" * 100_000, b'"text"', b'{"state": 5, "version": 1}'])
def test_noise_on_the_shadows_topics_harms_nothing(bench: Bench, payload: bytes) -> None:
    for suffix in ("get/accepted", "get/rejected", "update/delta", "update/accepted", "update/rejected"):
        bench.hear(suffix, payload)
        bench.shadow.tick()

    bench.give(SIGNER.site(UNIT, 1), 4)
    assert bench.store.site is not None


# --- the state -------------------------------------------------------------------------------------

CALM = UnitShadowStateV1(
    lamp_state="idle",
    night=False,
    detection="edge",
    model="nanodet-g",
    software="1.0.0",
    site_revision=3,
    at=datetime(2026, 11, 24, tzinfo=UTC),
)


def test_lamps_that_go_on_and_off_cost_one_update_a_minute() -> None:
    link, clock = MemoryLink(), Clock()
    state = StateShadow(UNIT, link, clock)
    link.start()

    for second in range(180):
        clock.now_s = float(second)
        state.report(CALM.model_copy(update={"lamp_state": "warning" if second % 7 else "idle", "at": CALM.at}))

    assert len(link.sent) == 3


def test_a_fault_is_reported_at_once_and_a_state_that_stays_is_not() -> None:
    link, clock = MemoryLink(), Clock()
    state = StateShadow(UNIT, link, clock)
    link.start()

    told = [
        state.report(CALM),
        state.report(CALM),
        state.report(CALM.model_copy(update={"faults": ("camera_dark",)})),
        state.report(CALM),
    ]
    clock.now_s = 600
    told.append(state.report(CALM.model_copy(update={"at": datetime(2026, 11, 25, tzinfo=UTC)})))

    assert told == [True, False, True, True, False]


def test_a_new_connection_is_told_the_state_again() -> None:
    link, clock = MemoryLink(), Clock()
    state = StateShadow(UNIT, link, clock)
    link.start()
    state.report(CALM)

    link.go_down()
    assert not state.report(CALM.model_copy(update={"faults": ("camera_dark",)}))
    link.start()

    assert state.report(CALM)
