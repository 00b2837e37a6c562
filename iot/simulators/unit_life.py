"""What one unit says in its day, and how it says it until the city has it."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log
from random import Random
from typing import Final

from city.contracts.crosswalk.devices import (
    FaultName,
    LampHealthV1,
    UnitFaultV1,
    UnitIncidentV1,
    UnitReport,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from iot.crosswalk_unit.profile import UnitDraft
from iot.device.journal.journal import Number
from iot.device.line.link import MOST_IN_FLIGHT, Link, LinkBusy

TELEMETRY_EVERY_S: Final = 60.0
STATISTICS_EVERY_S: Final = 300.0
# Of a busy crossing: a telemetry for a lamp that changed, a near-miss, a fault that begins (and ends a minute later).
CHANGE_EVERY_S, INCIDENT_EVERY_S, FAULT_EVERY_S = 180.0, 1_800.0, 14_400.0
_FAULTS: Final[tuple[FaultName, ...]] = (
    "camera_dark",
    "camera_blurred",
    "lamp_stuck_off",
    "detector_slow",
    "clock_lost",
)


@dataclass(slots=True)
class Life:
    """What one unit says in its day; seeded, so that a run can be repeated. `at_s` counts from the start."""

    unit: str
    chance: Random
    faster: float = 1.0
    _frames: int = 0

    def events(self, lasts_s: float) -> Iterator[tuple[float, str]]:
        """(moment, kind) of everything it will say, in order. Periods start anywhere in their first round."""
        moments: list[tuple[float, str]] = []
        for kind, every_s in (("telemetry", TELEMETRY_EVERY_S), ("statistics", STATISTICS_EVERY_S)):
            at_s = self.chance.uniform(0, every_s / self.faster)
            while at_s < lasts_s:
                moments.append((at_s, kind))
                at_s += every_s / self.faster
        for kind, every_s in (("change", CHANGE_EVERY_S), ("incident", INCIDENT_EVERY_S), ("fault", FAULT_EVERY_S)):
            at_s = self._next(every_s)
            while at_s < lasts_s:
                moments.append((at_s, kind))
                if kind == "fault":
                    moments.append((min(lasts_s, at_s + 60 / self.faster), "mended"))
                at_s += self._next(every_s)
        return iter(sorted(moments))

    def _next(self, every_s: float) -> float:
        """Time to the next of what comes by chance (exponential)."""
        return -log(1 - self.chance.random()) * every_s / self.faster

    def draft(self, kind: str, now: datetime, at_s: float) -> UnitDraft:
        makers: dict[str, Callable[[datetime, float], UnitDraft]] = {
            "telemetry": lambda at, s: self._telemetry(at, s, changed=False),
            "change": lambda at, s: self._telemetry(at, s, changed=True),
            "statistics": lambda at, _: self._statistics(at),
            "incident": lambda at, _: self._incident(at),
            "fault": lambda at, _: self._fault(at, raised=True),
            "mended": lambda at, _: self._fault(at, raised=False),
        }
        return makers[kind](now, at_s)

    def _telemetry(self, at: datetime, at_s: float, *, changed: bool) -> UnitDraft:
        lit = changed and self.chance.random() < 0.5
        self._frames += 600
        light, p95, low = self.chance.uniform(0.3, 0.6), self.chance.gauss(45, 4), self.chance.uniform(0.05, 0.2)

        def draft(number: Number) -> UnitTelemetryV1:
            return UnitTelemetryV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                because="change" if changed else "period",
                lamp_state="warning" if lit else "idle",
                lamps=(
                    LampHealthV1(name="sign", lit=lit, current_ma=410.0 if lit else 0.0),
                    LampHealthV1(name="road_panels", lit=lit, current_ma=380.0 if lit else 0.0),
                    LampHealthV1(name="stop_line_bar", lit=lit, current_ma=350.0 if lit else 0.0),
                ),
                night=False,
                light_level=round(light, 3),
                frames=600,
                frames_missed=2,
                low_score_share=round(low, 3),
                decision_ms_p95=round(max(20.0, p95), 1),
                detection="edge",
                model="nanodet-g",
                software="1.0.0",
                site_revision=1,
                journal_waiting=0,
                uptime_s=round(at_s, 1),
            )

        return draft

    def _statistics(self, at: datetime) -> UnitDraft:
        start = at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0) - timedelta(minutes=5)
        people, vehicles = self.chance.randrange(30), self.chance.randrange(60)
        speeds = [0] * 9
        for _ in range(vehicles):
            speeds[min(8, max(0, int(self.chance.gauss(28, 9) // 10)))] += 1
        across = self.chance.randrange(people + 1)
        lit_s = min(300.0, people * 14.0)

        def draft(number: Number) -> UnitStatisticsV1:
            return UnitStatisticsV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                window_start=start,
                covered_s=300.0,
                people_left_to_right=across,
                people_right_to_left=people - across,
                vehicles=vehicles,
                vehicle_speeds=tuple(speeds),
                waiting_s_total=people * 6.0,
                lit_s=lit_s,
            )

        return draft

    def _incident(self, at: datetime) -> UnitDraft:
        x, y = self.chance.uniform(0, 10), self.chance.uniform(-2, 2)
        after, speed = self.chance.uniform(0.2, 3), self.chance.uniform(15, 45)

        def draft(number: Number) -> UnitIncidentV1:
            return UnitIncidentV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                kind="conflict",
                x_m=round(x, 2),
                y_m=round(y, 2),
                post_encroachment_s=round(after, 2),
                speed_kmh=round(speed, 1),
                lit=True,
                night=False,
            )

        return draft

    def _fault(self, at: datetime, *, raised: bool) -> UnitDraft:
        # The one that begins is the one that ends: a fault lasts a minute and they are hours apart.
        fault = _FAULTS[int.from_bytes(self.unit.encode()) % len(_FAULTS)]

        def draft(number: Number) -> UnitFaultV1:
            return UnitFaultV1(
                unit=number.device, journal=number.journal, sequence=number.sequence, at=at, fault=fault, raised=raised
            )

        return draft


@dataclass(slots=True)
class _Waiting:
    """A message that the city has not acknowledged."""

    sequence: int
    topic: str
    payload: bytes
    said_s: float
    sent: "Future[None] | None" = None
    tries: int = 0


@dataclass(slots=True)
class SimulatedUnit:
    """One unit: numbers what it says, and says it until the city has it. Its memory is its journal."""

    unit: str
    journal: str
    link: Link
    _sequence: int = 0
    _waiting: deque[_Waiting] = field(default_factory=deque)
    # A message failed: nothing is sent until the fate of all others is known.
    _settling: bool = False
    acknowledged_s: list[float] = field(default_factory=list)
    resent: int = 0
    # The share of its messages that it says twice, as after a line that broke before the acknowledgement came.
    again: float = 0.0
    _chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311  # a play, no secret

    def say(self, draft: UnitDraft, now_s: float) -> UnitReport:
        self._sequence += 1
        message = draft(Number(self.unit, self.journal, self._sequence))
        topic = message.topic.format(unit=self.unit)
        self._waiting.append(_Waiting(self._sequence, topic, message.model_dump_json().encode(), now_s))
        return message

    def work(self, now_s: float) -> bool:
        """Takes acknowledgements and sends what is due, in order. Whether something still waits."""
        failed = False
        for waiting in self._waiting:
            if waiting.sent is not None and waiting.sent.done() and waiting.sent.exception() is not None:
                failed, waiting.sent = True, None
        while self._waiting and (sent := self._waiting[0].sent) is not None and sent.done():
            done = self._waiting.popleft()
            self.acknowledged_s.append(now_s - done.said_s)
            if self.again and self._chance.random() < self.again:
                self._say_again(done)
        in_flight = any(w.sent is not None and not w.sent.done() for w in self._waiting)
        self._settling = (self._settling or failed) and in_flight
        if self.link.connected and not self._settling:
            self._send()
        return bool(self._waiting)

    def _send(self) -> None:
        for waiting in list(self._waiting)[:MOST_IN_FLIGHT]:
            if waiting.sent is None:
                try:
                    waiting.sent = self.link.publish(waiting.topic, waiting.payload)
                except LinkBusy:
                    return
                waiting.tries += 1
                self.resent += waiting.tries > 1

    def _say_again(self, done: _Waiting) -> None:
        try:
            self.link.publish(done.topic, done.payload)
        except LinkBusy:
            return
        self.resent += 1

    @property
    def said(self) -> int:
        return self._sequence

    @property
    def unacknowledged(self) -> int:
        return len(self._waiting)
