"""The operator's record of a payout, compared with ours line by line. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from city.dividend.payout.model import IN_DOUBT, Batch, Line, LineState, sent_lines
from city.dividend.payout.rail_orders import OperatorLine


class PayoutDifferenceKind(StrEnum):
    NEVER_ARRIVED = "never_arrived"  # we sent it, the operator has no such line
    NOT_OURS = "not_ours"  # the operator has a line that we did not send
    AMOUNT_DIFFERS = "amount_differs"
    PAID_THERE_NOT_HERE = "paid_there_not_here"
    PAID_HERE_NOT_THERE = "paid_here_not_there"
    PAID_TWICE = "paid_twice"  # one line, two payments with references of their own
    LEDGER_DIFFERS = "ledger_differs"  # the lines and the ledger disagree about what was paid


@dataclass(frozen=True, slots=True)
class PayoutDifference:
    kind: PayoutDifferenceKind
    rail_key: str
    position: int
    ours_krw: int | None
    theirs_krw: int | None


def reconcile(
    batches: Iterable[Batch], theirs: Iterable[OperatorLine], ledger_paid_krw: int
) -> tuple[PayoutDifference, ...]:
    """Every line of the operator against every line of ours, and both against what the ledger says left the bank.

    Batches that were never sent, and lines the rail returned, are expected to be missing or unpaid at the operator.
    Differences come in the order of key and position.
    """
    theirs_by_line: dict[tuple[str, int], list[OperatorLine]] = {}
    for line in theirs:
        theirs_by_line.setdefault((line.rail_key, line.position), []).append(line)
    found: list[PayoutDifference] = []
    paid_krw = 0
    for batch in batches:
        for position, ours in enumerate(sent_lines(batch), start=1):
            paid_here = ours.state is LineState.PAID
            paid_krw += ours.amount_krw if paid_here else 0
            lines = theirs_by_line.pop((batch.rail_key, position), [])
            found += _compare(batch, position, ours=ours, paid_here=paid_here, theirs=lines)
    found += [
        PayoutDifference(
            kind=PayoutDifferenceKind.NOT_OURS,
            rail_key=key,
            position=position,
            ours_krw=None,
            theirs_krw=line.amount_krw,
        )
        for (key, position), lines in theirs_by_line.items()
        for line in lines
        if line.paid  # what an earlier, refused attempt left unpaid is no difference
    ]
    if paid_krw != ledger_paid_krw:
        found.append(
            PayoutDifference(
                kind=PayoutDifferenceKind.LEDGER_DIFFERS,
                rail_key="",
                position=0,
                ours_krw=ledger_paid_krw,
                theirs_krw=paid_krw,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.rail_key, each.position, each.kind)))


def _compare(
    batch: Batch, position: int, *, ours: Line, paid_here: bool, theirs: Sequence[OperatorLine]
) -> Iterable[PayoutDifference]:
    def differ(kind: PayoutDifferenceKind, theirs_krw: int | None) -> PayoutDifference:
        return PayoutDifference(
            kind=kind, rail_key=batch.rail_key, position=position, ours_krw=ours.amount_krw, theirs_krw=theirs_krw
        )

    if not theirs:
        if paid_here or batch.state in IN_DOUBT:
            yield differ(PayoutDifferenceKind.NEVER_ARRIVED, None)
        return
    payments = {line.reference for line in theirs if line.paid}
    if len(payments) > 1:
        yield differ(PayoutDifferenceKind.PAID_TWICE, sum(line.amount_krw for line in theirs if line.paid))
    line = theirs[-1]
    if line.amount_krw != ours.amount_krw:
        yield differ(PayoutDifferenceKind.AMOUNT_DIFFERS, line.amount_krw)
    if bool(payments) and not paid_here:
        yield differ(PayoutDifferenceKind.PAID_THERE_NOT_HERE, line.amount_krw)
    if not payments and paid_here:
        yield differ(PayoutDifferenceKind.PAID_HERE_NOT_THERE, line.amount_krw)
