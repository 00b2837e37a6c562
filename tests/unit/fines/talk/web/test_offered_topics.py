import pytest

from city.fines.talk.bootstrap import load_ranker
from city.fines.talk.phrases.names import TOPIC_NAMES
from city.fines.talk.understanding import Guess, Intent, understand
from city.fines.talk.web.offered_topics import knows_its_topics
from city.kernel.text import carrier_safe

OFFERED = [
    pytest.param(intent, name, id=f"{intent.value} {language.value}")
    for intent, names in TOPIC_NAMES.items()
    for language, name in names.items()
]


def unsure(text: str) -> Guess:
    return Guess((), abstains=True)


@pytest.mark.parametrize(("intent", "name"), OFFERED)
def test_whoever_sends_the_name_of_a_topic_asks_for_it(intent: Intent, name: str) -> None:
    rank = knows_its_topics(unsure)

    for text in (name, name.upper(), carrier_safe(name), f"{name}.", f" {name} "):
        assert understand(text, rank).intent is intent


@pytest.mark.parametrize(("intent", "name"), OFFERED)
def test_also_beside_a_plate(intent: Intent, name: str) -> None:
    rank = knows_its_topics(load_ranker())

    said = understand(f"{name} 12가3456", rank)

    assert said.intent is intent
    assert [plate.text for plate in said.plates] == ["12가3456"]


def test_whatever_else_is_said_is_the_models_to_read() -> None:
    asked: list[str] = []

    def rank(text: str) -> Guess:
        asked.append(text)
        return Guess((Intent.TOWING,), abstains=False)

    assert knows_its_topics(rank)("납부 방법이 궁금해요").ranked == (Intent.TOWING,)
    assert asked == ["납부 방법이 궁금해요"]
