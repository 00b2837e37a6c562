"""What is wrong with a unit, worst first: what an operator reads at three in the morning. Pure."""

from datetime import datetime

from city.contracts.crosswalk.staff.fields import Standing
from city.contracts.crosswalk.staff.units import Concern, Severity
from city.crosswalk.silence import Watched, is_silent
from city.crosswalk.unit_state import CAMERA_FAULTS, LAMP_FAULTS, UnitState

# In this order on the board. The first four are what somebody on the road may be hurt by.
ORDER: tuple[Concern, ...] = (
    "silent",
    "lamps_dark",
    "lamp_faulty",
    "camera_blind",
    "faulty",
    "never_heard",
    "disconnected",
    "drifting",
    "site_behind",
    "reports_missing",
    "clock_lost",
)
ALARMING = frozenset(ORDER[:5])


def concerns_of(
    state: UnitState, now: datetime, *, unit: str, installed: bool, active_revision: int | None
) -> tuple[Concern, ...]:
    found: set[Concern] = set()
    watched = Watched(
        unit=unit,
        heard_at=state.heard_at,
        connected=state.connected,
        presence_at=state.presence_at,
        silent_since=state.silent_since,
    )
    if is_silent(watched, now):
        found.add("silent")
    elif state.is_connected is False:
        found.add("disconnected")
    if installed and state.heard_at is None:
        found.add("never_heard")
    names = {fault.name for fault in state.open_faults}
    if names & LAMP_FAULTS:
        found.add("lamp_faulty")
    if names & CAMERA_FAULTS:
        found.add("camera_blind")
    if names - LAMP_FAULTS - CAMERA_FAULTS - {"clock_lost"}:
        found.add("faulty")
    telemetry = state.telemetry
    if telemetry is not None:
        if telemetry.lamp_state == "fault_dark":
            found.add("lamps_dark")
        if "clock_lost" in names or not telemetry.clock_synced:
            found.add("clock_lost")
        if active_revision is not None and telemetry.site_revision != active_revision:
            found.add("site_behind")
    if state.drifted:
        found.add("drifting")
    if state.missing:
        found.add("reports_missing")
    return tuple(concern for concern in ORDER if concern in found)


def severity_of(concerns: tuple[Concern, ...], standing: Standing, *, installed: bool) -> Severity:
    if standing == "out_of_service":
        return "out_of_service"
    if not installed:
        return "waiting"
    if ALARMING & set(concerns):
        return "alarm"
    return "warning" if concerns else "fine"


def rank(severity: Severity, concerns: tuple[Concern, ...]) -> tuple[int, int]:
    """Sorts units, worst first."""
    severities: tuple[Severity, ...] = ("alarm", "warning", "fine", "waiting", "out_of_service")
    return severities.index(severity), min((ORDER.index(concern) for concern in concerns), default=len(ORDER))
