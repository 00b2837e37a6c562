"""Paying citizens: batches, and what may happen to one. Pure.

A batch is planned (its lines are owed), sending (written down, perhaps sent, perhaps not), accepted (the rail has it and
will answer later), settled (answered for, line by line), refused (the rail took nothing of it) or held (a person has to
look). A batch goes to the rail under a key; the rail answers the same key with the same answer for ever. Only a batch that
the rail is known to have refused gets another key: what may have been paid is never sent as something new.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from city.dividend.payout.errors import MoreThanThePool, RailContradicts
from city.kernel.clock import add_months, end_of_day_in_seoul, seoul_date

# A batch with its lines is one item of a table, far below its limit, and one file of the rail.
BATCH_LINES = 500


MOST_ATTEMPTS = 5


class LineState(StrEnum):
    DUE = "due"
    WITHHELD = "withheld"
    CARRIED = "carried"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    REVERSED = "reversed"
    LAPSED = "lapsed"
    MOVED = "moved"  # it came back, and goes out once more in a later batch of the round


class BatchState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    REFUSED = "refused"
    HELD = "held"


# The rail may have money of ours.
IN_DOUBT = frozenset({BatchState.SENDING, BatchState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Line:
    """What one citizen gets in one round. `reason` says why it was not paid, in the rail's or the policy's word."""

    pseudonym: str
    amount_krw: int
    state: LineState = LineState.DUE
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines in the order of their pseudonyms. `number` counts from 0; `attempt` from 1, a rail key each."""

    round_id: str
    number: int
    lines: tuple[Line, ...]
    state: BatchState = BatchState.PLANNED
    attempt: int = 1
    reason: str | None = None
    sent_at: datetime | None = None
    # Its lines came back once: they bring nothing along from earlier rounds, and are not carried over.
    pays_again: bool = False

    @property
    def key(self) -> str:
        return batch_key(self.round_id, self.number)

    @property
    def rail_key(self) -> str:
        return f"{self.key}-{self.attempt}"

    def dues(self, *states: LineState) -> dict[str, int]:
        """Pseudonym -> won, of the lines in these states."""
        return {line.pseudonym: line.amount_krw for line in self.lines if line.state in states}

    def total(self, *states: LineState) -> int:
        return sum(self.dues(*states).values())


def batch_key(round_id: str, number: int) -> str:
    return f"{round_id}-{number:05d}"


def plan_batches(round_id: str, amounts: Mapping[str, int], size: int = BATCH_LINES) -> tuple[Batch, ...]:
    """Cuts an allocation (pseudonym -> won) into batches. The same allocation always gives the same batches.

    Who gets nothing has no line.
    """
    owed = sorted((pseudonym, amount) for pseudonym, amount in amounts.items() if amount)
    return tuple(
        Batch(round_id, number, tuple(Line(*due) for due in owed[start : start + size]))
        for number, start in enumerate(range(0, len(owed), size))
    )


def check_plan(batches: Iterable[Batch], pool_krw: int) -> None:
    """Raises MoreThanThePool unless the parts are exactly their whole."""
    planned = sum(line.amount_krw for batch in batches for line in batch.lines)
    if planned != pool_krw:
        raise MoreThanThePool(f"{planned} planned of {pool_krw}")


def prepare(
    batch: Batch, *, known: Collection[str], opted_out: Collection[str], minimum_krw: int, now: datetime
) -> Batch:
    """Decides once, before anything is sent, what becomes of each line; later calls change nothing.

    `known` are the pseudonyms with a card behind them. Who opted out since is not paid; too little is carried over.
    """
    if batch.state is not BatchState.PLANNED:
        return batch

    def decide(line: Line) -> Line:
        if line.pseudonym in opted_out:
            return replace(line, state=LineState.WITHHELD, reason="opted_out")
        if line.pseudonym not in known:
            return replace(line, state=LineState.WITHHELD, reason="no_card")
        if line.amount_krw < minimum_krw and not batch.pays_again:
            return replace(line, state=LineState.CARRIED, reason="below_minimum")
        return replace(line, state=LineState.SENT)

    lines = tuple(decide(line) for line in batch.lines)
    travels = any(line.state is LineState.SENT for line in lines)
    return replace(batch, lines=lines, state=BatchState.SENDING if travels else BatchState.SETTLED, sent_at=now)


def sent_lines(batch: Batch) -> list[Line]:
    """The lines that the rail was handed, in their order: whatever became of one, it keeps its position."""
    stayed = (LineState.DUE, LineState.WITHHELD, LineState.CARRIED)
    return [line for line in batch.lines if line.state not in stayed]


def try_again(batch: Batch) -> Batch:
    """A refused batch under its next key, ready to be sent; held once it was refused too often. Others stay as they are."""
    if batch.state is not BatchState.REFUSED:
        return batch
    if batch.attempt >= MOST_ATTEMPTS:
        return replace(batch, state=BatchState.HELD)
    return replace(batch, state=BatchState.SENDING, attempt=batch.attempt + 1)


def hold(batch: Batch, reason: str) -> Batch:
    """A person has to look; the money stays where the ledger says it is."""
    return replace(batch, state=BatchState.HELD, reason=reason)


def take_back(batch: Batch, position: int, reason: str) -> tuple[Batch, Line]:
    """The operator gave a paid line's money back. Raises RailContradicts for a line that was not paid.

    What was made of it since (paid again, lapsed) stays: the operator's record says the same for ever.
    """
    sent = sent_lines(batch)
    ended = (LineState.REVERSED, LineState.MOVED, LineState.LAPSED)
    if not 1 <= position <= len(sent) or sent[position - 1].state not in (LineState.PAID, *ended):
        raise RailContradicts(f"line {position} was not paid and cannot be taken back")
    if sent[position - 1].state in (LineState.MOVED, LineState.LAPSED):
        return batch, sent[position - 1]
    line = replace(sent[position - 1], state=LineState.REVERSED, reason=reason)
    lines = tuple(line if known.pseudonym == line.pseudonym else known for known in batch.lines)
    return replace(batch, lines=lines), line


# What the rail could not credit, or took back: still owed.
CAME_BACK = (LineState.RETURNED, LineState.REVERSED)


# Numbers of a round's first batches lie below; a batch that pays again has its first one's number and a multiple of this.
_BATCHES_AT_MOST = 50_000


def lapse(batch: Batch) -> Batch:
    """The time to claim is over: what came back is nobody's any more."""
    lines = tuple(replace(ln, state=LineState.LAPSED) if ln.state in CAME_BACK else ln for ln in batch.lines)
    return replace(batch, lines=lines)


def claimed_until(batch: Batch, claim_months: int) -> datetime | None:
    """The first moment at which nothing of a batch can be claimed any more; None if it was never sent.

    Months are counted from the day it was sent in Seoul, also for what was given back later: the money was there from
    that day on.
    """
    if batch.sent_at is None:
        return None
    return end_of_day_in_seoul(add_months(seoul_date(batch.sent_at), claim_months))


def pay_again(batch: Batch, taken: Collection[int]) -> tuple[Batch, Batch] | None:
    """A settled batch whose lines came back, and the batch in which they go out once more; None if nothing came back.

    `taken` are the numbers of the round's batches. The second batch is another order under a key of its own: what it pays
    is known not to have been paid, because the rail said so or gave the money back.
    """
    if batch.state is not BatchState.SETTLED or not batch.dues(*CAME_BACK):
        return None
    number = batch.number + _BATCHES_AT_MOST
    while number in taken:
        number += _BATCHES_AT_MOST
    lines = tuple(replace(ln, state=LineState.MOVED) if ln.state in CAME_BACK else ln for ln in batch.lines)
    again = tuple(Line(ln.pseudonym, ln.amount_krw) for ln in batch.lines if ln.state in CAME_BACK)
    return replace(batch, lines=lines), Batch(batch.round_id, number, again, pays_again=True)
