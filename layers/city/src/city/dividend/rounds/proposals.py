"""Two people: one proposes what cannot be undone, another decides. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from city.dividend.errors import DecidedBefore, ProposalUnknown, ProposedBefore, SameWhoProposed


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`subject` names what it is about; `what` is JSON text, in the words of whoever carries it out.

    A subject that was declined may be proposed again: `turn` counts from 1, and every turn stays on file.
    """

    subject: str
    what: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: ProposalState = ProposalState.PROPOSED
    turn: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = None
    decided_because: str | None = None


def propose(known: Proposal | None, new: Proposal) -> Proposal:
    """The proposal that stands now; told again in the same words, it is the one that stood. Raises ProposedBefore."""
    if known is None:
        return new
    if known.state is ProposalState.DECLINED:
        return replace(new, turn=known.turn + 1)
    same = (known.what, known.reason, known.proposed_by) == (new.what, new.reason, new.proposed_by)
    if known.state is ProposalState.PROPOSED and same:
        return known
    raise ProposedBefore


def decide(known: Proposal | None, approves: bool, by: str, reason: str, at: datetime) -> Proposal:
    """What was proposed, decided by somebody else; the same decision told again changes nothing.

    Raises ProposalUnknown, SameWhoProposed, DecidedBefore.
    """
    if known is None:
        raise ProposalUnknown
    if known.proposed_by == by:
        raise SameWhoProposed
    if known.state is not ProposalState.PROPOSED:
        if known.decided_by == by and approves == (known.state is ProposalState.APPROVED):
            return known
        raise DecidedBefore
    state = ProposalState.APPROVED if approves else ProposalState.DECLINED
    return replace(known, state=state, decided_by=by, decided_at=at, decided_because=reason)
