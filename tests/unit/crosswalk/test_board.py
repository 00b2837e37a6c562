"""The board: it has a word for whatever it may show, and keeps nobody's token or picture."""

import re
from typing import Any, get_args

import pytest

from city.contracts.crosswalk import devices as units
from city.contracts.crosswalk.staff import fields, pictures, sites, updates
from city.contracts.crosswalk.staff import units as staff
from city.crosswalk.concerns import ALARMING, ORDER
from tests.unit.web.whole_page import read_whole

BOARD = read_whole("crosswalk/board.html")


def words_of(table: str) -> dict[str, str]:
    """The entries of one of the page's tables of words."""
    (body,) = re.findall(rf"const {table} = \{{(.*?)\}};", BOARD, re.DOTALL)
    return dict(re.findall(r"(\w+): (\[.*?\]|\".*?\")", body))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("SEVERITIES", staff.Severity),
        ("CONCERNS", staff.Concern),
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
def test_the_board_has_a_word_for_everything_it_may_show(table: str, values: Any) -> None:
    assert words_of(table).keys() == set(get_args(values))
    assert all(re.search("[가-힣]|-", words) for words in words_of(table).values())


def test_the_board_says_what_to_do_about_each_concern() -> None:
    assert words_of("ADVICE").keys() == set(ORDER)
    (alarming,) = re.findall(r"const ALARMING = \[(.*?)\];", BOARD)
    assert set(re.findall(r'"(\w+)"', alarming)) == ALARMING


def test_the_board_keeps_its_token_in_memory() -> None:
    assert re.findall(r"localStorage|sessionStorage|document\.cookie|indexedDB", BOARD) == []
