"""The particulars people ask about beside an amount, an account or an objection: holder, fee, genuineness. Pure.

Rules and a linear model read each text. What is missed is answered by the wish the text has anyway, what is read wrongly
is said to somebody who did not ask. A plain wish ("계좌 주세요 52가1234") and an account of what happened ask none.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from city.fines.talk.cues.details_foreign import CHINESE, LATIN
from city.fines.talk.cues.details_korean import KOREAN, NAMED
from city.fines.talk.cues.details_unless import UNLESS
from city.fines.talk.reading.letter_model import model_of
from city.kernel.plate import without_plates
from city.kernel.text import unaccented


class Detail(StrEnum):
    """One question of fact; its answer is the phrase `detail_<value>`."""

    HOLDER = "holder"  # whose name the account bears
    RELEASE_FEE = "release_fee"
    FEE = "fee"
    WEEKEND = "weekend"  # does a transfer count at night, on a Sunday
    TERM_ON_HOLIDAY = "term_on_holiday"  # the last day is a Sunday
    DEPOSITOR = "depositor"  # must the depositor be the owner
    LINK_RECEIVED = "link_received"
    GENUINE = "genuine"  # is it really the office
    WHERE_TO_VERIFY = "where_to_verify"
    WHERE_TO_SEND = "where_to_send"  # documents: address, fax, visit
    DOCUMENTS_FOR_REDUCTION = "documents_for_reduction"
    DOCUMENTS = "documents"  # what proves it
    REDUCED_AMOUNT = "reduced_amount"  # what it comes to if the 50 % is granted
    RESULT_WHEN = "result_when"
    RESULT_HOW = "result_how"
    OPINION_STATUS = "opinion_status"
    OPINION_UNTIL = "opinion_until"
    PAY_MEANWHILE = "pay_meanwhile"  # is it right to wait and not to pay
    RETURN_CALL_WHEN = "return_call_when"  # when does the person answer
    HEIR_RENOUNCES = "heir_renounces"
    HEIR = "heir"
    RENTER = "renter"
    THEFT = "theft"
    SOLD = "sold"
    OTHER_DRIVER = "other_driver"
    POST_AGAIN = "post_again"
    OTHER_OFFICES_SEIZURE = "other_offices_seizure"
    RELEASE_WHEN = "release_when"
    SURCHARGE_MEANWHILE = "surcharge_meanwhile"
    NEXT_INSTALMENT = "next_instalment"
    TOTAL = "total"
    WHO_MAY_OBJECT = "who_may_object"
    PHOTO_WHERE = "photo_where"
    AMOUNT_AFTER = "amount_after"  # what it comes to once the day has passed
    PARTIAL = "partial"  # "1원만 더 보내면 되나요"
    OBJECTION_AFTER = "objection_after"  # after the imposition: 60 days, in writing
    REFUND_WHERE = "refund_where"
    TELEPHONE = "telephone"  # under which number somebody answers


# What a question is about already says the other: a link received is answered with what shows a text genuine.
_INSTEAD_OF: dict[Detail, tuple[Detail, ...]] = {
    Detail.HOLDER: (Detail.GENUINE,),
    Detail.RELEASE_FEE: (Detail.FEE,),
    Detail.TERM_ON_HOLIDAY: (Detail.WEEKEND,),
    Detail.LINK_RECEIVED: (Detail.GENUINE, Detail.WHERE_TO_SEND),
    Detail.DOCUMENTS_FOR_REDUCTION: (Detail.DOCUMENTS,),
    Detail.HEIR_RENOUNCES: (Detail.HEIR, Detail.SOLD),
    Detail.HEIR: (Detail.SOLD, Detail.POST_AGAIN, Detail.OTHER_DRIVER),
    Detail.THEFT: (Detail.SOLD,),
    Detail.OTHER_OFFICES_SEIZURE: (Detail.RELEASE_WHEN,),
    Detail.WHO_MAY_OBJECT: (Detail.DEPOSITOR, Detail.OBJECTION_AFTER),
    Detail.REFUND_WHERE: (Detail.WHERE_TO_SEND, Detail.HOLDER),
    Detail.RESULT_WHEN: (Detail.OPINION_STATUS, Detail.RESULT_HOW, Detail.OBJECTION_AFTER),
    Detail.RESULT_HOW: (Detail.OPINION_STATUS,),
    Detail.PAY_MEANWHILE: (Detail.OPINION_STATUS,),
    Detail.PHOTO_WHERE: (Detail.WHERE_TO_SEND, Detail.WHERE_TO_VERIFY),
    Detail.OBJECTION_AFTER: (Detail.OPINION_UNTIL,),
}

_Cues = Mapping[str, Sequence[str]]


def _compiled(detail: Detail, *tables: _Cues) -> re.Pattern[str] | None:
    cues = "|".join(cue for table in tables for cue in table.get(detail.value, ()))
    for name, words in NAMED.items():
        cues = cues.replace(f"<{name}>", words)
    return re.compile(cues) if cues else None


_ASKED = {
    detail: (_compiled(detail, KOREAN, CHINESE), _compiled(detail, LATIN), _compiled(detail, UNLESS))
    for detail in Detail
}


# The model alone is followed above the first score; what a rule found is dropped below the second, of the model's.
# Chosen where each author was read by a model that had not seen them.
_ASKED_ABOVE, _NOT_ASKED_BELOW = -0.05, -0.6
_SENTENCES_READ = 4  # the last ones: a question stands at the end more often
_SENTENCE = re.compile(r"[^.!?~…。！？\n;]{3,}")


def details_of(text: str) -> tuple[Detail, ...]:
    """The particulars a text asks about, in the order of `Detail`; none for a plain wish."""
    ruled, learned = by_rules(text), _by_model(text)
    found = [detail for detail in Detail if learned[detail] > (_NOT_ASKED_BELOW if detail in ruled else _ASKED_ABOVE)]
    said = {other for detail in found for other in _INSTEAD_OF.get(detail, ())}
    return tuple(detail for detail in found if detail not in said)


def _by_model(text: str) -> Mapping[str, float]:
    """The best score of each particular, over the whole text and each of its sentences."""
    model, plain = model_of("details"), without_plates(text)
    sentences = _SENTENCE.findall(plain)[-_SENTENCES_READ:]
    scores = [model.scores(part) for part in ([plain, *sentences] if len(sentences) > 1 else [plain])]
    return {detail: max(each[detail] for each in scores) for detail in model.answers}


def by_rules(text: str) -> list[Detail]:
    """What the rules alone find."""
    folded = unicodedata.normalize("NFKC", without_plates(text)).lower()
    ended = re.sub(r"[.!?~…。\n;]+", ".", folded)
    solid = re.sub(r"[^\w.%]+", "", ended)
    words = re.sub(r"[^a-z0-9.]+", " ", unaccented(ended))
    return [
        detail
        for detail, (in_solid, in_words, unless) in _ASKED.items()
        if _found(in_solid, solid) or _found(in_words, words)
        if not (_found(unless, solid) or _found(unless, words))
    ]


def _found(cues: re.Pattern[str] | None, text: str) -> bool:
    return cues is not None and cues.search(text) is not None
