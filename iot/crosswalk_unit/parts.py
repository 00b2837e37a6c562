"""What a unit is put together from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from city.kernel.clock import Clock
from iot.crosswalk_unit.lamps.drivers import LampDriver
from iot.crosswalk_unit.sight.detection_setup import OpenDetection
from iot.crosswalk_unit.sight.sources import Source
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.jobs.slots import Slots
from iot.device.journal.courier import Courier
from iot.device.line.link import Link
from iot.device.signatures import CityKey
from iot.device.watchdog import Watchdog


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a unit is put together from."""

    unit: str
    software: str
    folder: Path
    link: Link
    courier: Courier
    store: SiteStore
    key: CityKey
    slots: Slots
    source: Source
    open_detection: OpenDetection
    lamps: LampDriver
    clock: Clock
    monotonic_s: Callable[[], float]
    watchdogs: Sequence[Watchdog] = ()
    clock_synced: Callable[[], bool] = lambda: True
    # After a start the network's time takes a while; messages say meanwhile that it is not there.
    clock_may_take_s: float = 120.0
    drawing_above_ma: float = 20.0
