"""Reading back what was offered: whoever sends the name of a topic asks for that topic. Pure.

A menu entry and a button of the page send these words. A model may not know them; whoever wrote the menu does.
"""

import re
import unicodedata

from city.fines.talk.phrases.names import TOPIC_NAMES
from city.fines.talk.understanding import Guess, Intent, Ranker
from city.kernel.plate import without_plates
from city.kernel.text import carrier_safe


def knows_its_topics(rank: Ranker) -> Ranker:
    """`rank`, but for a text that is a topic's name and nothing else besides a plate."""

    def rank_all(text: str) -> Guess:
        named = _TOPIC_OF.get(_bare(without_plates(text)))
        return Guess((named,), abstains=False) if named is not None else rank(text)

    return rank_all


def _bare(text: str) -> str:
    """Letters and digits alone: in small ones, without marks, as carriers and hurried people write them."""
    plain = carrier_safe(unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[\W_]+", "", plain)


_TOPIC_OF: dict[str, Intent] = {_bare(name): intent for intent, names in TOPIC_NAMES.items() for name in names.values()}
