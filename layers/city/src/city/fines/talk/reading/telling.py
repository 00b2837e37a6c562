"""Whether a text objects, or tells what happened: the rules, and a linear model for what no rule names.

`models/intent/train_telling.py` writes the weights. What a rule says is about something else stays that.
"""

from functools import cache
from pathlib import Path

from city.fines.law.procedure import objections
from city.fines.talk.reading.assent_model import AssentModel

WEIGHTS = Path(__file__).with_name("telling.bin")
TELLS = "yes"
_TOLD_ABOVE = -0.35  # of the model's score: words that are kept for nothing do less harm than words lost


def tells_what_happened(text: str) -> bool:
    """Whether the text has words of objection, or an account of circumstances (질서위반행위규제법 §16②)."""
    if objections.tells_what_happened(text):
        return True
    return not objections.speaks_of_something_else(text) and telling_model().scores(text)[TELLS] > _TOLD_ABOVE


@cache
def telling_model() -> AssentModel:
    return AssentModel(WEIGHTS.read_bytes())
