"""Whatever is said, in whatever order: no reason is lost, nothing else becomes an opinion, and no stranger learns a thing.

Every answer in these dialogues is checked besides: no link, what a Korean carrier can send, and to nobody but the owner a
name, a place or a telephone (`generated_town`).
"""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.integration.fines.talk.generated_dialogues import (
    REASONS,
    Generated,
    Said,
    When,
    Who,
    dialogues,
)
from tests.integration.fines.talk.generated_town import NUMBER_OF_NOBODY, PLATE_OF_NOBODY, Town
from tests.integration.fines_in_moto import FinesInMoto

# One town for all examples of a test: each has citizens of its own.
ONE_TOWN = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
_TICKET = re.compile(r"(?<![\d-])\d{4}-\d{4}(?![\d-])")


@pytest.fixture
def town(fines: FinesInMoto) -> Town:
    return Town(fines, fines.clock.now())


def _in_a_row(*reasons: str) -> Generated:
    """An owner who names the car and then tells one thing after another, while the desk asks whether to file it."""
    told = tuple(Said(words, is_reason=True) for words in reasons)
    return Generated(Who.OWNER, When.EARLY, (Said("", names_car=True), *told))


@settings(max_examples=examples(75), suppress_health_check=ONE_TOWN)
@given(dialogue=dialogues(reasons_at_least=1))
# What is told after a first reason holds words of a later, a yes or a no, and answers nothing.
@example(dialogue=_in_a_row(REASONS[0], "장애가 있는 아버지를 내려 드리려고 잠깐 멈춘 것입니다"))
@example(dialogue=_in_a_row(REASONS[0], "내일이 수술이라 급하게 입원하러 가던 길이었습니다"))
@example(dialogue=_in_a_row(REASONS[0], "네 그날 아이가 다쳐서 응급실에 갔습니다"))
@example(dialogue=_in_a_row(REASONS[0], "아니요 저는 그 길에 간 적이 없습니다"))
def test_a_reason_ends_as_an_opinion_or_before_a_person_unless_the_citizen_takes_it_back(
    town: Town, dialogue: Generated
) -> None:
    citizen = town.begin(dialogue.when)

    told = citizen.play(dialogue)
    citizen.forget()

    on_file, on_tickets = citizen.opinions(), citizen.on_tickets(dialogue.who)
    for at, text in enumerate(dialogue.texts):
        taken_back = any(later.refuses for later in dialogue.texts[at + 1 :])
        kept = any(text.words in words for words in (*on_file, *on_tickets))
        assert kept or taken_back or not text.is_reason, (text.words, on_file, on_tickets, told)
    _nothing_but_reasons(dialogue, on_file)


@settings(max_examples=examples(50), suppress_health_check=ONE_TOWN)
@given(dialogue=dialogues(reasons_at_least=0))
def test_questions_courtesies_and_a_yes_to_nothing_are_no_opinion(town: Town, dialogue: Generated) -> None:
    citizen = town.begin(dialogue.when)

    citizen.play(dialogue)
    citizen.forget()

    assert citizen.opinions() == []


@settings(max_examples=examples(25), suppress_health_check=ONE_TOWN)
@given(dialogue=dialogues(reasons_at_least=1, by=(Who.STRANGER,)), named=st.sampled_from(("plate", "number")))
def test_a_stranger_reads_the_same_bytes_of_a_car_of_somebody_and_of_nobody(
    town: Town, dialogue: Generated, named: str
) -> None:
    """With a plate alone, or with the notice number alone: neither shows that a notice is theirs."""
    citizen = town.begin(dialogue.when)
    somebody, nobody = (citizen.plate, PLATE_OF_NOBODY) if named == "plate" else (citizen.number, NUMBER_OF_NOBODY)

    of_somebody = [citizen.say(Who.STRANGER, _about(somebody, text), line=2) for text in dialogue.texts]
    of_nobody = [citizen.say(Who.STRANGER, _about(nobody, text), line=3) for text in dialogue.texts]

    assert [_TICKET.sub("ticket", reply) for reply in of_somebody] == [
        _TICKET.sub("ticket", reply) for reply in of_nobody
    ]


def _about(car: str, text: Said) -> str:
    return f"{car} {text.words}".strip() if text.names_car else text.words


def _nothing_but_reasons(dialogue: Generated, on_file: list[str]) -> None:
    """Each line of an opinion on file is a reason that was told, whatever was asked, agreed to or thanked for around it."""
    reasons = [text.words for text in dialogue.texts if text.is_reason]
    for words in on_file:
        for line in words.split("\n"):
            assert any(reason in line for reason in reasons), (line, on_file)
