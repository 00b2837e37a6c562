"""Two people: one proposes what cannot be undone, another decides. Pure."""

from city.dividend.rounds.errors import DecidedBefore, ProposalUnknown, ProposedBefore, SameWhoProposed
from city.office.approvals import DualControl

_CONTROL = DualControl(
    unknown=ProposalUnknown,
    proposed_before=ProposedBefore,
    same_who_proposed=SameWhoProposed,
    decided_before=DecidedBefore,
)
propose, decide = _CONTROL.propose, _CONTROL.decide
