"""What becomes of money, and who owes a fine, is proposed by one person and decided by another. Pure."""

import json
from datetime import datetime
from typing import Protocol, TypeVar

from city.contracts.fines.staff.corrections import CorrectCase
from city.fines.desk.errors import (
    CorrectionProposedBefore,
    CorrectionUnknown,
    DecidedBefore,
    DecisionUnknown,
    ProposedBefore,
    SameWhoProposed,
)
from city.kernel.clock import seoul_date
from city.office.approvals import DualControl, Proposal, ProposalState

_MONEY = DualControl(
    unknown=DecisionUnknown,
    proposed_before=ProposedBefore,
    same_who_proposed=SameWhoProposed,
    decided_before=DecidedBefore,
    anybody_repeats=True,
)
propose, decide = _MONEY.propose, _MONEY.decide

_CORRECTIONS = DualControl(
    unknown=CorrectionUnknown,
    proposed_before=CorrectionProposedBefore,
    same_who_proposed=SameWhoProposed,
    decided_before=DecidedBefore,
)
decide_correction = _CORRECTIONS.decide


class _Kept(Protocol):
    """A correction as it is kept."""

    def to_proposal(self) -> Proposal: ...


_Correction = TypeVar("_Correction", bound=_Kept)


def propose_correction(
    known: _Correction | None, request: CorrectCase, by: str, at: datetime, *, alone: bool
) -> _Correction | None:
    """The correction that stands already, asked for again; None where this one is new.

    One waits at a time; what was carried out or declined makes room for the next. Raises CorrectionProposedBefore.
    """
    if known is None:
        return None
    before = known.to_proposal()
    new = Proposal(before.subject, request.model_dump_json(), request.reason, by, at)
    if before.state is not ProposalState.PROPOSED:
        same = (before.what, before.proposed_by, seoul_date(before.proposed_at)) == (new.what, by, seoul_date(at))
        return known if alone and same and before.state is ProposalState.APPROVED else None
    _CORRECTIONS.propose(before, new)
    return known


def describe_resolution(
    *,
    action: str,
    notice_number: str | None,
    refund_bank: str | None,
    refund_account: str | None,
    refund_holder: str | None,
    reopens_case: bool,
) -> str:
    """What is proposed, as text to compare."""
    return json.dumps([action, notice_number, refund_bank, refund_account, refund_holder, reopens_case])
