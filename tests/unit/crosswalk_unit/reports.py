"""Drafts of what a unit says, for tests."""

from datetime import UTC, datetime

from city.contracts.crosswalk.devices import UnitFaultV1, UnitIncidentV1, UnitStatisticsV1, UnitTelemetryV1
from iot.device.journal.journal import Draft, Number

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
UNIT = "okgye-01"


def telemetry(frames: int = 0) -> Draft:
    """`frames` tells one message's content from another's."""

    def draft(number: Number) -> UnitTelemetryV1:
        return UnitTelemetryV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=AT,
            because="period",
            lamp_state="idle",
            lamps=(),
            night=False,
            light_level=0.5,
            frames=frames,
            frames_missed=0,
            low_score_share=0.0,
            decision_ms_p95=40.0,
            detection="edge",
            model="nanodet-g",
            software="1.0.0",
            site_revision=3,
            journal_waiting=0,
            uptime_s=60.0,
        )

    return draft


def statistics(people: int = 0) -> Draft:
    def draft(number: Number) -> UnitStatisticsV1:
        return UnitStatisticsV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=AT,
            window_start=AT,
            covered_s=300.0,
            people_left_to_right=people,
        )

    return draft


def incident(x_m: float = 0.0) -> Draft:
    def draft(number: Number) -> UnitIncidentV1:
        return UnitIncidentV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=AT,
            kind="conflict",
            x_m=x_m,
            y_m=0.0,
            lit=True,
            night=False,
        )

    return draft


def fault(raised: bool = True) -> Draft:
    def draft(number: Number) -> UnitFaultV1:
        return UnitFaultV1(
            unit=number.device,
            journal=number.journal,
            sequence=number.sequence,
            at=AT,
            fault="camera_lost",
            raised=raised,
        )

    return draft


def unsayable(number: Number) -> UnitFaultV1:
    """A message that does not fit its contract."""
    return UnitFaultV1(
        unit="Not A Unit", journal=number.journal, sequence=number.sequence, at=AT, fault="clock_lost", raised=True
    )
