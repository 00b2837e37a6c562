"""The dividend's pages: they have a word for everything they may show, and offer what the contracts take."""

import re
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from city.contracts.dividend.fields import Purpose
from city.contracts.dividend.files import ReceiptReportV1
from city.contracts.dividend.leaks import LeakCase
from city.contracts.dividend.market import RegisterBuyer
from city.contracts.dividend.staff.payout import ProposeRuling
from city.contracts.dividend.staff.rounds import OpenRound
from city.dividend.anonymise.policy import Policy
from city.dividend.books.ledger import Account, EntryKind
from city.dividend.desk.ending import KEPT, DestructionPlace, obstacles
from city.dividend.market.model import MOST_DOWNLOADS, OrderState
from city.dividend.payout.model import BatchState, LineState
from city.dividend.payout.reconciling import PayoutDifferenceKind
from city.dividend.rounds.model import PANEL_TIME, PANEL_VOICES, RoundState, UnclaimedGoesTo, Weights
from infra.pages.rules import WEB

SOURCE = Path(__file__).resolve().parents[3] / "layers/city/src/city/dividend"


def read_scripts(*patterns: str) -> str:
    """The modules of a page."""
    files = [file for pattern in patterns for file in sorted((WEB / "dividend").glob(pattern))]
    return "\n".join(file.read_text("utf-8") for file in files)


DESK, MARKET, STATEMENT = (
    read_scripts(*patterns) for patterns in (("desk.js", "desk/*.js"), ("market.js", "market/*.js"), ("statement*.js",))
)


def words_of(page: str, table: str) -> set[str]:
    """The keys of one of a page's tables of words."""
    (body,) = re.findall(rf"const {table} = \{{(.*?)\n?\}};", page, re.DOTALL)
    return {quoted or plain for quoted, plain in re.findall(r"(?:\"([^\"]+)\"|\b(\w+)): (?=[\[\"])", body)}


@pytest.mark.parametrize(
    ("page", "table", "words"),
    [
        (DESK, "STATES", RoundState),
        (DESK, "BATCHES", BatchState),
        (DESK, "LINES", LineState),
        (DESK, "ACCOUNTS", Account),
        (DESK, "ENTRIES", EntryKind),
        (DESK, "DIFFERENCES", PayoutDifferenceKind),
        (DESK, "ORDERS", OrderState),
        (DESK, "WEIGHTS", Weights),
        (STATEMENT, "WEIGHTS", Weights),
        (STATEMENT, "STATES", LineState),
        (MARKET, "ORDERS", OrderState),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else value if len(str(value)) < 20 else "",
)
def test_a_page_has_a_word_for_everything_it_may_show(page: str, table: str, words: type[StrEnum]) -> None:
    assert words_of(page, table) == {word.value for word in words}


def test_pages_name_the_purposes_and_kinds_of_the_contract() -> None:
    assert words_of(STATEMENT, "PURPOSES") == set(get_args(Purpose))
    kinds = set(get_args(RegisterBuyer.model_fields["kind"].annotation))
    assert words_of(MARKET, "KINDS") == kinds
    assert words_of(DESK, "UNCLAIMED") == {word.value for word in UnclaimedGoesTo}
    assert words_of(DESK, "PLACES") == {place.value for place in DestructionPlace}
    assert words_of(DESK, "KEPT") == set(KEPT)
    reasons = set(obstacles(RoundState.OPEN, False, 1, dict.fromkeys(Account, 1)))
    assert words_of(DESK, "OBSTACLES") == {reason for reason in reasons if not reason.startswith("money_in_")}
    assert {reason.removeprefix("money_in_") for reason in reasons} & set(Account) <= words_of(DESK, "ACCOUNTS")
    assert words_of(DESK, "FINDINGS") == set(get_args(ProposeRuling.model_fields["finding"].annotation))
    assert words_of(DESK, "CASES") == set(get_args(LeakCase.model_fields["state"].annotation))
    outcomes = set(get_args(ReceiptReportV1.model_fields["outcome"].annotation))
    assert words_of(DESK, "OUTCOMES") == outcomes


def test_the_desk_says_in_words_why_a_file_or_a_cell_was_refused() -> None:
    receive = (SOURCE / "rounds/receive.py").read_text("utf-8")
    service = "".join(
        (SOURCE / f"rounds/service/{name}.py").read_text("utf-8") for name in ("operator_rows", "receive_file")
    )

    cells = set(re.findall(r"(?:ValueError\(|_CellWrong\(column, |Fault\(number, \"-\", )\"(\w+)\"\)", receive))
    files = set(re.findall(r"FileInvalid\(f?\"(\w+)", receive + service)) | {"round_unknown", "round_invalid"}

    assert words_of(DESK, "FAULTS") == cells
    assert words_of(DESK, "REFUSED") == files


def test_the_desk_names_every_step_that_may_stop() -> None:
    machines = "".join(
        (WEB.parent / "infra/dividend" / name).read_text("utf-8") for name in ("round.asl.json", "payout.asl.json")
    )

    assert words_of(DESK, "STOPPED_AT") >= set(re.findall(r"\"step\": \"(.+?)\"", machines))


def test_the_desk_counts_the_panel_as_the_rules_do() -> None:
    assert f"VOICES_NEEDED = {PANEL_VOICES}, PANEL_DAYS = {PANEL_TIME.days}," in DESK
    assert f"MOST_DOWNLOADS = {MOST_DOWNLOADS};" in MARKET


def test_the_form_of_a_round_asks_for_what_the_contract_takes_and_its_policy_can_be_read() -> None:
    form = read_scripts("desk/opening.js")
    (preset,) = re.findall(r"const PRESET = (\{.*?\n\});", form, re.DOTALL)

    asked = set(re.findall(r"<city-field name=\"(\w+)\"|whole\(\"(\w+)\"", form))

    assert {first or second for first, second in asked} - {"k", "l", "left"} == OpenRound.model_fields.keys()
    # As JSON: names in quotes, no comma before a bracket.
    json = re.sub(r",(\s*[}\]])", r"\1", re.sub(r"([{,]\s*)(\w+):", r'\1"\2":', preset))
    assert Policy.model_validate_json(json).person == "이용자"


def test_neither_a_card_nor_a_code_nor_a_key_is_kept_or_put_into_an_address() -> None:
    kept = re.findall(r"localStorage|sessionStorage|document\.cookie|indexedDB|caches\b", STATEMENT + MARKET)

    assert kept == []
    # A draft would keep what is typed; a password field is never part of one (web/components/form.js).
    assert "draft=" not in STATEMENT
    assert re.findall(r"name=\"key\" kind=\"(\w+)\"", MARKET) == ["password"]
    assert (
        re.findall(r"path`[^`]*(?:card|code|key)|(?:go|replace|at)\([^)]*(?:card|code|key)", STATEMENT + MARKET) == []
    )
    assert "draft=" not in read_scripts("desk/counter.js")
