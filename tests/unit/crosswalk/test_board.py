"""The board: it has a word for whatever it may show, orders units as the city does, and keeps nobody's token or picture."""

import json
import re
import subprocess
from functools import cache
from typing import Any, get_args

import pytest

from city.contracts.crosswalk import devices as units
from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.contracts.crosswalk.staff import fields, pictures, sites, updates
from city.contracts.crosswalk.staff import units as staff
from city.crosswalk.concerns import ALARMING, ORDER, rank
from infra.templates import ROOT
from tests.unit.web.node import NODE

BOARD = ROOT / "web/crosswalk"


@cache
def exported(module: str) -> dict[str, Any]:
    """What a module of the board exports that is data."""
    script = f"import * as found from '{(BOARD / module).as_uri()}'; console.log(JSON.stringify(found))"
    done = subprocess.run([NODE, "--input-type=module", "--eval", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("SEVERITIES", staff.Severity),
        ("CONCERNS", staff.Concern),
        ("ADVICE", staff.Concern),
        ("FAULTS", units.FaultName),
        ("LAMPS", units.LampName),
        ("LAMP_STATES", units.LampState),
        ("PHASES", units.SignalPhase),
        ("PICTURES", pictures.PictureState),
        ("WHATS", pictures.AskPicture.model_fields["what"].annotation),
        ("ANSWERS", sites.SiteFile.model_fields["answer"].annotation),
        ("RINGS", fields.Ring),
        ("OPERATIONS", updates.StartUpdate.model_fields["operation"].annotation),
        ("DETECTIONS", units.UnitTelemetryV1.model_fields["detection"].annotation),
        ("INCIDENTS", units.UnitIncidentV1.model_fields["kind"].annotation),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_board_has_a_word_in_both_languages_for_everything_it_may_show(table: str, values: Any) -> None:
    words = exported("words.js")[table]

    assert words.keys() == set(get_args(values))
    assert all(re.search("[가-힣]", korean) and re.search("[a-z]", english) for korean, english in words.values())


def test_the_board_has_a_word_for_every_part_of_a_site_file() -> None:
    parts = CrosswalkSiteV1.model_fields.keys() - {"version", "unit", "revision"}

    assert exported("words.js")["SITE_PARTS"].keys() == parts


def test_the_board_calls_the_same_alarming_in_the_same_order_as_the_city() -> None:
    words = exported("words.js")

    assert list(words["CONCERNS"]) == list(ORDER)
    assert set(words["ALARMING"]) == ALARMING
    assert list(words["SEVERITIES"]) == sorted(get_args(staff.Severity), key=lambda each: rank(each, ()))


def test_a_district_of_the_board_is_where_its_map_is() -> None:
    districts = exported("../components/maps/districts.js")["DISTRICTS"]

    assert districts.keys() == {file.stem for file in (ROOT / "web/map").glob("*.geojson")} - {"streets"}
    for name, (west, south, east, north) in districts.items():
        land = json.loads((ROOT / f"web/map/{name}.geojson").read_text())
        xs, ys = zip(*corners_of([each["geometry"]["coordinates"] for each in land["features"]]), strict=True)
        assert (west, south, east, north) == pytest.approx((min(xs), min(ys), max(xs), max(ys)), abs=0.002)


def corners_of(nested: Any) -> list[tuple[float, float]]:
    if isinstance(nested[0], int | float):
        return [(nested[0], nested[1])]
    return [corner for each in nested for corner in corners_of(each)]


def test_the_board_keeps_no_token_and_no_picture() -> None:
    """What it keeps in the browser is which alarms somebody has noted, and nothing else."""
    kept = {
        file.name: found
        for file in sorted(BOARD.glob("*.js"))
        if (found := re.findall(r"localStorage|sessionStorage|document\.cookie|indexedDB|caches\b", file.read_text()))
    }

    assert kept == {"board.js": ["localStorage"]}


def test_what_the_board_reckons_holds() -> None:
    """Its roll, its shapes and its sums: tests in JavaScript, under node's own runner."""
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", str(ROOT / "tests/unit/crosswalk/board.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
