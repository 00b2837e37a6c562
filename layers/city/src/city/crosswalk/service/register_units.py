"""Registering units, letting an exchanged box in again, taking units off duty."""

from city.aws.observability import logger
from city.contracts.crosswalk.staff.units import AllowReclaim, ChangeStanding, RegisterUnit, UnitFile
from city.crosswalk.errors import UnitNotClaimed
from city.crosswalk.service.show_units import ShowUnit
from city.crosswalk.service.unit_news import TellBoards, Told
from city.crosswalk.tables.units import NewUnit, Units
from city.kernel.clock import Clock


class RegisterNewUnit:
    def __init__(self, units: Units, show_unit: ShowUnit, boards: TellBoards, clock: Clock) -> None:
        self._units, self._show_unit, self._boards, self._clock = units, show_unit, boards, clock

    def register(self, ask: RegisterUnit, by: str) -> UnitFile:
        """Raises UnitRegistered."""
        record = self._units.register(NewUnit(**ask.model_dump()), by, self._clock.now())
        logger().info("unit registered", extra={"unit": ask.unit, "by": by})
        self._boards.tell([Told(record, record.state, int(record.turn))])
        return self._show_unit.show(ask.unit)


class AllowAnotherClaim:
    """Lets a unit's serial number be provisioned once more: its disk or board was exchanged."""

    def __init__(self, units: Units, show_unit: ShowUnit, clock: Clock) -> None:
        self._units, self._show_unit, self._clock = units, show_unit, clock

    def allow(self, unit: str, ask: AllowReclaim, by: str) -> UnitFile:
        """Raises UnitUnknown, UnitNotClaimed."""
        record = self._units.get(unit)
        if record.claimed_at is None:
            raise UnitNotClaimed
        self._units.allow_reclaim(record, by, ask.reason, self._clock.now())
        logger().info("reclaim allowed", extra={"unit": unit, "by": by})
        return self._show_unit.show(unit)


class SetStanding:
    """Takes a unit off duty, or puts it back."""

    def __init__(self, units: Units, show_unit: ShowUnit, boards: TellBoards, clock: Clock) -> None:
        self._units, self._show_unit, self._boards, self._clock = units, show_unit, boards, clock

    def change(self, unit: str, ask: ChangeStanding, by: str) -> UnitFile:
        """Raises UnitUnknown, StandingUnchanged."""
        self._units.change_standing(
            self._units.get(unit), ask.standing, by=by, reason=ask.reason, now=self._clock.now()
        )
        logger().info("standing changed", extra={"unit": unit, "standing": ask.standing, "by": by})
        record = self._units.get(unit)
        self._boards.tell([Told(record, record.state, int(record.turn))])
        return self._show_unit.show(unit)
