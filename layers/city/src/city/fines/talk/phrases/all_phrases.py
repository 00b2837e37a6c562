"""The sentences of all subjects under their names."""

from city.fines.talk.phrases import (
    advice,
    asking,
    cases,
    conversation,
    corrections,
    details,
    details_of_owners,
    handing_over,
    money,
    opinions,
    other_offices,
    web,
)
from city.fines.talk.phrases.languages import Phrases

PHRASES: Phrases = {
    **asking.PHRASES,
    **handing_over.PHRASES,
    **cases.PHRASES,
    **advice.PHRASES,
    **details.PHRASES,
    **details_of_owners.PHRASES,
    **opinions.PHRASES,
    **conversation.PHRASES,
    **money.PHRASES,
    **other_offices.PHRASES,
    **web.PHRASES,
    **corrections.PHRASES,
}
