"""A site file that could not keep anybody safe is refused, and says why."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from city.contracts.crosswalk import plane
from city.contracts.crosswalk.site import CrosswalkSiteV1

SITE = json.loads((Path(__file__).parent / "samples" / "crosswalk-site.v1.json").read_text())
BOW_TIE = [[0.2, 0.2], [0.6, 0.6], [0.6, 0.2], [0.2, 0.6]]


def site(**changes: object) -> CrosswalkSiteV1:
    return CrosswalkSiteV1.model_validate({**SITE, **changes})


def test_hold_time_is_entry_plus_walk() -> None:
    assert site().hold_s == pytest.approx(3 + 10 / 0.8)


def test_the_calibration_takes_the_frame_to_the_road() -> None:
    checked = site()
    matrix = checked.road_from_picture()

    for point in checked.calibration:
        assert plane.apply(matrix, point.picture) == pytest.approx(point.road, abs=0.02)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"crossing": BOW_TIE}, "crosses itself"),
        ({"crossing": [[0.2, 0.2], [0.6, float("nan")], [0.6, 0.2]]}, "finite number|must be a number|less than"),
        ({"crossing": [[0.2, 0.2], [0.4, 0.2], [0.6, 0.2]]}, "crosses itself|encloses nothing"),
        ({"crossing": [[0.2, 0.2], [1.4, 0.2], [0.6, 0.6]]}, "less than or equal to 1"),
        ({"walking_speed_m_s": 1.0}, "protected zone"),
        ({"walking_speed_m_s": 0.5}, "greater than or equal to 0.7"),
        ({"longest_lit_s": 12.0}, "exceed the hold time"),
        ({"green_extension_s": 7}, "no green to extend"),
        ({"signalised": True, "green_extension_s": 3, "signals": []}, "5 to 10 seconds"),
        ({"signalised": True}, "region of a signal head"),
        ({"approaches": [SITE["approaches"][0]] * 2}, "one name"),
        ({"calibration": [SITE["calibration"][0]] * 4}, "same|line"),
        ({"calibration": SITE["calibration"][:3]}, "at least 4"),
        ({"unit": "../etc"}, "pattern"),
        ({"name_ko": ""}, "at least 1"),
        ({"colour": "red"}, "not permitted"),
    ],
)
def test_a_bad_site_file_is_refused_with_its_reason(changes, why) -> None:
    with pytest.raises(ValidationError, match=why):
        site(**changes)


def test_calibration_points_that_contradict_each_other_are_refused() -> None:
    extra = {"picture": SITE["calibration"][0]["picture"], "road": [9.0, 9.0]}

    with pytest.raises(ValidationError, match="contradict"):
        site(calibration=[*SITE["calibration"], extra])
