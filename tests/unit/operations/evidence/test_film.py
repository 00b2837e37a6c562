"""Film in and out, and the detector: on drawn film, and on labelled pictures where they are at hand."""

import io
import json
import os
from pathlib import Path

import av
import numpy as np
import pytest

from city.operations.evidence.adapters.film import MOST_PER_SECOND, join_copies, pictures, still, write_copy
from city.operations.evidence.adapters.people import WEIGHTS, WEIGHTS_SHA256, FindPeople
from city.operations.evidence.errors import FilmUnreadable, WeightsDiffer
from city.operations.evidence.hiding.found import Kind, Rectangle, shared_area
from models.detection.catalogue.detectors import YOLOX_NANO_ANY_SIZE
from models.detection.conversion.onnx_model import with_open_sides
from tests.unit.operations.evidence.walkers import Walker, draw_film

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "detection"
needs_labels = pytest.mark.skipif(not (SHARED / "yolox_nano.onnx").is_file(), reason="no labelled pictures here")


def grey(values: list[int], per_second: int = 30) -> list[tuple[float, np.ndarray]]:
    return [(at / per_second, np.full((64, 96, 3), value, np.uint8)) for at, value in enumerate(values)]


@pytest.fixture(scope="module")
def film() -> bytes:
    return draw_film([Walker(20, y=82, speed=10, width=8, height=10)], 4)


def test_a_part_of_a_piece_has_exactly_its_pictures(film: bytes) -> None:
    assert [at for at, _ in pictures(film, 1.5, 2.5)] == pytest.approx([1.6, 1.8, 2.0, 2.2, 2.4])


def test_parts_that_follow_each_other_have_each_picture_once(film: bytes) -> None:
    parts = [at for begin in range(4) for at, _ in pictures(film, float(begin), begin + 1.0)]

    assert parts == pytest.approx([at for at, _ in pictures(film)])
    assert len(parts) == 20


def test_no_more_than_ten_pictures_a_second_are_taken() -> None:
    fast = write_copy(grey([100] * 90))

    taken = [at for at, _ in pictures(fast)]

    assert len(taken) <= 3 * MOST_PER_SECOND + 1
    assert min(np.diff(taken)) >= 0.9 / MOST_PER_SECOND


def test_copies_joined_are_one_film_of_pictures_alone() -> None:
    one, other = write_copy(grey([50] * 10, 10)), write_copy([(at + 1, each) for at, each in grey([200] * 10, 10)])

    whole = join_copies([one, other])

    shown = [(round(at, 2), int(picture.mean())) for at, picture in pictures(whole)]
    assert [at for at, _ in shown] == pytest.approx([each / 10 for each in range(20)])
    assert all(abs(value - (50 if at < 1 else 200)) < 12 for at, value in shown)
    with av.open(io.BytesIO(whole)) as opened:
        assert [each.type for each in opened.streams] == ["video"]
        assert opened.streams.video[0].codec_context.name in ("vp9", "libvpx-vp9")
        assert set(opened.metadata) <= {"encoder"}


def test_the_same_pictures_give_the_same_bytes() -> None:
    assert write_copy(grey([1, 2, 3])) == write_copy(grey([1, 2, 3]))


@pytest.mark.parametrize("content", [b"", b"no film at all", b"\0\0\0\x18ftypisom" + bytes(64)])
def test_what_is_no_film_is_refused(content: bytes) -> None:
    with pytest.raises(FilmUnreadable):
        list(pictures(content))


def test_a_still_is_a_jpeg_no_wider_than_asked() -> None:
    with av.open(io.BytesIO(still(np.zeros((360, 1280, 3), np.uint8)))) as opened:
        assert (opened.streams.video[0].width, opened.streams.video[0].height) == (640, 180)


def test_weights_are_those_of_the_catalogue_and_no_others() -> None:
    assert (YOLOX_NANO_ANY_SIZE.weights_file, YOLOX_NANO_ANY_SIZE.weights_sha256) == (WEIGHTS, WEIGHTS_SHA256)
    with pytest.raises(WeightsDiffer):
        FindPeople(b"others")


@needs_labels
def test_people_of_labelled_pictures_are_found_where_they_are() -> None:
    """Eight large people of different pictures: most of each is in one rectangle."""
    detector = FindPeople(with_open_sides((SHARED / "yolox_nano.onnx").read_bytes()), sides=(416,))
    listed = json.loads((SHARED / "instances.json").read_text())
    names = {each["id"]: each["file_name"] for each in listed["images"] if each["source"] == "coco"}
    tall = {}
    for each in listed["annotations"]:
        if each["category_id"] == 1 and each["image_id"] in names and each["bbox"][3] > 200 and not each["iscrowd"]:
            tall.setdefault(each["image_id"], each["bbox"])
    found = 0
    for image in sorted(tall)[:8]:
        left, top, wide, high = tall[image]
        label = Rectangle(left, top, left + wide, top + high)
        with av.open(str(SHARED / "images" / names[image])) as opened:
            picture = next(opened.decode(video=0)).to_ndarray(format="rgb24")
        people = [each.place for each in detector.find(picture) if each.kind is Kind.PERSON]
        found += any(shared_area(label, place) > 0.7 * label.area for place in people)
    assert found >= 7
