"""What two people decide: as it is kept, and as staff see it."""

import json
from typing import TypeVar

from pydantic import TypeAdapter

from city.contracts.dividend.rounds import Asked
from city.contracts.dividend.staff.proposals import ProposalLine
from city.dividend.rounds.steps import read_left
from city.office.approvals import Proposal

_ASKED: TypeAdapter[Asked] = TypeAdapter(Asked)
_One = TypeVar("_One", bound=Asked)


def text_of_asked(asked: Asked) -> str:
    """As a proposal keeps it. The same request is the same text in every version of this code: asked again, it is known."""
    return json.dumps(asked.model_dump(mode="json"), ensure_ascii=False)


def read_asked(proposal: Proposal, kind: type[_One]) -> _One:
    """What was asked for, which is known to be of this kind. Raises RoundWorkUnreadable."""
    return read_left(TypeAdapter(kind), proposal.what, proposal.subject)


def show_proposal(proposal: Proposal) -> ProposalLine:
    return ProposalLine(
        subject=proposal.subject,
        what=read_left(_ASKED, proposal.what, proposal.subject),
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        state=proposal.state.value,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
    )
