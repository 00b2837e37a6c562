"""From a box out of the workshop to lights on before a foot is on the road, played on the running city and checked."""

import base64
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from infra.crosswalk import roadside
from infra.crosswalk.roadside import FRAMES_PER_SECOND, CrosswalkClient, RoadsideUnit, WatchedStreet
from infra.local.calls import fetch
from infra.local.city import City
from infra.local.patience import GaveUp, Steps, in_one_sentence, wait_on
from infra.local.story import Story
from iot.crosswalk_unit.sight.cloud_detection import FrameDetector
from iot.crosswalk_unit.sight.sources import Source
from iot.crosswalk_unit.sight.tracking import DetectedBox
from iot.device.provisioning import ProvisioningRefused
from iot.simulators.drawn_feed import LASTS_S, DrawnFeed, detection_of
from iot.simulators.drawn_scene import DrawnScene

Picture = NDArray[np.uint8]
# A crossing is looked at if it began this long after the unit had settled, and is over.
_SETTLING_S = 5.0
_CROSSINGS = 3
_FRAMES_MORE = FRAMES_PER_SECOND // 2
_LOOK_AT_MOST_S = 2.0
# Of a wait for something that the scene holds: it is ten minutes long, and a slow machine plays it slowly.
_LONGEST_SCENE_S = 1800.0


class StreetClock:
    """The time on the street and in its unit: real seconds, but never more than one frame's beyond the newest frame.

    A machine that draws and looks at fewer frames than it should has a slower day, and the unit no less to see of it.
    """

    def __init__(self, frame_s: float, monotonic_s: Callable[[], float]) -> None:
        self._frame_s, self._monotonic_s = frame_s, monotonic_s
        self._lock = threading.Lock()
        self._here_s = self._there_s = monotonic_s()
        # Before the first frame nothing is waited for.
        self._filming = False

    def __call__(self) -> float:
        """Seconds, monotonic."""
        with self._lock:
            return self._now_s()

    def _now_s(self) -> float:
        passed_s = self._monotonic_s() - self._there_s
        return self._here_s + (min(passed_s, self._frame_s) if self._filming else passed_s)

    def show_frame(self) -> float:
        """A frame is shown now; returns this moment."""
        with self._lock:
            self._here_s, self._there_s, self._filming = self._now_s(), self._monotonic_s(), True
            return self._here_s

    def end(self) -> None:
        """No frame comes any more, and time goes on."""
        with self._lock:
            self._here_s, self._there_s, self._filming = self._now_s(), self._monotonic_s(), False


class _Camera:
    """Films the drawn street; somebody may hang a bag over it. Shows no frame before the last one was looked at."""

    def __init__(self, scene: DrawnScene, clock: StreetClock, held_s: float = _LOOK_AT_MOST_S) -> None:
        self._held_s = held_s
        self._feed, self._clock = DrawnFeed(scene, FRAMES_PER_SECOND), clock
        self._looked_at = threading.Semaphore(1)
        # When each frame was shown, on the street's clock.
        self.shown_s: list[float] = []
        self.covered = threading.Event()

    def read(self) -> Picture | None:
        # Not for ever: a unit that cannot see yet, or not any more, looks at nothing.
        self._looked_at.acquire(timeout=self._held_s)
        picture = self._feed.read()
        self.shown_s.append(self._clock.show_frame())
        if picture is not None and self.covered.is_set():
            return np.full_like(picture, 3)
        return picture

    def look(self) -> None:
        """The unit looked at a frame: the next one may come."""
        self._looked_at.release()

    def close(self) -> None:
        self._feed.close()
        self._clock.end()


class _WatchedDetector:
    """A detector that tells the camera when it has looked."""

    def __init__(self, detector: FrameDetector, camera: _Camera) -> None:
        self._detector, self._camera = detector, camera

    @property
    def name(self) -> str:
        return self._detector.name

    def detect(self, picture: Picture) -> Sequence[DetectedBox]:
        try:
            return self._detector.detect(picture)
        finally:
            self._camera.look()


@dataclass(frozen=True, slots=True)
class _Filmed:
    street: WatchedStreet
    scene: DrawnScene
    camera: _Camera
    clock: StreetClock


def play(city: City) -> int:
    """Plays the story with a unit made for this run. Returns 1 if anything differed. Raises CityTrouble."""
    with in_one_sentence(city):
        return _play(city)


def _play(city: City) -> int:
    story = Story(city)
    unit = f"demo-{secrets.token_hex(4)}"
    serial = f"DN-{secrets.token_hex(4).upper()}"
    manager, clerk, auditor = CrosswalkClient(city), CrosswalkClient(city, "clerk"), CrosswalkClient(city, "auditor")
    filmed = _film()

    with TemporaryDirectory() as folder:
        story.tell(
            "횡단보도 1. 등록된 일련번호의 장치만 도시에 들어옵니다.",
            "Crosswalk 1. Only a box whose serial number is registered is let in.",
        )
        roadside.register(city, unit, serial)
        try:
            RoadsideUnit(city, Path(folder) / "stranger", filmed.street, serial=f"DN-{secrets.token_hex(6).upper()}")
            let_in = True
        except ProvisioningRefused:
            let_in = False
        story.check(not let_in, "모르는 장치는 거절", "an unknown box is refused")
        box = RoadsideUnit(city, Path(folder) / "own", filmed.street, serial=serial, monotonic_s=filmed.clock)
        story.check(box.name == unit, f"등록된 장치는 {unit}", "the registered one gets its name and its certificate")

        _draw_zones(story, city, clerk, unit, filmed)
        with box:
            _watch_people(story, manager, unit, box, filmed)
            _show_frame(story, clerk, auditor, unit)
            _show_clip(story, clerk, unit)
            _cover_camera(story, manager, unit, filmed)
        story.tell("횡단보도 6. 장치가 꺼집니다.", "Crosswalk 6. The unit goes off.")
        gone = _becomes(manager, unit, "꺼진 장치 (the unit gone)", lambda line: line["connected"] is False)
        story.check(gone, "도시가 바로 압니다", "the city knows at once")
        missing = manager.read(f"/units/{unit}")["missing"]
        story.check(missing == 0, "빠진 보고 0건", f"{missing} reports missing")
    manager.do("POST", f"/units/{unit}/standing", standing="out_of_service", reason="시연이 끝났습니다")
    return 1 if story.differences else 0


def _film() -> _Filmed:
    scene = DrawnScene(seed=11, lasts_s=LASTS_S, groups_a_minute=5.0, vehicles_a_minute=12.0, yielding=0.3)
    clock = StreetClock(1 / FRAMES_PER_SECOND, time.monotonic)
    camera = _Camera(scene, clock)
    truth = detection_of(scene, 11)
    setup = replace(truth, detector=_WatchedDetector(truth.detector, camera))
    street = replace(
        roadside.drawn_street(),
        site=scene.site,
        make_source=lambda: Source(lambda: camera, clock, paced_fps=FRAMES_PER_SECOND),
        open_detection=lambda _: setup,
    )
    return _Filmed(street, scene, camera, clock)


def _draw_zones(story: Story, city: City, clerk: CrosswalkClient, unit: str, filmed: _Filmed) -> None:
    story.tell(
        "횡단보도 2. 현장 파일: 직원이 그리고, 관리자가 켭니다.",
        "Crosswalk 2. The site file: a clerk draws it, a manager puts it in force.",
    )
    site = filmed.scene.site.model_dump(mode="json", exclude={"unit", "revision"})
    corners = site["crossing"]
    bow_tie = {**site, "crossing": [corners[0], corners[2], corners[1], corners[3]]}
    status, refused = clerk.ask("PUT", f"/units/{unit}/site/draft", site=bow_tie)
    named = [problem["field"] for problem in refused.get("problems", [])]
    story.check(status in (400, 422) and named == ["crossing"], "엇갈린 구역은 거절, 칸을 짚음", f"{status}: {named}")
    draft = clerk.do("PUT", f"/units/{unit}/site/draft", site=site)
    status, _ = clerk.ask("POST", f"/units/{unit}/site/activation", digest=draft["digest"])
    story.check(status == 403, "그린 사람은 켤 수 없음", "a clerk cannot put it in force")
    revision = roadside.give_site(city, filmed.scene.site, unit)
    story.check(revision == 1, "관리자가 서명해 보냄", "the manager signs and sends it")


def _watch_people(story: Story, manager: CrosswalkClient, unit: str, box: RoadsideUnit, filmed: _Filmed) -> None:
    story.tell(
        "횡단보도 3. 사람이 다가서면, 발을 내딛기 전에 켜집니다.",
        "Crosswalk 3. People step up; the lamps are on before they step out.",
    )
    manager.wait_for(
        "장치가 따르는 현장 파일 (the site file in force)",
        f"/units/{unit}/site",
        lambda site: site["answer"] == "in_force",
    )
    story.check(True, "장치가 서명을 확인하고 따릅니다", "the unit has checked the signature and obeys")
    lit = [_lit_at(box, moment_s) for moment_s in _wait_for_crossings(story.city, filmed, filmed.clock() + _SETTLING_S)]
    story.check(
        len(lit) >= _CROSSINGS and all(lit),
        f"{len(lit)}번 중 {sum(lit)}번 먼저 켜짐",
        f"{sum(lit)} of {len(lit)} crossings",
    )
    states = ("warning", "idle", "overrun")
    is_shown = _becomes(manager, unit, "장치의 상태 (the unit's state)", lambda line: line["lamp_state"] in states)
    story.check(is_shown, "상황실이 상태를 봅니다", "the board shows its state")

    story.tell("횡단보도 4. 양보하지 않은 차는 기록됩니다.", "Crosswalk 4. A driver who does not yield is on record.")
    try:
        listed = manager.wait_for(
            "양보하지 않은 차의 기록 (a driver who does not yield)",
            f"/units/{unit}/incidents",
            lambda page: page["incidents"],
            signs=Steps(lambda: len(filmed.camera.shown_s)),
            longest_s=_LONGEST_SCENE_S,
        )["incidents"]
    except GaveUp:
        listed = []
    kinds = sorted({incident["kind"] for incident in listed})
    story.check(bool(listed), f"기록 {len(listed)}건", f"on record: {', '.join(kinds) or 'nothing'}")


def _wait_for_crossings(city: City, filmed: _Filmed, settled_s: float) -> list[float]:
    """When each crossing began that began after the unit had settled and is over; as many as the story wants."""
    camera = filmed.camera

    def look() -> list[float] | None:
        shown_s = list(camera.shown_s)
        first_frames = [ceil(crossing.starts_s * FRAMES_PER_SECOND) for crossing in filmed.scene.crossings]
        # A few frames more, so that the lamps had their say.
        begun_s = [shown_s[frame] for frame in first_frames if frame + _FRAMES_MORE < len(shown_s)]
        seen = [moment_s for moment_s in begun_s if moment_s > settled_s]
        return seen if len(seen) >= _CROSSINGS else None

    try:
        return wait_on(
            city, "건너는 사람들 (people who cross)", look, pause_s=0.5, signs=Steps(lambda: len(camera.shown_s))
        )
    except GaveUp:
        return []


def _lit_at(box: RoadsideUnit, moment_s: float) -> bool:
    """Whether a sign shone in the second before a moment: the rapid flash is dark for at most a quarter of one."""
    return any(
        moment_s - 1 <= at <= moment_s and on & {"sign_left", "sign_right"} for at, on in list(box.lamps.changes)
    )


def _show_frame(story: Story, clerk: CrosswalkClient, auditor: CrosswalkClient, unit: str) -> None:
    story.tell(
        "횡단보도 5. 사유를 적어야 화면을 봅니다. 얼굴과 번호판은 장치에서 이미 흐려졌습니다.",
        "Crosswalk 5. A frame is shown for a reason; faces and plates were blurred on the unit.",
    )
    status, _ = clerk.ask("POST", f"/units/{unit}/pictures", what="frame", reason="")
    story.check(status == 400, "사유 없이는 거절", "refused without a reason")
    reason = "구역이 맞는지 확인"
    number = clerk.do("POST", f"/units/{unit}/pictures", what="frame", reason=reason)["number"]
    shown = _wait_for_picture(clerk, "화면 (the frame)", unit, number, reason)
    picture = (
        None
        if shown is None
        else cv2.imdecode(np.frombuffer(base64.b64decode(shown["jpeg"]), np.uint8), cv2.IMREAD_COLOR)
    )
    story.check(picture is not None, "화면이 왔습니다", "the frame has come")
    views = auditor.read(f"/views?unit={unit}")["views"]
    story.check(
        any(view["reason"] == reason for view in views),
        "감사가 누가 왜 보았는지 봅니다",
        "auditors read who looked, and why",
    )


def _show_clip(story: Story, clerk: CrosswalkClient, unit: str) -> None:
    kept = [one for one in clerk.read(f"/units/{unit}/incidents")["incidents"] if one["clip_kept"]]
    if not kept:
        story.check(False, "기록의 영상이 없습니다", "no incident kept its seconds")
        return
    reason = "양보하지 않은 차 확인"
    asked = clerk.do("POST", f"/units/{unit}/pictures", what="clip", incident=kept[-1]["incident"], reason=reason)
    shown = _wait_for_picture(clerk, "기록의 영상 (the seconds around it)", unit, asked["number"], reason)
    frames = 0
    if shown is not None:
        with NamedTemporaryFile(suffix=".mp4") as file:
            file.write(fetch(shown["url"]))
            file.flush()
            frames = int(cv2.VideoCapture(file.name).get(cv2.CAP_PROP_FRAME_COUNT))
    story.check(frames > 10, f"그때의 영상 {frames}장면", f"{frames} frames of the seconds around it")


def _wait_for_picture(
    clerk: CrosswalkClient, wanted: str, unit: str, number: str, reason: str
) -> dict[str, Any] | None:
    def look() -> dict[str, Any] | None:
        status, shown = clerk.ask("POST", f"/units/{unit}/pictures/{number}/view", reason=reason)
        return dict(shown) if status == 200 and (shown.get("jpeg") or shown.get("url")) else None

    try:
        return wait_on(clerk.city, wanted, look, pause_s=1)
    except GaveUp:
        return None


def _cover_camera(story: Story, manager: CrosswalkClient, unit: str, filmed: _Filmed) -> None:
    story.tell("누가 카메라를 가립니다.", "Somebody covers the camera.")
    filmed.camera.covered.set()
    covered_s = filmed.clock()
    blind = _becomes(manager, unit, "가린 카메라 (a camera covered)", lambda line: "camera_blind" in line["concerns"])
    story.check(blind, f"{filmed.clock() - covered_s:.0f}초 안에 상황실에 보입니다", "the board shows it, worst first")
    filmed.camera.covered.clear()
    well = _becomes(
        manager, unit, "다시 보이는 카메라 (the camera uncovered)", lambda line: "camera_blind" not in line["concerns"]
    )
    story.check(well, "치우면 스스로 돌아옵니다", "uncovered, it recovers by itself")


def _becomes(client: CrosswalkClient, unit: str, wanted: str, holds: Callable[[dict[str, Any]], bool]) -> bool:
    try:
        client.wait_for(wanted, f"/units/{unit}", lambda file: holds(file["line"]))
    except GaveUp:
        return False
    return True
