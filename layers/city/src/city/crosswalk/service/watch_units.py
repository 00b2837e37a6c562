"""Watching over the units, every minute: who fell silent, and how they all are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.contracts.crosswalk.events import CrosswalkSilentV2
from city.crosswalk.service.unit_news import TellBoards, Told
from city.crosswalk.silence import SilenceVerdict, Watched, judge
from city.crosswalk.tables.desk import add_history
from city.crosswalk.tables.units import UnitRecord, Units
from city.crosswalk.unit_state import CAMERA_FAULTS, LAMP_FAULTS, UnitState, silence_id
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.aws.outbox import Outbox, OutboxRecord


@dataclass(frozen=True, slots=True)
class Levels:
    """How the units on duty are. `link_down` is 1 while most of them are silent at once."""

    units: int
    silent: int
    link_down: int
    lamps_faulty: int
    cameras_blind: int
    otherwise_faulty: int
    drifting: int
    reports_missing: int
    site_behind: int


class WatchUnits:
    """Publishes silences, once each, and measures how things stand."""

    def __init__(
        self, *, connection: Connection, units: Units, outbox: Outbox, boards: TellBoards, clock: Clock
    ) -> None:
        self._connection, self._units, self._outbox = connection, units, outbox
        self._boards, self._clock = boards, clock

    def watch(self) -> Levels:
        now = self._clock.now()
        on_duty = {r.unit: r for r in self._units.list_all() if r.standing == "active" and r.is_installed}
        states = {unit: record.state for unit, record in on_duty.items()}
        storm_since = self._units.storm_since()
        watched = [_watched(unit, state) for unit, state in states.items()]
        verdict = judge(watched, now, storm=storm_since is not None)
        if verdict.storm != (storm_since is not None):
            self._units.set_storm(now if verdict.storm else None)
            logger().warning("link down" if verdict.storm else "link up", extra={"silent": verdict.silent})
        decided = [
            record
            for fell in verdict.fell_silent
            if (record := self._mark_silent(on_duty[fell.unit], states[fell.unit])) is not None
        ]
        levels = _levels(list(on_duty.values()), list(states.values()), verdict)
        # Measured first: a bus that is down must not look like a watch that stopped.
        _measure(levels)
        self._outbox.publish(decided)
        changed = verdict.storm != (storm_since is not None)
        self._boards.tell(self._untold(), link_down=verdict.storm if changed or verdict.storm else None)
        return levels

    def _untold(self) -> Sequence[Told]:
        """Units of which boards may not know how they are: who fell silent now, and what could not be told before."""
        return [Told(r, r.state, int(r.turn)) for r in self._units.list_all() if r.untold]

    def _mark_silent(self, record: UnitRecord, state: UnitState) -> OutboxRecord | None:
        """One silence is one event: it is marked and decided in one transaction, unless the unit spoke meanwhile."""
        now, heard_at = self._clock.now(), state.heard_at
        assert heard_at is not None
        writes = Writes()
        silence = silence_id(record.unit, heard_at)
        event = CrosswalkSilentV2(
            event_id=CrosswalkSilentV2.id_of(silence),
            occurred_at=now,
            correlation_id=silence,
            unit=record.unit,
            last_heard_at=heard_at,
        )
        decided = self._outbox.add(writes, event)
        add_history(writes, record.unit, "silent", by="city", at=now)
        self._units.write_state(record, replace(state, silent_since=heard_at), writes, untold=True)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return None
        count("UnitsFellSilent")
        logger().warning("unit silent", extra={"unit": record.unit, "last_heard_at": heard_at.isoformat()})
        return decided


def _watched(unit: str, state: UnitState) -> Watched:
    return Watched(
        unit=unit,
        heard_at=state.heard_at,
        connected=state.connected,
        presence_at=state.presence_at,
        silent_since=state.silent_since,
    )


def _levels(records: Sequence[UnitRecord], states: Sequence[UnitState], verdict: SilenceVerdict) -> Levels:
    names = [{fault.name for fault in state.open_faults} for state in states]
    return Levels(
        units=len(states),
        silent=verdict.silent,
        link_down=int(verdict.storm),
        lamps_faulty=sum(bool(faults & LAMP_FAULTS) for faults in names),
        cameras_blind=sum(bool(faults & CAMERA_FAULTS) for faults in names),
        otherwise_faulty=sum(bool(faults - LAMP_FAULTS - CAMERA_FAULTS) for faults in names),
        drifting=sum(state.drifted for state in states),
        reports_missing=sum(state.missing for state in states),
        site_behind=sum(
            record.site_in_force is not None
            and state.telemetry is not None
            and state.telemetry.site_revision != record.site_in_force
            for record, state in zip(records, states, strict=True)
        ),
    )


def _measure(levels: Levels) -> None:
    count("UnitsOnDuty", levels.units)
    # In a storm the link is to blame: one alarm for it, none for each unit behind it.
    count("UnitsSilent", 0 if levels.link_down else levels.silent)
    count("LinkDown", levels.link_down)
    count("LampsFaulty", levels.lamps_faulty)
    count("CamerasBlind", levels.cameras_blind)
    count("UnitsFaulty", levels.otherwise_faulty)
    count("DetectorsDrifting", levels.drifting)
    count("ReportsMissing", levels.reports_missing)
    count("SitesBehind", levels.site_behind)
    logger().info("units watched", extra=asdict(levels))
