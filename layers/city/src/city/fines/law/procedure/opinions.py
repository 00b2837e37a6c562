"""Opinions against a fine: when one may be given, and what a decision must say. Pure.

Procedure: 질서위반행위규제법 (QVA) §16, 시행령 §3. The grounds are in `grounds`, how people tell of them in
`circumstances`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from city.fines.law.errors import AcceptanceNeedsDocument, AcceptanceNeedsGround, OpinionTooLate, RejectionNeedsReason
from city.fines.law.lifecycle import Move, State, after
from city.fines.law.procedure.circumstances import guess_ground
from city.fines.law.procedure.grounds import GROUND_TERMS, Ground, GroundTerms
from city.kernel.clock import seoul_date

__all__ = [
    "GROUND_TERMS",
    "Channel",
    "Ground",
    "GroundTerms",
    "Opinion",
    "OpinionDecision",
    "check_decision",
    "check_opinion",
    "guess_ground",
]


class Channel(StrEnum):
    """How an opinion came. What is said by word of mouth is written down (QVA 시행령 §3③)."""

    TEXT = "text"
    WEB = "web"
    POST = "post"
    FAX = "fax"
    VISIT = "visit"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the party said: word for word, with the aware time at which it came."""

    text: str
    given_at: datetime
    channel: Channel
    ground: Ground | None = None


def check_opinion(state: State, opinion_until: date, given_at: datetime) -> None:
    """Raises OpinionTooLate once the last day in Seoul is over (QVA §16②), and whatever `after` raises.

    `opinion_until`: the last day of the opinion period, a working day (`Notice.opinion_ends_on`).
    OpinionAfterReducedPayment comes first: who has paid the reduced amount hears why, not that it is late.
    """
    after(state, Move.GIVE_OPINION)
    if seoul_date(given_at) > opinion_until:
        raise OpinionTooLate


@dataclass(frozen=True, slots=True)
class OpinionDecision:
    """What the office decided on an opinion (QVA §16③), and on what."""

    accepted: bool
    ground: Ground | None = None
    documents_seen: tuple[str, ...] = ()
    reason: str = ""


def check_decision(decision: OpinionDecision) -> OpinionDecision:
    """Returns a decision that says what it rests on.

    Raises AcceptanceNeedsGround, AcceptanceNeedsDocument; RejectionNeedsReason, because the imposition that follows
    is in writing (QVA §17).
    """
    if not decision.accepted:
        if not decision.reason.strip():
            raise RejectionNeedsReason
        return decision
    if decision.ground is None:
        raise AcceptanceNeedsGround
    if not any(document.strip() for document in decision.documents_seen):
        raise AcceptanceNeedsDocument
    return decision
