"""What two people decide, as staff see it."""

import json

from city.contracts.dividend_staff import ProposalLine
from city.dividend.proposals import Proposal


def show_proposal(proposal: Proposal) -> ProposalLine:
    return ProposalLine(
        subject=proposal.subject, what=json.loads(proposal.what), reason=proposal.reason,
        proposed_by=proposal.proposed_by, proposed_at=proposal.proposed_at, state=proposal.state.value,
        decided_by=proposal.decided_by, decided_at=proposal.decided_at, decided_because=proposal.decided_because,
    )  # fmt: skip
