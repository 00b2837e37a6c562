"""Each cue has sentences of its own: some that it hears, and some beside it that it must not."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.cues.cue import Cue, Shapes

CUES = {
    name: each
    for module in (questions, stories, wishes)
    for name, each in vars(module).items()
    if isinstance(each, Cue)
}
CUES.update({topic.name: each for topic, each in wishes.TOPICS})
with Path(__file__).with_name("cues.tsv").open(encoding="utf-8") as file:
    ROWS = [(row["cue"], row["said"], row["text"]) for row in csv.DictReader(file, delimiter="\t")]
SAID = [(name, text) for name, said, text in ROWS if said == "yes"]
NOT_SAID = [(name, text) for name, said, text in ROWS if said == "no"]


@pytest.mark.parametrize(("name", "text"), SAID)
def test_a_cue_is_heard_in_what_people_write(name: str, text: str) -> None:
    assert CUES[name].stands_in(Shapes.of(text))


@pytest.mark.parametrize(("name", "text"), NOT_SAID)
def test_a_cue_is_not_heard_in_what_only_looks_like_it(name: str, text: str) -> None:
    assert not CUES[name].stands_in(Shapes.of(text))


def test_every_cue_has_a_sentence_in_which_it_stands_and_one_in_which_it_does_not() -> None:
    assert {name for name, _ in SAID} == {name for name, _ in NOT_SAID} == set(CUES)


@pytest.mark.parametrize(("name", "text"), [row for row in SAID if any("가" <= letter <= "힣" for letter in row[1])])
def test_a_korean_cue_does_not_mind_spaces(name: str, text: str) -> None:
    assert CUES[name].stands_in(Shapes.of(text.replace(" ", "")))


def test_plates_are_no_words_of_a_cue() -> None:
    assert Shapes.of("12가3456 계좌") == Shapes.of("계좌")


@given(st.text())
def test_any_text_has_shapes(text: str) -> None:
    shapes = Shapes.of(text)
    assert not any(each.isspace() for each in shapes.solid)
    assert shapes.words == shapes.words.lower()
