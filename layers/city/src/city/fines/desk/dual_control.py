"""What becomes of money that waits is proposed by one person and decided by another. Pure."""

import json

from city.fines.desk.errors import DecidedBefore, DecisionUnknown, ProposedBefore, SameWhoProposed
from city.office.approvals import DualControl

_CONTROL = DualControl(
    unknown=DecisionUnknown,
    proposed_before=ProposedBefore,
    same_who_proposed=SameWhoProposed,
    decided_before=DecidedBefore,
    anybody_repeats=True,
)
propose, decide = _CONTROL.propose, _CONTROL.decide


def describe_resolution(
    *,
    action: str,
    notice_number: str | None,
    refund_bank: str | None,
    refund_account: str | None,
    refund_holder: str | None,
) -> str:
    """What is proposed, as text to compare."""
    return json.dumps([action, notice_number, refund_bank, refund_account, refund_holder])
