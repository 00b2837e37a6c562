"""Deciding whether a device may become a unit: the hook that fleet provisioning asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from city.aws.observability import count, logger
from city.contracts.crosswalk.arrivals import AdmissionAsked
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

# Parameters of the provisioning template (`infra/devices/template.yaml`).
SERIAL_NUMBER, UNIT_NAME = "SerialNumber", "UnitName"


@dataclass(frozen=True, slots=True)
class Admitted:
    """Which unit the device is; None where it may not be one."""

    unit: str | None

    def as_hook_answer(self) -> dict[str, Any]:
        """As AWS IoT wants it. The thing's name is the register's, whatever the device calls itself."""
        if self.unit is None:
            return {"allowProvisioning": False, "parameterOverrides": {}}
        return {"allowProvisioning": True, "parameterOverrides": {UNIT_NAME: self.unit}}


class AdmitUnit:
    """Admits a device whose serial number staff registered, once; again only if a manager allowed it."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units, self._clock = units, clock

    def admit(self, asked: AdmissionAsked) -> Admitted:
        serial = asked.parameters.get(SERIAL_NUMBER, "")
        record = self._units.find_by_serial(serial) if 0 < len(serial) <= 40 else None
        if record is None:
            return self._refuse("serial number not registered")
        if record.standing != "active":
            return self._refuse("out of service", record.unit)
        if not asked.certificate_id or not self._units.claim(record, asked.certificate_id, self._clock.now()):
            # The same certificate may ask twice: its first answer may have been lost on the way.
            return self._refuse("claimed before", record.unit)
        count("UnitAdmitted")
        logger().info("unit admitted", extra={"unit": record.unit})
        return Admitted(record.unit)

    def _refuse(self, because: str, unit: str | None = None) -> Admitted:
        count("AdmissionRefused")
        logger().warning("unit not admitted", extra={"because": because, "unit": unit})
        return Admitted(None)
