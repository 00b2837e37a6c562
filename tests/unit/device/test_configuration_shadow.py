"""The configuration's shadow without a cloud: late news, double news, no answer, and a report that somebody overtook."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from city.contracts.crosswalk.site import SignedSiteV1
from iot.crosswalk_unit.profile import follow_configuration
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.line.memory_link import MemoryLink
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
        self.shadow = follow_configuration(
            unit=UNIT, link=self.link, store=self.store, monotonic_s=self.clock, changed=self.changed
        )
        self.link.start()

    def changed(self) -> None:
        self.changes += 1

    def hear(self, suffix: str, document: Any) -> None:
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.link.hear(f"{_BASE}/{suffix}", content)

    def asked(self) -> int:
        return len(self._questions())

    def _questions(self) -> list[dict[str, Any]]:
        return [json.loads(sent.payload) for sent in self.link.sent if sent.topic == f"{_BASE}/get"]

    def question(self) -> str:
        """The token of the newest question after the shadow."""
        return str(self._questions()[-1]["clientToken"])

    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(sent.payload) for sent in self.link.sent if sent.topic == f"{_BASE}/update"]

    def give(self, signed: SignedSiteV1, version: int) -> None:
        self.shadow.tick()
        if self.asked():
            self.answer({"state": {"desired": signed.model_dump(mode="json")}, "version": version})
        self.shadow.tick()

    def ring(self, version: int) -> None:
        """The city changed the shadow, and the unit asks for it."""
        self.hear("update/delta", {"version": version, "state": {"document": "…"}})
        self.shadow.tick()

    def answer(self, document: dict[str, Any], suffix: str = "get/accepted") -> None:
        """The city answers the newest question."""
        self.hear(suffix, {**document, "clientToken": self.question()})

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

    bench.ring(6)
    bench.give(SIGNER.site(UNIT, 1), 6)

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
    bench.ring(9)

    bench.give(SIGNER.site(UNIT, 1), 7)

    assert bench.store.site is not None
    assert bench.store.site.revision == 2
    assert bench.store.reported().refused_revision is None


def test_a_report_that_somebody_overtook_is_made_anew_on_what_is_there_now(bench: Bench) -> None:
    bench.give(SIGNER.site(UNIT, 1), 4)
    asked = bench.asked()

    conflict = {"code": 409, "message": "conflict", "clientToken": bench.reports()[-1]["clientToken"]}
    bench.hear("update/rejected", conflict)
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
    bench.answer({"code": 404, "message": "no shadow"}, "get/rejected")

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
        {"version": 1, "revision": True, "document": "{}", "signature": 5},
        {"version": 1, "revision": -3, "document": "{}", "signature": 5},
        {"version": 1, "revision": 10**30, "document": "{}", "signature": 5},
        ["a site file"],
        "a site file",
        7,
    ],
)
def test_what_is_no_site_file_is_refused_with_a_reason(bench: Bench, desired: Any) -> None:
    bench.shadow.tick()
    bench.answer({"state": {"desired": desired}, "version": 4})
    bench.shadow.tick()

    reported = bench.reports()[-1]["state"]["reported"]
    assert reported["revision"] == 0
    assert reported["refused_because"]


NOISE = [
    b"",
    b"{",
    b"[]",
    b"[" * 100_000,
    b"\xff",
    b'"text"',
    b'{"state": 5, "version": 1}',
    b'{"version": "four"}',
    b'{"version": null, "state": {}}',
    b'{"version": {}, "code": [404]}',
    b'{"version": -1}',
    b'{"version": 4.5}',
    b'{"version": true}',
    b'{"version": 1e999}',
    b'{"version": 999999999999999999999999999999}',
]
SUFFIXES = ("get/accepted", "get/rejected", "update/delta", "update/accepted", "update/rejected")


def tokened(payload: bytes, token: str) -> bytes:
    """The same with a request's token, if it can carry one."""
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        return payload
    return json.dumps({**document, "clientToken": token}).encode() if isinstance(document, dict) else payload


@pytest.mark.parametrize("payload", NOISE)
def test_noise_on_the_shadows_topics_harms_nothing(bench: Bench, payload: bytes) -> None:
    bench.shadow.tick()
    for suffix in SUFFIXES:
        bench.hear(suffix, payload)
        bench.shadow.tick()

    bench.give(SIGNER.site(UNIT, 1), 4)
    assert bench.store.site is not None


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("payload", NOISE)
def test_noise_with_our_own_token_harms_nothing(bench: Bench, suffix: str, payload: bytes) -> None:
    bench.shadow.tick()
    bench.hear(suffix, tokened(payload, bench.question()))
    bench.shadow.tick()
    bench.clock.now_s += 16
    bench.give(SIGNER.site(UNIT, 1), 4)
    bench.hear(suffix, tokened(payload, bench.reports()[-1]["clientToken"]))
    bench.clock.now_s += 16
    bench.ring(2**62)
    bench.give(SIGNER.site(UNIT, 2), 2**62)

    assert bench.store.site is not None
    assert bench.store.site.revision == 2


# --- answers that belong to an earlier request -----------------------------------------------------


def test_a_document_that_an_earlier_connection_asked_for_is_not_taken(bench: Bench) -> None:
    """A kept session brings it after the line is up again, when versions begin anew for us."""
    bench.shadow.tick()
    earlier = bench.question()
    bench.link.go_down()
    bench.link.start()
    bench.shadow.tick()

    stale = {"state": {"desired": SIGNER.site(UNIT, 1).model_dump(mode="json")}, "version": 3, "clientToken": earlier}
    bench.hear("get/accepted", stale)
    bench.hear("get/rejected", {"code": 404, "message": "no shadow", "clientToken": earlier})
    bench.shadow.tick()

    assert bench.store.site is None
    assert bench.reports() == []


def test_a_document_that_comes_twice_is_considered_once(bench: Bench) -> None:
    bench.shadow.tick()
    document = {"state": {"desired": SIGNER.site(UNIT, 1).model_dump(mode="json")}, "version": 4}

    for _ in range(3):
        bench.answer(document)
        bench.shadow.tick()

    assert len(bench.reports()) == 1
    assert bench.asked() == 1


def test_the_late_answer_to_one_report_is_not_taken_for_the_next(bench: Bench) -> None:
    """The first report's acceptance comes after the second was sent, and the second is refused."""
    bench.give(SIGNER.site(UNIT, 1), 4)
    late = bench.reports()[-1]["clientToken"]
    bench.ring(5)
    bench.give(SIGNER.site(UNIT, 2), 5)
    newest = bench.reports()[-1]["clientToken"]

    bench.hear("update/accepted", {"version": 5, "clientToken": late})
    bench.hear("update/rejected", {"code": 409, "message": "conflict", "clientToken": newest})
    bench.shadow.tick()
    bench.give(SIGNER.site(UNIT, 2), 6)

    assert late != newest
    assert [report["state"]["reported"]["revision"] for report in bench.reports()] == [1, 2, 2]


@pytest.mark.parametrize("code", [409, 404, 500])
def test_a_late_refusal_of_an_earlier_report_changes_nothing(bench: Bench, code: int) -> None:
    bench.give(SIGNER.site(UNIT, 1), 4)
    late = bench.reports()[-1]["clientToken"]
    bench.ring(5)
    bench.give(SIGNER.site(UNIT, 2), 5)
    asked = bench.asked()

    bench.hear("update/rejected", {"code": code, "message": "no", "clientToken": late})
    bench.accept(6)
    bench.hear("update/rejected", {"code": code, "message": "no", "clientToken": bench.reports()[-1]["clientToken"]})
    bench.shadow.tick()

    assert bench.asked() == asked


def test_a_refused_question_is_asked_again_later(bench: Bench) -> None:
    bench.shadow.tick()
    bench.answer({"code": 429, "message": "too many"}, "get/rejected")
    bench.shadow.tick()
    assert bench.asked() == 1

    bench.clock.now_s = 16
    bench.shadow.tick()

    assert bench.asked() == 2


def test_no_token_comes_twice_over_restarts(new_disk: Callable[[], Path]) -> None:
    tokens = []
    for _ in range(10):
        bench = Bench(new_disk())
        bench.give(SIGNER.site(UNIT, 1), 4)
        tokens += [bench.question(), bench.reports()[-1]["clientToken"]]

    assert len(set(tokens)) == 20
    assert all(len(token) <= 64 for token in tokens)
