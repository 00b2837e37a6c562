"""Sending dead letters back by two people: one proposes how many and why, another decides. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from city.office.approvals import DualControl, Proposal, ProposalState
from city.watch.redrive.errors import DecidedBefore, RedriveProposedBefore, RedriveUnknown, SameWhoProposed

_CONTROL = DualControl(
    unknown=RedriveUnknown,
    proposed_before=RedriveProposedBefore,
    same_who_proposed=SameWhoProposed,
    decided_before=DecidedBefore,
    anybody_repeats=True,
)
# Longer than its function may run: whoever holds a move beyond it is dead, and another goes on.
HELD = timedelta(seconds=60)
ALL_ASKED, EMPTIED, STOPPED = "all_asked", "emptied", "stopped"


@dataclass(frozen=True, slots=True)
class DeadLetterQueue:
    """A queue that others give up into. `sources`: their addresses by their ARNs."""

    name: str
    url: str
    sources: dict[str, str]
    waiting: int
    in_work: int

    @property
    def sends_back_to(self) -> tuple[str, ...]:
        return tuple(sorted(arn.rpartition(":")[2] for arn in self.sources))

    def source_of(self, arn: str | None) -> str | None:
        """Where a letter goes back to: to the queue it names, or to the only one there is. Rules and topics name none."""
        if arn in self.sources:
            return self.sources[arn]
        return next(iter(self.sources.values())) if len(self.sources) == 1 else None


@dataclass(frozen=True, slots=True)
class Redrive:
    """A proposal, and how far it is carried out. `held_until`: somebody moves letters at least until then."""

    proposal: Proposal
    most: int
    moved: int = 0
    held_until: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None

    @property
    def state(self) -> str:
        if self.proposal.state is ProposalState.APPROVED:
            return "moving" if self.ended_at is None else "moved"
        return self.proposal.state.value

    @property
    def is_open(self) -> bool:
        return self.state in ("proposed", "moving")

    @property
    def left(self) -> int:
        return self.most - self.moved

    def is_free(self, at: datetime) -> bool:
        """Whether what was approved is to be carried out, and nobody is at it."""
        return self.state == "moving" and (self.held_until is None or self.held_until < at)

    def held(self, at: datetime) -> "Redrive":
        return replace(self, held_until=at + HELD)

    def ended(self, moved: int, outcome: str, at: datetime) -> "Redrive":
        return replace(self, moved=moved, outcome=outcome, ended_at=at)


def propose(known: Redrive | None, new: Redrive) -> Redrive:
    """What is proposed now; the one that stands, proposed again in the same words. Raises RedriveProposedBefore."""
    if known is None:
        return new
    if known.state == "moved":
        return replace(new, proposal=replace(new.proposal, turn=known.proposal.turn + 1))
    standing = _CONTROL.propose(known.proposal, new.proposal)
    return known if standing is known.proposal else replace(new, proposal=standing)


def decide(known: Redrive | None, approves: bool, by: str, reason: str, at: datetime) -> Redrive:
    """What another decided; an approval is held at once by whoever gave it. Decided alike before, it is `known` itself.

    Raises RedriveUnknown, SameWhoProposed, DecidedBefore.
    """
    if known is None:
        raise RedriveUnknown
    decided = _CONTROL.decide(known.proposal, approves, by, reason, at)
    if decided is known.proposal:
        return known
    new = replace(known, proposal=decided)
    return new.held(at) if approves else new
