"""What the privacy page says of periods is what the city is deployed with."""

import re

import pytest

from city.crosswalk.service.pictures.stored_pictures import KEPT as PICTURES_KEPT
from city.crosswalk.tables.reports import INCIDENTS_KEPT, WINDOWS_KEPT
from city.dividend.desk.ending import BACKUPS, RECOVERY
from city.fines.law.tables.case_records import SENDER_KEPT
from city.fines.talk.tables.talks import KEPT
from infra.templates import ROOT, read_template

PAGE = (ROOT / "web/city/privacy/kept.js").read_text("utf-8")
DAYS = {
    name: int(days) for name, days in re.findall(r"(\w+): (\d+)", re.findall(r"DAYS = \{(.*?)\}", PAGE, re.DOTALL)[0])
}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [("case", "CaseKeptDays"), ("ticket", "TicketKeptDays"), ("view", "ViewKeptDays"), ("log", "LogRetentionDays")],
)
def test_a_period_on_the_page_is_the_default_of_its_parameter(name: str, parameter: str) -> None:
    parameters = read_template(ROOT / "template.yaml")["Parameters"]

    assert int(parameters[parameter]["Default"]) == DAYS[name]


def test_what_the_code_keeps_it_keeps_as_long_as_the_page_says() -> None:
    kept = {
        "talk": KEPT,
        "consent": SENDER_KEPT,
        "recovery": BACKUPS,
        "key": RECOVERY,
        "picture": PICTURES_KEPT,
        "window": WINDOWS_KEPT,
        "incident": INCIDENTS_KEPT,
    }

    assert {name: DAYS[name] for name in kept} == {name: time.days for name, time in kept.items()}


def test_no_period_of_the_page_is_beside_the_tested_ones() -> None:
    tested = {"case", "ticket", "view", "log", "talk", "consent", "recovery", "key", "picture", "window", "incident"}

    assert set(DAYS) == tested
