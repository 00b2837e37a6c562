"""The sentences of all subjects under their names."""

from city.fines.talk.phrases import advice, asking, cases, handing_over, money, opinions
from city.fines.talk.phrases.languages import Phrases

PHRASES: Phrases = {
    **asking.PHRASES,
    **handing_over.PHRASES,
    **cases.PHRASES,
    **advice.PHRASES,
    **opinions.PHRASES,
    **money.PHRASES,
}
