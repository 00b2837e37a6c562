"""What the lamps obey of a site file, and what a step finds. Pure, plain Python."""

from dataclasses import dataclass
from typing import Literal, Self

from city.contracts.crosswalk.devices import FaultName, LampName, LampState, SignalPhase
from city.contracts.crosswalk.site import CrosswalkSiteV1

# Within one second of the last good frame the unit must have stopped claiming to see (facts: watchdog ≤ 1 s); the rest
# is for the step that notices.
WATCHDOG_S = 0.9
# Frames must flow this long before a unit that was blind is believed again.
RECOVERY_S = 1.0
# A camera and a model may take this long to start; the lamps are dark meanwhile.
BOOT_S = 15.0

LAMPS: tuple[LampName, ...] = ("sign", "road_panels", "stop_line_bar", "floor_signal", "voice")
BLINDING: frozenset[FaultName] = frozenset(
    {
        "camera_lost",
        "camera_frozen",
        "camera_dark",
        "camera_blurred",
        "camera_moved",
        "detector_failed",
        "no_configuration",
        "watchdog",
    }
)
LIT: frozenset[LampState] = frozenset({"warning", "overrun"})


@dataclass(frozen=True, slots=True)
class LampRules:
    """What of a site file the lamps obey."""

    hold_s: float
    longest_lit_s: float
    signalised: bool
    on_fault: Literal["dark", "caution"]
    green_extension_s: int
    fitted: frozenset[LampName]
    night_level: float

    @classmethod
    def of(cls, site: CrosswalkSiteV1) -> Self:
        lamps = site.lamps
        fitted: dict[LampName, bool] = {
            "sign": lamps.sign,
            "road_panels": lamps.road_panels,
            "stop_line_bar": lamps.stop_line_bar,
            "floor_signal": lamps.floor_signal,
            "voice": lamps.voice,
        }
        return cls(
            hold_s=site.hold_s,
            longest_lit_s=site.longest_lit_s,
            signalised=site.signalised,
            on_fault=site.on_fault,
            green_extension_s=site.green_extension_s,
            fitted=frozenset(name for name, there in fitted.items() if there),
            night_level=lamps.night_level,
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """What a step finds. People are as voted, of the last processed frame."""

    waiting: bool = False
    crossing: bool = False
    # Grows with everybody newly believed in.
    sightings: int = 0
    vehicle_coming: bool = False
    # What the pedestrians' head shows.
    signal: SignalPhase = "unknown"
    night: bool = False
    faults: frozenset[FaultName] = frozenset()
    # When the last frame was processed; None: none yet.
    frame_s: float | None = None
