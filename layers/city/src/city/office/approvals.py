"""Dual control: what one person proposes, another approves or declines. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from city.kernel.errors import Rejected


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DualControl:
    """The rule that nobody decides alone, with a domain's own refusals.

    `anybody_repeats`: a decision may be sent again by anybody, and changes nothing; else only by whoever decided.
    """

    unknown: type[Rejected]
    proposed_before: type[Rejected]
    same_who_proposed: type[Rejected]
    decided_before: type[Rejected]
    anybody_repeats: bool = False

    def propose(self, known: Proposal | None, new: Proposal) -> Proposal:
        """The proposal that stands now; proposed again in the same words, it is the one that stood. Raises `proposed_before`."""
        if known is None:
            return new
        if known.state is ProposalState.DECLINED:
            return replace(new, turn=known.turn + 1)
        same = (known.what, known.reason, known.proposed_by) == (new.what, new.reason, new.proposed_by)
        if known.state is ProposalState.PROPOSED and same:
            return known
        raise self.proposed_before

    def decide(self, known: Proposal | None, approves: bool, by: str, reason: str, at: datetime) -> Proposal:
        """What was proposed, decided by somebody else; the same decision sent again changes nothing.

        Raises `unknown`, `same_who_proposed`, `decided_before`.
        """
        if known is None:
            raise self.unknown
        if known.proposed_by == by:
            raise self.same_who_proposed
        if known.state is not ProposalState.PROPOSED:
            may_repeat = self.anybody_repeats or known.decided_by == by
            if may_repeat and approves == (known.state is ProposalState.APPROVED):
                return known
            raise self.decided_before
        state = ProposalState.APPROVED if approves else ProposalState.DECLINED
        return replace(known, state=state, decided_by=by, decided_at=at, decided_because=reason)
