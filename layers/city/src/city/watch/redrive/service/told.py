"""A proposal as staff are told of it."""

from typing import Any

from city.contracts.watch.dead_letters import RedriveLine
from city.watch.redrive.redrives import Redrive


def told(redrive: Redrive) -> RedriveLine:
    proposal = redrive.proposal
    # The words of states and outcomes are judged by the contract.
    words: dict[str, Any] = {"state": redrive.state, "outcome": redrive.outcome}
    return RedriveLine(
        turn=proposal.turn,
        most=redrive.most,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
        moved=redrive.moved,
        ended_at=redrive.ended_at,
        **words,
    )
