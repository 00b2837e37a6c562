"""Whether a text objects, or tells what happened: the rules, and a linear model for what no rule names.

`models/intent/train_telling.py` writes the weights. What a rule says is about something else stays that.
"""

from city.fines.law.procedure import objections
from city.fines.talk.reading.letter_model import model_of

TELLS = "yes"
# Of the model's score, where no rule speaks and where one finds an account. Words that are kept for nothing do less harm
# than words lost. Chosen where each of six authors was read by a model that had not seen them.
_TOLD_ABOVE, _NOT_TOLD_BELOW = -0.2, -0.8


def tells_what_happened(text: str) -> bool:
    """Whether the text has words of objection, or an account of circumstances (질서위반행위규제법 §16②)."""
    score = model_of("telling").scores(text)[TELLS]
    if objections.tells_what_happened(text):
        return score > _NOT_TOLD_BELOW
    return not objections.speaks_of_something_else(text) and score > _TOLD_ABOVE
