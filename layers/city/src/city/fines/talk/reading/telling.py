"""Whether a text objects, or tells what happened: the rules, and a linear model for what no rule names.

`models/intent/train_telling.py` writes the weights.
"""

from city.fines.law.procedure import objections
from city.fines.talk.reading.letter_model import model_of

TELLS = "yes"
# Of the model's score, where a rule finds an account, where none speaks, and where one names something else. Words that
# are kept for nothing do less harm than words lost. Chosen where each of six authors was read by a model that had not
# seen them.
_RULED, _NOT_RULED, _OF_SOMETHING_ELSE = -0.8, -0.15, 0.4


def may_tell(text: str) -> bool:
    """Whether the model does not clearly take the text for something else."""
    return model_of("telling").scores(text)[TELLS] > _RULED


def tells_what_happened(text: str) -> bool:
    """Whether the text has words of objection, or an account of circumstances (질서위반행위규제법 §16②)."""
    score = model_of("telling").scores(text)[TELLS]
    if objections.tells_what_happened(text):
        return score > _RULED
    return score > (_OF_SOMETHING_ELSE if objections.speaks_of_something_else(text) else _NOT_RULED)
