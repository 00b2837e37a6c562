import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.errors import Invalid
from models.detection.corrections import CorrectionsInvalid, merge_corrections, parse_corrections
from models.detection.training.coco import (
    AnnotationsInvalid,
    LabelledBox,
    LabelledPicture,
    choose_pictures,
    parse_annotations,
    part_of,
    write_annotations,
)

FRAME = {
    "picture": "units/okgye-1/2026/11/24/0800.jpg",
    "width": 768,
    "height": 576,
    "corrected_by": "clerk-7",
    "corrected_at": "2026-11-24T08:00:00+09:00",
    "boxes": [{"kind": "person", "x1": 10, "y1": 20, "x2": 40, "y2": 90}],
}


def corrected(*frames):
    return parse_corrections({"version": 1, "frames": list(frames)})


def changed(**fields):
    return {**copy.deepcopy(FRAME), **fields}


def with_box(**fields):
    return changed(boxes=[{**FRAME["boxes"][0], **fields}])


def test_a_corrected_frame_becomes_a_labelled_picture():
    [frame] = corrected(FRAME)

    assert frame.picture.boxes == (LabelledBox(kind="person", x=10, y=20, width=30, height=70),)


def test_a_frame_in_which_nothing_is_is_a_label_too():
    [frame] = corrected(changed(boxes=[]))

    assert frame.picture.boxes == ()


@pytest.mark.parametrize(
    "frame",
    [
        with_box(x2=800),
        with_box(x1=-20),
        with_box(x2=10),
        with_box(y2=5),
        with_box(x1=float("nan")),
        with_box(y2=float("inf")),
        with_box(x1="10"),
        with_box(x1=True),
        with_box(kind="dog"),
        changed(boxes=FRAME["boxes"] * 2),
        changed(boxes=None),
        changed(width=0),
        changed(width=7.5),
        changed(height=10**6),
        changed(picture="../../etc/passwd"),
        changed(picture=""),
        changed(corrected_by="홍길동 010-1234-5678"),
        changed(corrected_at="2026-11-24T08:00:00"),
        changed(corrected_at="yesterday"),
        {key: value for key, value in FRAME.items() if key != "corrected_by"},
        "frame",
    ],
)
def test_what_breaks_the_contract_is_refused(frame):
    with pytest.raises(Invalid):
        corrected(frame)


@pytest.mark.parametrize("document", [None, [], {}, {"version": 2, "frames": []}, {"version": 1, "frames": {}}])
def test_another_document_is_refused(document):
    with pytest.raises(CorrectionsInvalid):
        parse_corrections(document)


def test_the_later_of_two_corrections_counts():
    later = changed(corrected_at="2026-11-24T09:00:00+09:00", boxes=[])

    for order in ((FRAME, later), (later, FRAME)):
        training, held_out = merge_corrections([], corrected(*order))

        assert [picture.boxes for picture in training + held_out] == [()]


def test_two_corrections_of_one_moment_are_refused():
    with pytest.raises(CorrectionsInvalid, match="twice"):
        merge_corrections([], corrected(FRAME, changed(boxes=[])))


def test_a_correction_replaces_the_earlier_label():
    earlier = [
        LabelledPicture(
            file_name=FRAME["picture"],
            width=768,
            height=576,
            source="earlier",
            boxes=(LabelledBox(kind="vehicle", x=0, y=0, width=9, height=9),),
        )
    ]

    training, held_out = merge_corrections(earlier, corrected(FRAME))

    assert [box.kind for picture in training + held_out for box in picture.boxes] == ["person"]


@given(st.lists(st.integers(0, 10**6), unique=True, max_size=60))
def test_a_picture_is_trained_on_or_held_out_and_never_changes_sides(numbers):
    frames = [changed(picture=f"a/{number}.jpg") for number in numbers]

    training, held_out = merge_corrections([], corrected(*frames))
    alone, kept = merge_corrections([], corrected(*frames[:1]))

    names = [{picture.file_name for picture in part} for part in (training, held_out)]
    assert not names[0] & names[1]
    assert len(names[0] | names[1]) == len(numbers)
    assert {picture.file_name for picture in alone} <= names[0]
    assert {picture.file_name for picture in kept} <= names[1]


def test_about_a_fifth_is_held_out():
    held_out = sum(part_of(f"unit/{number}.jpg", 0.2) == "judge" for number in range(2000))

    assert 300 < held_out < 500


def test_annotations_written_are_read_again():
    pictures = [
        LabelledPicture(
            file_name="a.jpg",
            width=100,
            height=80,
            source="x",
            boxes=(
                LabelledBox(kind="person", x=1, y=2, width=3, height=4),
                LabelledBox(kind="bicycle", x=5, y=5, width=9, height=9, ignored=True),
            ),
        ),
        LabelledPicture(file_name="b.jpg", width=10, height=8, source="y", boxes=()),
    ]

    assert parse_annotations(json.loads(json.dumps(write_annotations(pictures)))) == pictures


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["annotations"][0].update(bbox=[1, 2, float("nan"), 4]),
        lambda d: d["annotations"][0].update(bbox=[1, 2, 300, 4]),
        lambda d: d["annotations"][0].update(bbox=[1, 2, 3]),
        lambda d: d["annotations"][0].update(image_id=9),
        lambda d: d["annotations"][0].update(category_id=9),
        lambda d: d["images"].append(d["images"][0]),
        lambda d: d.pop("images"),
    ],
)
def test_annotations_that_are_not_cocos_are_refused(change):
    document = write_annotations(
        [
            LabelledPicture(
                file_name="a.jpg",
                width=100,
                height=80,
                source="x",
                boxes=(LabelledBox(kind="person", x=1, y=2, width=3, height=4),),
            )
        ]
    )
    change(document)

    with pytest.raises(AnnotationsInvalid):
        parse_annotations(document)


def test_pictures_are_chosen_by_source_and_part():
    pictures = [
        LabelledPicture(file_name=f"{number}.jpg", width=9, height=9, source="coco" if number % 2 else "atl", boxes=())
        for number in range(40)
    ]

    tune, judge = (choose_pictures(pictures, ["coco"], part) for part in ("tune", "judge"))

    assert len(tune) + len(judge) == 20
    assert {picture.source for picture in tune + judge} == {"coco"}
