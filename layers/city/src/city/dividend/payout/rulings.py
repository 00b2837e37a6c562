"""A held batch after two people have ruled on the operator's written word. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from city.dividend.payout.errors import BatchNotHeld, RailContradicts, RulingContradicts
from city.dividend.payout.model import Batch, BatchState, sent_lines
from city.dividend.payout.rail_orders import RailAnswer, RailResult, RailState, checked_results, take_answer


class Finding(StrEnum):
    """What the operator says in writing became of a batch that is held."""

    ALL_PAID = "all_paid"
    NONE_PAID = "none_paid"
    BY_LINE = "by_line"


def results_found(
    batch: Batch, finding: Finding, reference: str, named: Sequence[RailResult] = ()
) -> tuple[RailResult, ...]:
    """What became of each line by the operator's written word, which has this reference. None for a batch of which
    nothing was paid: it is sent anew. Raises RulingContradicts where the word leaves a line open."""
    if finding is Finding.NONE_PAID:
        return ()
    if finding is Finding.ALL_PAID:
        return tuple(
            RailResult(position, line.amount_krw, True, reference=reference)
            for position, line in enumerate(sent_lines(batch), start=1)
        )
    try:
        return tuple(checked_results(batch, named)[position] for position in range(1, len(sent_lines(batch)) + 1))
    except RailContradicts as contradiction:
        raise RulingContradicts(contradiction.detail) from None


def rule(
    batch: Batch, finding: Finding, *, results: Sequence[RailResult], in_transit: bool, because: str, now: datetime
) -> Batch:
    """A held batch after two people have ruled: settled line by line, or on its way once more under its next key.

    `in_transit`: whether the rail may have its money. It gets another key only on the word that nothing was paid. Raises
    BatchNotHeld; RulingContradicts for a payment out of a batch that the rail refused, whose money never left.
    """
    if batch.state is not BatchState.HELD:
        raise BatchNotHeld
    if finding is Finding.NONE_PAID:
        return replace(batch, state=BatchState.SENDING, attempt=batch.attempt + 1, sent_at=now, reason=because)
    if not in_transit:
        raise RulingContradicts("the operator refused this batch")
    answer = RailAnswer(batch.rail_key, RailState.DONE, tuple(results))
    return replace(take_answer(replace(batch, state=BatchState.ACCEPTED), answer), reason=because)
