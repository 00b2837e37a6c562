"""What tells a crosswalk unit from every other device: the names, topics and contracts it hands to `iot.device`."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from city.contracts.crosswalk.devices import (
    CONFIGURATION_SHADOW,
    STATE_SHADOW,
    PresenceV1,
    UnitFaultV1,
    UnitIncidentV1,
    UnitReport,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.contracts.crosswalk.site import UNIT_PATTERN
from iot.device.jobs.health import HealthLimits
from iot.device.journal.journal import MOST_BYTES, Journal, Number, ReportKinds
from iot.device.line.link import Link, Presence
from iot.device.provisioning import Naming
from iot.device.shadows import ConfigurationShadow, ConfigurationStore, StateShadow

# Makes a report once its number is known.
UnitDraft = Callable[[Number], UnitReport]

NAMING: Final = Naming(kind="unit", pattern=UNIT_PATTERN)


def topic_of(report: UnitReport) -> str:
    return report.topic.format(unit=report.unit)


# Faults and incidents are kept, whatever a full journal costs.
REPORT_KINDS: Final = ReportKinds(
    kind_of={
        UnitTelemetryV1: "telemetry",
        UnitStatisticsV1: "statistics",
        UnitIncidentV1: "incident",
        UnitFaultV1: "fault",
    },
    topic_of=topic_of,
    given_up=("telemetry", "statistics"),
)

HEALTH_LIMITS: Final = HealthLimits(
    # The watchdog allows a second.
    longest_gap_s=2.0,
    # Camera to decision. The target is 70 ms on the reference box; a slow box is not a broken one.
    slowest_ms=500.0,
    result="frame",
    effort="decisions",
)

# The parts of a unit besides its software, each one file.
MODEL: Final = "model"
MODEL_FILE: Final = "model.onnx"
PART_FILES: Final = {MODEL: MODEL_FILE}


def open_journal(path: Path, unit: str, make_name: Callable[[], str], most_bytes: int = MOST_BYTES) -> Journal:
    return Journal(path, device=unit, kinds=REPORT_KINDS, make_name=make_name, most_bytes=most_bytes)


def presence_of(unit: str) -> Presence:
    here, gone = (PresenceV1(unit=unit, connected=connected).model_dump_json().encode() for connected in (True, False))
    return Presence(PresenceV1.topic.format(unit=unit), here, gone)


def follow_configuration(
    *, unit: str, link: Link, store: ConfigurationStore, monotonic_s: Callable[[], float], changed: Callable[[], None]
) -> ConfigurationShadow:
    return ConfigurationShadow(
        device=unit, shadow=CONFIGURATION_SHADOW, link=link, store=store, monotonic_s=monotonic_s, changed=changed
    )


def report_state(unit: str, link: Link, monotonic_s: Callable[[], float]) -> StateShadow:
    return StateShadow(device=unit, shadow=STATE_SHADOW, link=link, monotonic_s=monotonic_s)
