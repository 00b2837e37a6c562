"""What two people decide."""

from typing import Literal

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import Reason
from city.contracts.dividend.rounds import Asked
from city.contracts.staff import RequestBody


class DecideProposal(RequestBody):
    """Somebody other than the proposer approves or declines, and says why."""

    approves: bool
    reason: Reason


class ProposalLine(Contract):
    """What was proposed of `subject`, by whom and why, and what another decided. `what` is what is carried out."""

    subject: str
    what: Asked
    reason: str
    proposed_by: str
    proposed_by_name: str | None = None
    proposed_at: AwareMoment
    state: Literal["proposed", "approved", "declined"]
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    decided_because: str | None


class ProposalPage(Contract):
    """Every turn of everything that was proposed of a round."""

    proposals: tuple[ProposalLine, ...]
