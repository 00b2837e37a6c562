import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.procedure.objections import tells_what_happened

with Path(__file__).with_name("told.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t"))
TOLD = [row["text"] for row in ROWS if row["told"] == "yes"]
ASKED = [row["text"] for row in ROWS if row["told"] == "no"]
DATA = Path(__file__).parents[5] / "models/intent/data"
SETS = [DATA / "heldout.tsv", *sorted(DATA.glob("train*.tsv"))]


@pytest.mark.parametrize("text", TOLD)
def test_an_objection_or_an_account_is_recognised_in_every_register(text: str) -> None:
    assert tells_what_happened(text)


@pytest.mark.parametrize("text", TOLD[::4])
def test_it_is_recognised_beside_a_plate_and_without_spaces_in_korean(text: str) -> None:
    assert tells_what_happened(f"12가3456 {text}")
    if any("가" <= letter <= "힣" for letter in text):
        assert tells_what_happened(text.replace(" ", ""))


@pytest.mark.parametrize("text", ASKED)
def test_a_question_or_a_wish_for_something_else_is_no_account(text: str) -> None:
    assert not tells_what_happened(text)


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert tells_what_happened(text) in {True, False}


def enquiries() -> dict[str, list[str]]:
    """Labelled texts of citizens that are not said to tell anything, by their intent."""
    found: dict[str, list[str]] = {}
    for path in SETS:
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row.get("tells") != "yes":
                    found.setdefault(row["intent"], []).append(row["text"])
    return found


def test_plain_enquiries_are_hardly_ever_taken_for_accounts() -> None:
    speak_of_the_fine = {"appeal.info", "ownership.change", "complaint"}
    plain = {intent: texts for intent, texts in enquiries().items() if intent not in speak_of_the_fine}
    taken = {intent: sum(map(tells_what_happened, texts)) / len(texts) for intent, texts in plain.items()}

    assert taken["account.request"] < 0.01
    assert sum(taken.values()) / len(taken) < 0.01
    assert max(taken.values()) < 0.03
