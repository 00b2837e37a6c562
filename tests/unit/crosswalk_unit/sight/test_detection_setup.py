"""What a unit detects with: the model a job brought, the one it was built with, the cloud's; and what signals say."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import SignalPhase
from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.crosswalk_unit.profile import MODEL_FILE, PART_FILES
from iot.crosswalk_unit.settings import DetectorSettings
from iot.crosswalk_unit.sight.detection_setup import ModelUnusable, OpenDetection, SignalReader, open_detection_with
from iot.device.jobs.slots import Slots, Trial
from iot.device.line.memory_link import MemoryLink
from iot.simulators.drawn_scene import DrawnScene

SITE = DrawnScene(seed=1, lasts_s=1.0).site
TRIAL = Trial(job="job-1", execution=1, part="model", name="yolox-nano-gumi.1", before="", health_check_s=60.0)
PICTURE = np.full((240, 320, 3), 90, np.uint8)


@pytest.fixture
def weights(shared: Path) -> Path:
    path = shared / "data" / "detection" / "yolox_nano.onnx"
    if not path.is_file():
        pytest.skip(f"no weights at {path}")
    return path


def opener(slots: Slots, **detector: Any) -> OpenDetection:
    settings = DetectorSettings(**{"model": "yolox-nano", **detector})
    return open_detection_with(
        settings=settings, slots=slots, unit="okgye-01", link=MemoryLink(), monotonic_s=lambda: 0.0
    )


def brought(disk: Path, content: Path, name: str) -> Slots:
    slots = Slots(disk / "slots", PART_FILES)
    slots.begin(replace(TRIAL, name=name), slots.lay("model", content, name))
    return slots


def site(**changed: Any) -> CrosswalkSiteV1:
    return CrosswalkSiteV1.model_validate({**json.loads(SITE.model_dump_json()), **changed})


def test_a_box_uses_the_model_it_was_built_with(disk: Path, weights: Path) -> None:
    setup = opener(Slots(disk, PART_FILES), weights=weights)(SITE)

    assert setup.detector.name == "yolox-nano"
    assert setup.detection() == "edge"
    assert list(setup.detector.detect(PICTURE)) == []
    # Doubtful boxes come too; from these scores on they count.
    assert 0.1 < setup.thresholds["person"] < 0.6


def test_a_model_that_a_job_brought_comes_first(disk: Path, weights: Path) -> None:
    slots = brought(disk, weights, "yolox-nano-gumi.1")

    setup = opener(slots, weights=disk / "no such file")(SITE)

    assert setup.detector.name == "yolox-nano"


def test_a_model_of_no_known_architecture_is_not_used(disk: Path, weights: Path) -> None:
    with pytest.raises(ModelUnusable, match="architecture"):
        opener(brought(disk, weights, "resnet-1000"))(SITE)


def test_a_slot_whose_file_is_not_what_was_laid_there_is_not_used(disk: Path, weights: Path) -> None:
    slots = brought(disk, weights, "yolox-nano-gumi.1")
    current = slots.current("model")
    assert current is not None
    with (current / MODEL_FILE).open("r+b") as file:
        file.write(b"damage")

    with pytest.raises(ModelUnusable, match="not what was laid there"):
        opener(slots)(SITE)


def test_a_file_that_is_no_network_is_not_used(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "package").write_bytes(b"no network")

    with pytest.raises(ModelUnusable):
        opener(brought(disk, tmp_path / "package", "yolox-nano-2"))(SITE)


def test_weights_that_are_not_there_are_told(disk: Path) -> None:
    with pytest.raises(ModelUnusable):
        opener(Slots(disk, PART_FILES), weights=disk / "no such file")(SITE)


def test_a_thin_box_needs_no_model(disk: Path) -> None:
    setup = opener(Slots(disk, PART_FILES), weights=disk / "no such file")(site(detection="cloud"))

    assert setup.detection() == "cloud"


def test_a_thin_box_with_a_model_has_something_to_fall_back_on(disk: Path, weights: Path) -> None:
    setup = opener(Slots(disk, PART_FILES), weights=weights)(site(detection="cloud"))

    # The line is down: it looks itself, at once.
    assert list(setup.detector.detect(PICTURE)) == []


# --- signals ---------------------------------------------------------------------------------------

COLOURS: Mapping[str, tuple[int, int, int]] = {"red": (40, 40, 255), "amber": (0, 190, 255), "green": (120, 230, 0)}


def street_with(lamps: list[str], lit: str | None) -> NDArray[np.uint8]:
    """A signal head with its lamps one below the other, in the region 0.4..0.6, 0.2..0.6."""
    picture = np.full((400, 400, 3), 110, np.uint8)
    picture[80:240, 160:240] = 25
    height = 160 // len(lamps)
    for place, lamp in enumerate(lamps):
        centre = (200, 80 + place * height + height // 2)
        cv2.circle(picture, centre, height // 3, COLOURS[lamp] if lamp == lit else (30, 30, 30), -1)
    return picture


def head(kind: str) -> dict[str, Any]:
    return {"head": kind, "region": [0.4, 0.2, 0.6, 0.6], "lamps": "vertical"}


@pytest.mark.parametrize(
    ("kind", "lit", "phase"),
    [
        ("pedestrian", "red", "red"),
        ("pedestrian", "green", "green"),
        ("pedestrian", None, "dark"),
        # While vehicles have green, pedestrians have red; of their red and amber nothing follows.
        ("vehicle", "green", "red"),
        ("vehicle", "red", "unknown"),
        ("vehicle", "amber", "unknown"),
        ("vehicle", None, "unknown"),
    ],
)
def test_the_pedestrians_phase_is_read_from_the_heads_there_are(kind: str, lit: str | None, phase: SignalPhase) -> None:
    reader = SignalReader(site(signalised=True, signals=[head(kind)]))
    lamps = ["red", "green"] if kind == "pedestrian" else ["red", "amber", "green"]

    read = [reader.read(street_with(lamps, lit), tick / 10) for tick in range(15)]

    assert read[-1] == phase
