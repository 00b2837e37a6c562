import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.procedure import objections
from city.fines.talk.reading.letter_model import model_of
from city.fines.talk.reading.telling import TELLS, tells_what_happened

DATA = Path(__file__).parents[4] / "models/intent/data"


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


UNSEEN = list(rows(Path(__file__).with_name("told_unseen.tsv")))


def share(texts: list[str]) -> float:
    return sum(map(tells_what_happened, texts)) / len(texts)


def test_accounts_never_seen_before_are_recognised_as_no_rule_alone_could() -> None:
    told = [row["text"] for row in UNSEEN if row["tells"] == TELLS]

    assert share(told) >= 0.85
    assert sum(map(objections.tells_what_happened, told)) / len(told) < 0.5


def test_enquiries_never_seen_before_are_hardly_ever_taken_for_accounts() -> None:
    on_the_fine = {"appeal.info", "ownership.change", "complaint"}
    plain = [row["text"] for row in rows(DATA / "heldout.tsv") if row["intent"] not in on_the_fine]
    asked = [row["text"] for row in UNSEEN if row["tells"] != TELLS]
    accounts = [row["text"] for row in rows(DATA / "heldout.tsv") if row["intent"] == "account.request"]

    assert share([*plain, *asked]) <= 0.03
    assert share(accounts) == 0


@pytest.mark.parametrize("row", [row for row in rows(DATA / "telling.tsv") if row["tells"] == TELLS][::5])
def test_what_a_rule_finds_stays_found(row: dict[str, str]) -> None:
    assert tells_what_happened(row["text"]) or not objections.tells_what_happened(row["text"])


@pytest.mark.parametrize(
    "text",
    [
        "접수해 주세요",
        "네 그렇게 해 주세요",
        "계좌 주세요",
        "감사합니다",
        "52가1234",
        "예금주는 누구로 뜨나요",
        "yes please",
        "",
    ],
)
def test_an_answer_a_wish_or_a_plate_tells_nothing(text: str) -> None:
    assert not tells_what_happened(text)


def test_the_weights_are_those_of_the_examples() -> None:
    sources = [DATA / "telling.tsv", DATA / "assent.tsv", *sorted(DATA.glob("train*.tsv"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()

    assert model_of("telling").data_sha256 == digest


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert tells_what_happened(text) in {True, False}
