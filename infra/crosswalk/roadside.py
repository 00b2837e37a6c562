"""The roadside on a laptop: a crosswalk unit in which only the street and the lamps are make-believe.

Box, certificates, journal, shadows and jobs are what stands beside a real road. The street is a real clip with a real
detector where both are at hand, else a drawn one whose detector is told what is there; it says which.
"""

import json
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from rich.console import Console
from rich.live import Live
from rich.table import Table

from city.contracts.crosswalk.devices import STATE_SHADOW
from city.contracts.crosswalk.site import Approach, CalibrationPoint, CrosswalkSiteV1, Lamps
from infra.crosswalk.clip import NoClip, fetch_clip
from infra.local.calls import fetch
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import in_one_sentence
from infra.local.staff import StaffClient
from iot.crosswalk_unit.__main__ import make_parts
from iot.crosswalk_unit.lamps.drivers import BenchLamps
from iot.crosswalk_unit.program import CrosswalkUnit
from iot.crosswalk_unit.settings import UnitSettings
from iot.crosswalk_unit.sight.detection_setup import OpenDetection
from iot.crosswalk_unit.sight.sources import Source, VideoFeed
from iot.device.provisioning import ProvisioningInterrupted, ProvisioningRefused
from iot.simulators.drawn_feed import LASTS_S, DrawnFeed, detection_of
from iot.simulators.drawn_scene import DrawnScene
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import find_adapter

UNIT, SERIAL = "okgye-01", "DN-0001"
MODEL = "nanodet-g"
FRAMES_PER_SECOND = 10


class CrosswalkClient(StaffClient):
    """The crosswalk's staff API."""

    def __init__(self, city: City, who: str = "manager") -> None:
        super().__init__(city, "crosswalk", who)


@dataclass(frozen=True, slots=True)
class WatchedStreet:
    """What a unit looks at, the site file that fits, and who finds people in it."""

    described_ko: str
    described_en: str
    site: CrosswalkSiteV1
    make_source: Callable[[], Source]
    # None: the unit's own model.
    open_detection: OpenDetection | None


def choose_street() -> WatchedStreet:
    """The real clip with the real detector where this machine has both."""
    weights = weights_path(find_adapter(MODEL))
    if not weights.is_file():
        return drawn_street(f"검출 모델이 없습니다: make models · no weights of {MODEL} here: make models")
    try:
        clip = fetch_clip()
    except NoClip as reason:
        return drawn_street(f"실제 영상이 없습니다 · no real clip: {reason}")
    return WatchedStreet(
        described_ko=f"실제 영상과 검출 모델 {MODEL}",
        described_en=f"a real clip, seen by {MODEL}",
        site=clip_site(),
        make_source=lambda: Source(lambda: VideoFeed(str(clip), "file"), time.monotonic, paced_fps=FRAMES_PER_SECOND),
        open_detection=None,
    )


def drawn_street(because: str = "", *, seed: int = 3396) -> WatchedStreet:
    """A drawn street with more going on than on a real one, and a detector that errs as real ones were measured to."""
    scene = DrawnScene(seed=seed, lasts_s=LASTS_S, groups_a_minute=4.0, vehicles_a_minute=10.0, yielding=0.5)
    setup = detection_of(scene, seed)
    return WatchedStreet(
        described_ko=f"그린 거리와 각본대로 보는 검출기. {because}".strip(),
        described_en="a drawn street, seen by a detector that is told what is there",
        site=scene.site,
        make_source=lambda: Source(
            lambda: DrawnFeed(scene, FRAMES_PER_SECOND), time.monotonic, paced_fps=FRAMES_PER_SECOND
        ),
        open_detection=lambda _: setup,
    )


def clip_site() -> CrosswalkSiteV1:
    """A walk across the road in the clip; measured by the people on it (1.75 m), because nobody measured the road."""
    width, height = 768, 576

    def at(x: float, y: float) -> tuple[float, float]:
        return round(x / width, 4), round(y / height, 4)

    kerb_left, kerb_right = ((400, 250), (440, 345)), ((640, 235), (690, 345))
    corners = [at(*kerb_left[0]), at(*kerb_right[0]), at(*kerb_right[1]), at(*kerb_left[1])]
    road = [(0.0, -2.2), (5.5, -2.2), (5.6, 2.2), (0.0, 2.2)]
    return CrosswalkSiteV1(
        unit=UNIT,
        revision=1,
        name_ko="시연 횡단보도",
        name_en="Crosswalk of the demonstration",
        latitude=36.139,
        longitude=128.421,
        protected_zone=True,
        calibration=tuple(CalibrationPoint(picture=p, road=r) for p, r in zip(corners, road, strict=True)),
        waiting_left=(at(300, 240), at(400, 250), at(440, 345), at(320, 335)),
        waiting_right=(at(640, 235), at(730, 228), at(767, 340), at(690, 345)),
        crossing=tuple(corners),
        approaches=(
            Approach(
                name="far",
                zone=(at(640, 100), at(735, 85), at(765, 150), at(620, 225)),
                stop_line=(at(620, 225), at(700, 215)),
            ),
        ),
        width_m=5.5,
        walking_speed_m_s=0.8,
        # People pass here all the time.
        longest_lit_s=600,
        lamps=Lamps(voice=True),
        on_fault="caution",
        model=MODEL,
        frames_per_second=FRAMES_PER_SECOND,
    )


def register(city: City, unit: str = UNIT, serial: str = SERIAL) -> None:
    """The unit is on the city's roll, once. Raises CityTrouble."""
    client = CrosswalkClient(city)
    if any(line["unit"] == unit for line in client.read("/units")["units"]):
        _renew_policies(city, unit)
        return
    client.do(
        "POST",
        "/units",
        unit=unit,
        serial=serial,
        name_ko="옥계초등학교 앞",
        name_en="Okgye Elementary School",
        latitude=36.139,
        longitude=128.421,
        ring="canary",
    )


def _renew_policies(city: City, unit: str) -> None:
    """A unit that was let in when one policy said everything holds only the first of the two."""
    iot = city.client("iot")
    try:
        certificates = iot.list_thing_principals(thingName=unit)["principals"]
    except iot.exceptions.ResourceNotFoundException:
        return
    for certificate in certificates:
        for policy in city.output("CrosswalkUnitPolicyNames").split(","):
            iot.attach_policy(policyName=policy, target=certificate)


def give_site(city: City, site: CrosswalkSiteV1, unit: str = UNIT) -> int:
    """A clerk writes the site file, a manager puts it in force. Returns its revision. Raises CityTrouble."""
    wanted = site.model_dump(mode="json", exclude={"unit", "revision"})
    current = CrosswalkClient(city).read(f"/units/{unit}/site")
    if current["site"] and {k: v for k, v in current["site"].items() if k not in ("unit", "revision")} == wanted:
        return int(current["active"]["revision"])
    draft = CrosswalkClient(city, "clerk").do("PUT", f"/units/{unit}/site/draft", site=wanted, note="시연")
    done = CrosswalkClient(city).do("POST", f"/units/{unit}/site/activation", digest=draft["digest"])
    return int(done["revision"])


def box_settings(city: City, folder: Path, serial: str = SERIAL, name: str = "") -> UnitSettings:
    """What a technician would write down for a box of this city. Makes the claim certificate it leaves the shop with."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key, root, city_key = (folder / part for part in ("claim.pem", "claim.key", "root.pem", "city.pem"))
    if not certificate.exists():
        iot = city.client("iot")
        made = iot.create_keys_and_certificate(setAsActive=True)
        iot.attach_policy(policyName=city.output("CrosswalkClaimPolicyName"), target=made["certificateArn"])
        key.write_text(made["keyPair"]["PrivateKey"])
        key.chmod(0o600)
        certificate.write_text(made["certificatePem"])
    root.write_bytes(fetch(city.url("/_ministack/iot/ca.pem")))
    public = city.client("kms").get_public_key(KeyId=city.output("CrosswalkSigningKeyArn"))["PublicKey"]
    city_key.write_bytes(load_der_public_key(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return UnitSettings.model_validate(
        {
            "serial": serial,
            "folder": folder / (name or "box"),
            "software": "1.0.0",
            "city": {
                "endpoint": "localhost",
                "port": city.mqtt_port,
                "root_ca": root,
                "city_key": city_key,
                "template": city.output("CrosswalkProvisioningTemplate"),
                "claim_certificate": certificate,
                "claim_key": key,
            },
            # Exchanged for the street's own source before anything is opened.
            "camera": {"kind": "file", "address": "street"},
            "lamps": {"driver": "bench"},
            "detector": {"model": MODEL},
        }
    )


class RoadsideUnit:
    """A unit running in this process."""

    def __init__(
        self,
        city: City,
        folder: Path,
        street: WatchedStreet,
        serial: str = SERIAL,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Provisions it by claim, if it is new. Raises ProvisioningRefused, CityTrouble; OSError of the disk.

        `monotonic_s` is the clock of the street's source too.
        """
        self.lamps = BenchLamps(monotonic_s)
        settings = box_settings(city, folder, serial)
        try:
            made = make_parts(settings)
        except ProvisioningInterrupted as interruption:
            raise CityTrouble(
                f"장치가 도시의 답을 받지 못했습니다 (the box got no answer from the city): {interruption}"
            ) from interruption
        parts = replace(made, source=street.make_source(), lamps=self.lamps, monotonic_s=monotonic_s)
        self.name = parts.unit
        self._unit = CrosswalkUnit(
            replace(parts, open_detection=street.open_detection) if street.open_detection else parts
        )
        self._thread = threading.Thread(target=self._unit.run, name=f"unit {self.name}", daemon=True)

    def __enter__(self) -> "RoadsideUnit":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._unit.stop()
        # It ends its loops, each within a bound of its own.
        self._thread.join()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()


def stand_by_the_road(city: City, console: Console) -> int:
    """Registers, provisions and runs a unit, and shows its lamps until Ctrl-C. Raises CityTrouble."""
    try:
        with in_one_sentence(city):
            return _stand_by_the_road(city, console)
    except ProvisioningRefused as refusal:
        raise CityTrouble(f"도시가 장치를 받지 않습니다 (the city does not let the box in): {refusal}") from refusal


def _stand_by_the_road(city: City, console: Console) -> int:
    street = choose_street()
    with city.step("횡단보도 등록, 현장 파일 (register the crosswalk, its site file)"):
        register(city)
        revision = give_site(city, street.site)
    console.print(f"{street.described_ko} · {street.described_en}")
    box = RoadsideUnit(city, city.home / "roadside", street)
    console.print(
        f"{box.name}, 현장 파일 {revision} · site file {revision}. 화면 board: {city.door_url('/crosswalk/board')}"
    )
    with box:
        _show(box, city.client("iot-data"), console)
    return 0


def _show(box: RoadsideUnit, shadows: Any, console: Console) -> None:
    """The lamps as they flash, on a terminal; into a file or a log, what changed."""
    looked_s, state = 0.0, "…"
    screen = Live(console=console, refresh_per_second=10) if console.is_terminal else None
    with screen or nullcontext():
        while box.is_running:
            before = state
            if time.monotonic() - looked_s > 1:
                looked_s, state = time.monotonic(), _known_state(shadows, box.name)
            if screen is not None:
                screen.update(_lamps_table(box, state))
            elif state != before:
                console.print(state)
            time.sleep(0.05)


def _known_state(shadows: Any, unit: str) -> str:
    try:
        shadow = json.loads(shadows.get_thing_shadow(thingName=unit, shadowName=STATE_SHADOW)["payload"].read())
    except shadows.exceptions.ResourceNotFoundException:
        return "…"
    reported = shadow["state"]["reported"]
    return ", ".join([reported["lamp_state"], *reported["faults"]])


def _lamps_table(box: RoadsideUnit, state: str) -> Table:
    now = box.lamps.now

    def lamp(on: bool, colour: str) -> str:
        return f"[{colour}]●[/]" if on else "[dim]○[/]"

    table = Table(box=None, padding=(0, 2))
    for heading in ("표지 sign", "바닥 panels", "정지선 stop line", "음성 voice", "도시가 아는 상태 the city knows"):
        table.add_column(heading)
    voice = next((name.removeprefix("voice_") for name, on in now.items() if on and name.startswith("voice_")), "")
    table.add_row(
        f"{lamp(now['sign_left'], 'yellow')} {lamp(now['sign_right'], 'yellow')}",
        lamp(now["road_panels"], "green"),
        lamp(now["stop_line_bar"], "red"),
        voice,
        state,
    )
    return table
