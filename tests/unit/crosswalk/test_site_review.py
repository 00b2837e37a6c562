"""Site files before anybody activates them: every problem named, in two languages."""

import ast
import copy
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.crosswalk import plane
from city.contracts.crosswalk import site as crosswalk_site
from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.crosswalk.errors import SiteInvalid
from city.crosswalk.site_review import COHERENCE, changes, drawn_zones, needs_another_person, review, warn

SAMPLE = json.loads((Path(__file__).parents[1] / "contracts/samples/crosswalk-site.v1.json").read_text())
UNIT, REVISION = SAMPLE["unit"], SAMPLE["revision"]
HERE = (SAMPLE["latitude"], SAMPLE["longitude"])


def site(**changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SAMPLE), **changed}


def problems(document: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(SiteInvalid) as refused:
        review(document, UNIT, REVISION)
    for problem in refused.value.problems:
        assert re.search("[가-힣]", problem.ko)
        assert problem.en
    return {problem.field: problem.reason for problem in refused.value.problems}


def test_a_good_file_is_signed_as_it_is_read() -> None:
    reviewed = review(site(), UNIT, REVISION)

    assert CrosswalkSiteV1.model_validate_json(reviewed.document) == reviewed.site
    assert len(reviewed.digest) == 64


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit": "another-unit"}, "unit"),
        ({"revision": 99}, "revision"),
        ({"waiting_left": [[0.1, 0.1], [0.4, 0.4], [0.4, 0.1], [0.1, 0.4]]}, "waiting_left"),
        ({"crossing": [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]]}, "crossing"),
        ({"crossing": [[0.1, float("nan")], [0.2, 0.2], [0.3, 0.1]]}, "crossing.0.1"),
        ({"crossing": [[0.1, 1.5], [0.2, 0.2], [0.3, 0.1]]}, "crossing.0.1"),
        ({"crossing": [[0.1, 0.1]]}, "crossing"),
        ({"crossing": "all of it"}, "crossing"),
        ({"crossing": [[0.1, 0.1]] * 1000}, "crossing"),
        ({"width_m": float("inf")}, "width_m"),
        ({"width_m": "wide"}, "width_m"),
        ({"width_m": None}, "width_m"),
        ({"walking_speed_m_s": 2}, "walking_speed_m_s"),
        ({"protected_zone": True, "walking_speed_m_s": 1.0}, "walking_speed_m_s"),
        ({"green_extension_s": 3, "signalised": True}, "green_extension_s"),
        ({"longest_lit_s": 10, "width_m": 20}, "longest_lit_s"),
        ({"on_fault": "party"}, "on_fault"),
        ({"sudo": True}, "sudo"),
        ({"name_ko": ""}, "name_ko"),
        ({"calibration": []}, "calibration"),
        ({"approaches": []}, "approaches"),
    ],
)
def test_a_problem_is_named_where_it_is(changed: dict[str, Any], field: str) -> None:
    assert field in problems(site(**changed))


def test_every_problem_is_named_at_once() -> None:
    found = problems(site(unit="another-unit", width_m=1, crossing=[[0.1, 0.1], [0.4, 0.4], [0.4, 0.1], [0.1, 0.4]]))

    assert found.keys() >= {"unit", "width_m", "crossing"}


def test_calibration_points_on_one_line_are_refused() -> None:
    line = [{"picture": [x / 10, x / 10], "road": [x, x]} for x in range(1, 6)]

    assert problems(site(calibration=line))["calibration"] == "incoherent"


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert problems(site(name_ko="가" * 30_000)) == {"-": "too_large"}


def test_everything_the_contract_may_say_has_korean_words() -> None:
    """What a site file may be refused for, as the sources of its contract spell it."""
    said = set()
    for source in (crosswalk_site, plane):
        for node in ast.walk(ast.parse(Path(source.__file__).read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                (words,) = node.exc.args
                said.add(
                    ast.unparse(words).strip("'\"")
                    if isinstance(words, ast.Constant)
                    else "the site file is larger than 6000 bytes"
                )

    assert said - COHERENCE.keys() == set()
    assert len(said) > 12


@given(
    st.dictionaries(
        st.sampled_from(sorted(SAMPLE)),
        st.one_of(st.none(), st.floats(), st.text(max_size=20), st.lists(st.floats(), max_size=3)),
        max_size=4,
    )
)
def test_no_file_whatever_does_anything_but_pass_or_be_refused(changed: dict[str, Any]) -> None:
    with suppress(SiteInvalid):
        reviewed = review(site(**changed), UNIT, REVISION)
        assert drawn_zones(reviewed.site).crossing


# --- what it would mean --------------------------------------------------------------------------


def test_the_sample_warns_of_nothing() -> None:
    reviewed = review(site(), UNIT, REVISION).site

    assert [w.code for w in warn(reviewed, None, HERE)] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"width_m": SAMPLE["width_m"] * 3, "longest_lit_s": 300}, "width_differs"),
        ({"protected_zone": False, "walking_speed_m_s": 1.0}, "fast_walkers"),
        ({"latitude": SAMPLE["latitude"] + 0.01}, "far_away"),
        ({"detection": "cloud"}, "cloud_detection"),
        ({"lamps": {"sign": False, "road_panels": False, "stop_line_bar": False}}, "no_lamps"),
        ({"waiting_left": SAMPLE["waiting_right"], "waiting_right": SAMPLE["waiting_left"]}, "sides_swapped"),
    ],
)
def test_what_is_probably_not_meant_is_warned_of(changed: dict[str, Any], code: str) -> None:
    reviewed = review(site(**changed), UNIT, REVISION).site

    assert code in [w.code for w in warn(reviewed, None, HERE)]


def test_a_shorter_hold_is_warned_of_and_changes_are_named() -> None:
    old = review(site(), UNIT, REVISION).site
    new = review(site(entry_allowance_s=1.0), UNIT, REVISION).site

    assert "shorter_hold" in [w.code for w in warn(new, old, HERE)]
    assert changes(new, old) == ("entry_allowance_s",)


@pytest.mark.parametrize(
    ("before", "after", "restored", "needed"),
    [(False, False, None, False), (True, False, None, True), (False, True, None, True), (True, True, 3, False)],
)
def test_a_protected_zone_needs_another_person_unless_the_file_was_in_force_before(
    before: bool, after: bool, restored: int | None, needed: bool
) -> None:
    slow = {"walking_speed_m_s": 0.8}
    old = review(site(protected_zone=before, **slow), UNIT, REVISION).site
    new = review(site(protected_zone=after, **slow), UNIT, REVISION).site

    assert needs_another_person(new, old, restored) is needed
