"""Telling boards how units are: the line of each, as the list has it, whenever it shows something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from city.aws.live.publisher import ChangesNotAccepted, Publisher
from city.contracts.crosswalk.staff.fields import Standing
from city.contracts.crosswalk.staff.units import LinkLine, OpenFault, UnitLine
from city.contracts.live.changes import ChangeV1
from city.crosswalk.concerns import concerns_of, severity_of
from city.crosswalk.tables.units import UnitRecord, Units
from city.crosswalk.unit_state import UnitState
from city.kernel.clock import Clock

# As the manifest declares it, and who may watch.
TOPIC = "crosswalk.units"
# No unit's name has a colon.
_LINK = "link:"


@dataclass(frozen=True, slots=True)
class Told:
    """A unit as it is since a write: `turn` is the version that the write made."""

    record: UnitRecord
    state: UnitState
    turn: int


class TellBoards:
    def __init__(self, units: Units, publisher: Publisher, clock: Clock) -> None:
        self._units, self._publisher, self._clock = units, publisher, clock

    def tell(self, units: Sequence[Told], *, link_down: bool | None = None) -> None:
        """What cannot be told now stays marked, and is told within a minute: a board that is behind stops no report."""
        now = self._clock.now()
        changes = [
            ChangeV1(
                key=each.record.unit,
                version=each.turn,
                at=now,
                body=line_of(each.record, each.state, now).model_dump(mode="json"),
            )
            for each in units
        ]
        if link_down is not None:
            body = LinkLine(link_down=link_down).model_dump(mode="json")
            changes.append(ChangeV1(key=_LINK, version=int(now.timestamp() * 1000), at=now, body=body))
        if not changes:
            return
        try:
            self._publisher.publish(TOPIC, changes)
        except ChangesNotAccepted:
            return
        for each in units:
            self._units.mark_told(each.record.unit, each.turn)


def line_of(record: UnitRecord, state: UnitState, now: datetime) -> UnitLine:
    """A unit in the list, on the map, and in what boards are told."""
    installed = record.is_installed
    concerns = concerns_of(state, now, unit=record.unit, installed=installed, active_revision=record.site_in_force)
    faults = tuple(OpenFault(fault=f.name, lamp=f.lamp, since=f.since) for f in state.open_faults)
    return UnitLine(
        unit=record.unit,
        name_ko=record.name_ko,
        name_en=record.name_en,
        latitude=float(record.latitude),
        longitude=float(record.longitude),
        standing=record.standing,
        severity=severity_of(concerns, cast("Standing", record.standing), installed=installed),
        concerns=concerns,
        faults=faults,
        heard_at=state.heard_at,
        silent_since=state.silent_since,
        connected=state.is_connected,
        lamp_state=state.telemetry.lamp_state if state.telemetry else None,
    )


def shows_otherwise(record: UnitRecord, before: UnitState, after: UnitState, now: datetime) -> bool:
    """Whether a board shows more than that the unit was heard again: that alone is no news, once a minute a unit."""
    was, is_ = (line_of(record, state, now).model_copy(update={"heard_at": None}) for state in (before, after))
    return was != is_ or before.heard_at is None
