"""Registering units, letting an exchanged box in again, taking units off duty."""

from city.aws.observability import logger
from city.contracts.crosswalk.staff.units import AllowReclaim, ChangeStanding, RegisterUnit, UnitFile
from city.crosswalk.errors import UnitNotClaimed
from city.crosswalk.service.show_units import ShowUnits
from city.crosswalk.tables.units import NewUnit, Units
from city.kernel.clock import Clock


class RegisterUnits:
    def __init__(self, units: Units, show_units: ShowUnits, clock: Clock) -> None:
        self._units, self._show_units, self._clock = units, show_units, clock

    def register(self, ask: RegisterUnit, by: str) -> UnitFile:
        """Raises UnitRegistered."""
        self._units.register(NewUnit(**ask.model_dump()), by, self._clock.now())
        logger().info("unit registered", extra={"unit": ask.unit, "by": by})
        return self._show_units.show(ask.unit)

    def allow_reclaim(self, unit: str, ask: AllowReclaim, by: str) -> UnitFile:
        """Raises UnitUnknown, UnitNotClaimed."""
        record = self._units.get(unit)
        if record.claimed_at is None:
            raise UnitNotClaimed
        self._units.allow_reclaim(record, by, ask.reason, self._clock.now())
        logger().info("reclaim allowed", extra={"unit": unit, "by": by})
        return self._show_units.show(unit)

    def change_standing(self, unit: str, ask: ChangeStanding, by: str) -> UnitFile:
        """Raises UnitUnknown, StandingUnchanged."""
        self._units.change_standing(self._units.get(unit), ask.standing, by, ask.reason, self._clock.now())
        logger().info("standing changed", extra={"unit": unit, "standing": ask.standing, "by": by})
        return self._show_units.show(unit)
