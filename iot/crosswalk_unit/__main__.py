"""Puts a unit together from its settings and runs it: python -m iot.crosswalk_unit --settings FILE

The only module here that reads the command line, the environment and the clock.
"""

import argparse
import base64
import logging
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from random import SystemRandom

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from city.contracts.crosswalk.site import CrosswalkSiteV1, SignedSiteV1
from city.kernel.clock import SystemClock
from iot.crosswalk_unit.lamps.drivers import BenchLamps, BoardPlan, GpioLamps, GpioPlan, LampDriver, ModbusBoard
from iot.crosswalk_unit.parts import Parts
from iot.crosswalk_unit.profile import NAMING, PART_FILES, open_journal, presence_of
from iot.crosswalk_unit.program import CrosswalkUnit
from iot.crosswalk_unit.settings import BenchSettings, ModbusSettings, UnitSettings
from iot.crosswalk_unit.sight.detection_setup import OpenDetection, open_detection_with
from iot.crosswalk_unit.sight.sources import Source, open_feed
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.bootstrap import credentials_of, provision, watchdogs
from iot.device.jobs.slots import Slots
from iot.device.journal.courier import Courier
from iot.device.line.link import Link
from iot.device.line.memory_link import MemoryLink
from iot.device.line.mqtt_link import MqttLink
from iot.device.provisioning import ProvisioningInterrupted, ProvisioningRefused
from iot.device.settings import SettingsRefused, read_settings
from iot.device.signatures import CityKey, KeyUnusable

logger = logging.getLogger("iot.crosswalk_unit")

_CANNOT_START = 78  # EX_CONFIG: systemd does not try again in a circle
_TRY_AGAIN = 75  # EX_TEMPFAIL


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m iot.crosswalk_unit", description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, help="the unit's TOML file")
    parser.add_argument("--bench-site", type=Path, help="on a bench without a city: a site file nobody signed")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    logging.basicConfig(
        level=logging.DEBUG if asked.verbose else logging.INFO,
        format="%(levelname)s %(threadName)s %(name)s: %(message)s",
    )
    try:
        settings = read_settings(asked.settings, UnitSettings)
        unit = CrosswalkUnit(make_parts(settings, asked.bench_site))
    except (SettingsRefused, KeyUnusable, ProvisioningRefused) as refusal:
        logger.error("%s", refusal)  # noqa: TRY400  # a sentence for a technician, not a trace
        return _CANNOT_START
    except (ProvisioningInterrupted, OSError) as trouble:
        logger.error("%s", trouble)  # noqa: TRY400
        return _TRY_AGAIN
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: unit.stop())
    return unit.run()


def make_parts(settings: UnitSettings, bench_site: Path | None = None) -> Parts:
    """What the box is put together from; a bench may exchange some of it.

    Raises SettingsRefused, KeyUnusable, ProvisioningRefused, ProvisioningInterrupted, OSError.
    """
    settings.folder.mkdir(parents=True, exist_ok=True)
    slots = Slots(settings.folder / "slots", PART_FILES)
    link: Link
    if settings.city is not None:
        identity = provision(settings, settings.city, NAMING)
        unit, key = identity.name, CityKey.from_pem(settings.city.city_key.read_bytes())
        link = MqttLink(
            unit,
            credentials_of(settings.city, identity),
            time.monotonic,
            chance=SystemRandom(),
            presence=presence_of(unit),
        )
        store = SiteStore(settings.folder / "site", unit, key)
    else:
        unit, key, store = _bench(settings, bench_site)
        link = MemoryLink()
    journal = open_journal(settings.folder / "journal.db", unit, lambda: secrets.token_hex(4))
    source, open_detection = _sight(settings, slots, unit, link)
    synced = settings.clock_synced_file
    return Parts(
        unit=unit,
        software=settings.software,
        folder=settings.folder,
        link=link,
        courier=Courier(journal, link, time.monotonic),
        store=store,
        key=key,
        slots=slots,
        source=source,
        open_detection=open_detection,
        lamps=_lamps(settings),
        clock=SystemClock(),
        monotonic_s=time.monotonic,
        # This module is the device's bootstrap.
        watchdogs=watchdogs(settings.watchdog, os.environ.get("NOTIFY_SOCKET")),  # noqa: TID251
        clock_synced=synced.exists if synced is not None else lambda: True,
    )


def _bench(settings: UnitSettings, site_file: Path | None) -> tuple[str, CityKey, SiteStore]:
    """A unit that no city knows: its site file is signed here and now, by nobody. Raises SettingsRefused, OSError."""
    if not isinstance(settings.lamps, BenchSettings):
        raise SettingsRefused("without a city only a bench runs: real lamps need a site file that the city signed")
    private = ec.generate_private_key(ec.SECP256R1())
    key = CityKey(private.public_key())
    if site_file is None:
        return "bench", key, SiteStore(settings.folder / "bench-site", "bench", key)
    document = site_file.read_text()
    site = CrosswalkSiteV1.model_validate_json(document)
    store = SiteStore(settings.folder / "bench-site", site.unit, key)
    signature = base64.b64encode(private.sign(document.encode(), ec.ECDSA(hashes.SHA256()))).decode()
    store.offer(SignedSiteV1(revision=site.revision, document=document, signature=signature))
    return site.unit, key, store


def _sight(settings: UnitSettings, slots: Slots, unit: str, link: Link) -> tuple[Source, OpenDetection]:
    """Frames, and who looks at them."""
    camera = settings.camera
    if camera.kind == "drawn":
        # A bench's own: the box by the road has no simulators on it.
        from iot.simulators.drawn_feed import LASTS_S, DrawnFeed, detection_of
        from iot.simulators.drawn_scene import DrawnScene

        seed = int(camera.address) if camera.address.isdigit() else 1
        scene = DrawnScene(seed=seed, lasts_s=LASTS_S)
        logger.info("a drawn scene is watched, by a detector that knows the truth about it")
        feed = lambda: DrawnFeed(scene, camera.frames_per_second)  # noqa: E731
        return Source(feed, time.monotonic, paced_fps=camera.frames_per_second), lambda _: detection_of(scene, seed)
    kind, recorded = camera.kind, camera.kind in ("file", "folder")
    source = Source(
        lambda: open_feed(kind, camera.address),
        time.monotonic,
        paced_fps=camera.frames_per_second if recorded else None,
        again=camera.again,
    )
    return source, open_detection_with(
        settings=settings.detector, slots=slots, unit=unit, link=link, monotonic_s=time.monotonic
    )


def _lamps(settings: UnitSettings) -> LampDriver:
    lamps = settings.lamps
    if isinstance(lamps, BenchSettings):
        return BenchLamps(time.monotonic, shown=lambda words: logger.debug("lamps: %s", words))
    if isinstance(lamps, ModbusSettings):
        board = BoardPlan(
            coils={str(name): coil for name, coil in lamps.coils.items()},
            current_registers=lamps.current_registers,
            brightness_register=lamps.brightness_register,
            safety_register=lamps.safety_register,
            safety_value=lamps.safety_value,
            unit_id=lamps.unit_id,
        )
        return ModbusBoard(lamps.host, lamps.port, board, time.monotonic)
    lines = GpioPlan(
        lines={str(name): line for name, line in lamps.lines.items()},
        active_low=lamps.active_low,
        current_files=lamps.current_files,
        ma_per_count=lamps.ma_per_count,
        pwm=lamps.pwm,
    )
    return GpioLamps(lines, time.monotonic)


if __name__ == "__main__":
    sys.exit(main())
