"""Paying citizens: batches, what may happen to one, and how the operator's word is compared with ours. Pure.

A batch is planned (its lines are owed), sending (written down, perhaps sent, perhaps not), accepted (the rail has it and
will answer later), settled (answered for, line by line), refused (the rail took nothing of it) or held (a person has to
look). A batch goes to the rail under a key; the rail answers the same key with the same answer for ever. Only a batch that
the rail is known to have refused gets another key: what may have been paid is never sent as something new.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum

from city.dividend.errors import BatchNotHeld, MoreThanThePool, RailContradicts, RulingContradicts
from city.kernel.clock import SEOUL, add_months, end_of_day_in_seoul, seoul_date

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


@dataclass(frozen=True, slots=True)
class Payee:
    """Who stands behind a pseudonym: only the payout step knows."""

    card_id: str = field(repr=False)
    memo: str = field(repr=False, default="")


def prepare(batch: Batch, known: Collection[str], opted_out: Collection[str], minimum_krw: int, now: datetime) -> Batch:
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


@dataclass(frozen=True, slots=True)
class RailLine:
    """One credit to one card. `position` counts from 1 and is the line's name in every answer."""

    position: int
    card_id: str = field(repr=False)
    amount_krw: int
    memo: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class RailOrder:
    """What a rail is asked to pay, under its key."""

    key: str
    created_at: datetime
    lines: tuple[RailLine, ...]

    @property
    def total_krw(self) -> int:
        return sum(line.amount_krw for line in self.lines)

    @property
    def digest(self) -> str:
        """Over everything that is asked: the same key with another digest is another order."""
        body = [self.key, self.created_at.isoformat()]
        lines = [[line.position, line.card_id, line.amount_krw, line.memo] for line in self.lines]
        return hashlib.sha256(json.dumps([body, lines], separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CardText:
    """What the holder of one card is texted. `position` is that of the line in its order."""

    position: int
    card_id: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RailTexts:
    """What the operator texts after it has paid an order: it knows whose telephone belongs to a card, the city does not."""

    key: str
    created_at: datetime
    texts: tuple[CardText, ...]


class RailState(StrEnum):
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RailResult:
    """What became of one line. A line that was not paid says why."""

    position: int
    amount_krw: int
    paid: bool
    reason: str | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RailAnswer:
    key: str
    state: RailState
    results: tuple[RailResult, ...] = ()
    reason: str | None = None


def order_of(batch: Batch, payees: Mapping[str, Payee]) -> RailOrder:
    """The order of a batch that is sending: the same batch always makes the same order."""
    assert batch.sent_at is not None, "a batch is prepared before it is sent"
    lines = tuple(
        RailLine(position, payees[line.pseudonym].card_id, line.amount_krw, payees[line.pseudonym].memo)
        for position, line in enumerate(_sent(batch), start=1)
    )
    return RailOrder(batch.rail_key, batch.sent_at, lines)


def take_answer(batch: Batch, answer: RailAnswer) -> Batch:
    """The batch after what the rail said of it. A batch that is settled stays as it is.

    Raises RailContradicts where the answer does not cover every line that was sent, once, with its amount, and with a
    reason where it was not paid.
    """
    if answer.key != batch.rail_key:
        raise RailContradicts(f"an answer about {answer.key}, not {batch.rail_key}")
    if batch.state not in IN_DOUBT:
        return batch
    if answer.state is RailState.ACCEPTED:
        return replace(batch, state=BatchState.ACCEPTED)
    if answer.state is RailState.REFUSED:
        if not answer.reason:
            raise RailContradicts("refused without a reason")
        return replace(batch, state=BatchState.REFUSED, reason=answer.reason)
    results = _checked_results(batch, answer.results)
    position, lines = 0, []
    for line in batch.lines:
        if line.state is LineState.SENT:
            position += 1
            result = results[position]
            line = replace(  # noqa: PLW2901
                line, state=LineState.PAID if result.paid else LineState.RETURNED, reason=result.reason
            )
        lines.append(line)
    return replace(batch, lines=tuple(lines), state=BatchState.SETTLED, reason=None)


def _checked_results(batch: Batch, results: Sequence[RailResult]) -> dict[int, RailResult]:
    expected = dict(enumerate(_sent(batch), start=1))
    told: dict[int, RailResult] = {}
    for result in results:
        line = expected.get(result.position)
        if line is None:
            raise RailContradicts(f"line {result.position} was never sent")
        if result.amount_krw != line.amount_krw:
            raise RailContradicts(f"line {result.position}: {result.amount_krw} won, not {line.amount_krw}")
        if not result.paid and not result.reason:
            raise RailContradicts(f"line {result.position} failed without a reason")
        # The same line told twice in the same words is one line.
        if told.setdefault(result.position, result) != result:
            raise RailContradicts(f"line {result.position} was told twice, differently")
    if missing := expected.keys() - told.keys():
        raise RailContradicts(f"{len(missing)} lines were left out, line {min(missing)} first")
    return told


def texts_of(batch: Batch, texts: Mapping[str, tuple[str, str]]) -> RailTexts:
    """The texts of a batch's paid lines; `texts` has card and text of a pseudonym. Who was not paid is told nothing."""
    assert batch.sent_at is not None, "a batch is prepared before it is sent"
    told = tuple(
        CardText(position, *texts[line.pseudonym])
        for position, line in enumerate(_sent(batch), start=1)
        if line.state is LineState.PAID and line.pseudonym in texts
    )
    return RailTexts(batch.rail_key, batch.sent_at, told)


def _sent(batch: Batch) -> list[Line]:
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


class Finding(StrEnum):
    """What the operator says in writing became of a batch that is held."""

    ALL_PAID = "all_paid"
    NONE_PAID = "none_paid"
    BY_LINE = "by_line"


def results_found(
    batch: Batch, finding: Finding, reference: str, told: Sequence[RailResult] = ()
) -> tuple[RailResult, ...]:
    """What became of each line by the operator's written word, which has this reference. None for a batch of which
    nothing was paid: it is sent anew. Raises RulingContradicts where the word leaves a line open."""
    if finding is Finding.NONE_PAID:
        return ()
    if finding is Finding.ALL_PAID:
        return tuple(
            RailResult(position, line.amount_krw, True, reference=reference)
            for position, line in enumerate(_sent(batch), start=1)
        )
    try:
        return tuple(_checked_results(batch, told)[position] for position in range(1, len(_sent(batch)) + 1))
    except RailContradicts as contradiction:
        raise RulingContradicts(contradiction.detail) from None


def rule(
    batch: Batch, finding: Finding, results: Sequence[RailResult], in_transit: bool, because: str, now: datetime
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


def take_back(batch: Batch, position: int, reason: str) -> tuple[Batch, Line]:
    """The operator gave a paid line's money back. Raises RailContradicts for a line that was not paid.

    What was made of it since (paid again, lapsed) stays: the operator's record says the same for ever.
    """
    sent = _sent(batch)
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


# --- reconciling -----------------------------------------------------------------------------------


class DifferenceKind(StrEnum):
    NEVER_ARRIVED = "never_arrived"  # we sent it, the operator has no such line
    NOT_OURS = "not_ours"  # the operator has a line that we did not send
    AMOUNT_DIFFERS = "amount_differs"
    PAID_THERE_NOT_HERE = "paid_there_not_here"
    PAID_HERE_NOT_THERE = "paid_here_not_there"
    PAID_TWICE = "paid_twice"  # one line, two payments with references of their own
    LEDGER_DIFFERS = "ledger_differs"  # the lines and the ledger disagree about what was paid


@dataclass(frozen=True, slots=True)
class Difference:
    kind: DifferenceKind
    rail_key: str
    position: int
    ours_krw: int | None
    theirs_krw: int | None


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A line of the operator's own record of a payout."""

    rail_key: str
    position: int
    amount_krw: int
    paid: bool
    reference: str = ""


def reconcile(batches: Iterable[Batch], theirs: Iterable[OperatorLine], ledger_paid_krw: int) -> tuple[Difference, ...]:
    """Every line of the operator against every line of ours, and both against what the ledger says left the bank.

    Batches that were never sent, and lines the rail returned, are expected to be missing or unpaid at the operator.
    Differences come in the order of key and position.
    """
    told: dict[tuple[str, int], list[OperatorLine]] = {}
    for line in theirs:
        told.setdefault((line.rail_key, line.position), []).append(line)
    found: list[Difference] = []
    paid_krw = 0
    for batch in batches:
        for position, ours in enumerate(_sent(batch), start=1):
            paid_here = ours.state is LineState.PAID
            paid_krw += ours.amount_krw if paid_here else 0
            lines = told.pop((batch.rail_key, position), [])
            found += _compare(batch, position, ours, paid_here, lines)
    found += [
        Difference(DifferenceKind.NOT_OURS, key, position, None, line.amount_krw)
        for (key, position), lines in told.items()
        for line in lines
        if line.paid  # what an earlier, refused attempt left unpaid is no difference
    ]
    if paid_krw != ledger_paid_krw:
        found.append(Difference(DifferenceKind.LEDGER_DIFFERS, "", 0, ledger_paid_krw, paid_krw))
    return tuple(sorted(found, key=lambda each: (each.rail_key, each.position, each.kind)))


def _compare(
    batch: Batch, position: int, ours: Line, paid_here: bool, theirs: Sequence[OperatorLine]
) -> Iterable[Difference]:
    def differ(kind: DifferenceKind, theirs_krw: int | None) -> Difference:
        return Difference(kind, batch.rail_key, position, ours.amount_krw, theirs_krw)

    if not theirs:
        if paid_here or batch.state in IN_DOUBT:
            yield differ(DifferenceKind.NEVER_ARRIVED, None)
        return
    payments = {line.reference for line in theirs if line.paid}
    if len(payments) > 1:
        yield differ(DifferenceKind.PAID_TWICE, sum(line.amount_krw for line in theirs if line.paid))
    line = theirs[-1]
    if line.amount_krw != ours.amount_krw:
        yield differ(DifferenceKind.AMOUNT_DIFFERS, line.amount_krw)
    if bool(payments) and not paid_here:
        yield differ(DifferenceKind.PAID_THERE_NOT_HERE, line.amount_krw)
    if not payments and paid_here:
        yield differ(DifferenceKind.PAID_HERE_NOT_THERE, line.amount_krw)


def count_states(batches: Iterable[Batch]) -> dict[str, int]:
    """How many batches are in each state; for a report."""
    return dict(Counter(batch.state.value for batch in batches))


# --- when ------------------------------------------------------------------------------------------

_PAYOUT_HOUR = time(10)


def next_payout_at(now: datetime, day_of_month: int) -> datetime:
    """Ten o'clock in Seoul on the next such day, always later than `now`; the month's last day where it is shorter."""
    today = now.astimezone(SEOUL).date()
    first = today.replace(day=1)
    for months in (0, 1):
        day = add_months(first.replace(day=1), months)
        last = add_months(day, 1).toordinal() - day.toordinal()
        moment = datetime.combine(day.replace(day=min(day_of_month, last)), _PAYOUT_HOUR, SEOUL)
        if moment > now:
            return moment.astimezone(now.tzinfo)
    raise AssertionError("next month's day is later than today")
