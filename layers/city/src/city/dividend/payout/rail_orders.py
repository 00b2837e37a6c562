"""What a rail is asked to pay and what it answers; a batch's order, and the batch after its answer. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from city.dividend.payout.errors import RailContradicts
from city.dividend.payout.model import IN_DOUBT, Batch, BatchState, LineState, sent_lines


@dataclass(frozen=True, slots=True)
class Payee:
    """Who stands behind a pseudonym: only the payout step knows."""

    card_id: str = field(repr=False)
    memo: str = field(repr=False, default="")


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
        for position, line in enumerate(sent_lines(batch), start=1)
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
    results = checked_results(batch, answer.results)
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


def checked_results(batch: Batch, results: Sequence[RailResult]) -> dict[int, RailResult]:
    expected = dict(enumerate(sent_lines(batch), start=1))
    by_position: dict[int, RailResult] = {}
    for result in results:
        line = expected.get(result.position)
        if line is None:
            raise RailContradicts(f"line {result.position} was never sent")
        if result.amount_krw != line.amount_krw:
            raise RailContradicts(f"line {result.position}: {result.amount_krw} won, not {line.amount_krw}")
        if not result.paid and not result.reason:
            raise RailContradicts(f"line {result.position} failed without a reason")
        # The same line twice in the same words is one line.
        if by_position.setdefault(result.position, result) != result:
            raise RailContradicts(f"line {result.position} was told twice, differently")
    if missing := expected.keys() - by_position.keys():
        raise RailContradicts(f"{len(missing)} lines were left out, line {min(missing)} first")
    return by_position


def texts_of(batch: Batch, texts: Mapping[str, tuple[str, str]]) -> RailTexts:
    """The texts of a batch's paid lines; `texts` has card and text of a pseudonym. Who was not paid gets no text."""
    assert batch.sent_at is not None, "a batch is prepared before it is sent"
    card_texts = tuple(
        CardText(position, *texts[line.pseudonym])
        for position, line in enumerate(sent_lines(batch), start=1)
        if line.state is LineState.PAID and line.pseudonym in texts
    )
    return RailTexts(batch.rail_key, batch.sent_at, card_texts)


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """A line of the operator's own record of a payout."""

    rail_key: str
    position: int
    amount_krw: int
    paid: bool
    reference: str = ""
