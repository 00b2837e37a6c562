"""Compares a day at the bank, line by line, with what the city has on file. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from city.contracts.fines.bank_statement import (
    Difference,
    DifferenceKind,
    MovementKind,
    ReconciliationReportV1,
    SideTotals,
)
from city.fines.money.bank_files import StatementRow
from city.fines.money.ledger import Movement
from city.kernel.clock import seoul_date

_MISSING_HERE = {
    MovementKind.DEPOSIT: DifferenceKind.MISSING_HERE,
    MovementKind.CANCEL: DifferenceKind.CANCELLED_AT_BANK,
    MovementKind.REFUND: DifferenceKind.REFUND_MISSING_HERE,
}
_MISSING_AT_BANK = {
    MovementKind.DEPOSIT: DifferenceKind.MISSING_AT_BANK,
    MovementKind.CANCEL: DifferenceKind.CANCEL_MISSING_AT_BANK,
    MovementKind.REFUND: DifferenceKind.REFUND_MISSING_AT_BANK,
}

RECONCILED = "reconciliation/"
_Key = tuple[MovementKind, str]


def reconcile(bank: str, day: date, lines: Iterable[StatementRow], ours: Iterable[Movement]) -> ReconciliationReportV1:
    """Names every difference between the bank's statement of a day in Seoul and our movements.

    `ours` are those of the day, and may be more: a movement on another day counts only where a line asks for it,
    which is how one told on the wrong side of midnight is found.
    """
    theirs_by_key: dict[_Key, list[StatementRow]] = defaultdict(list)
    for line in lines:
        theirs_by_key[line.movement.kind, line.movement.deposit_key].append(line)
    ours_by_key: dict[_Key, list[Movement]] = defaultdict(list)
    for movement in ours:
        ours_by_key[movement.kind, movement.deposit_key].append(movement)
    differences: list[Difference] = []
    for key in sorted(theirs_by_key.keys() | ours_by_key.keys()):
        differences.extend(_compare(key, day, theirs_by_key.get(key, []), ours_by_key.get(key, [])))
    return ReconciliationReportV1(
        bank=bank,
        day=day,
        at_bank=_totals(line.movement for lines in theirs_by_key.values() for line in lines),
        here=_totals(known for kept in ours_by_key.values() for known in kept if seoul_date(known.at) == day),
        differences=tuple(differences),
    )


def join(parts: Sequence[ReconciliationReportV1]) -> ReconciliationReportV1:
    """The report on a day that was compared in parts, each deposit whole in one of them."""
    return ReconciliationReportV1(
        bank=parts[0].bank,
        day=parts[0].day,
        at_bank=_sum(part.at_bank for part in parts),
        here=_sum(part.here for part in parts),
        differences=tuple(
            sorted((d for part in parts for d in part.differences), key=lambda d: (d.movement, d.deposit_key))
        ),
    )


def _compare(key: _Key, day: date, theirs: list[StatementRow], ours: list[Movement]) -> Iterator[Difference]:
    """Pairs off the lines and movements under one key; what is left over is missing or there twice."""
    note = _Note(*key, day)
    theirs = sorted(theirs, key=lambda line: (*_facts(line.movement), line.line))
    ours = sorted(ours, key=lambda known: (seoul_date(known.at) != day, _facts(known)))
    if theirs and ours:
        yield from note.pair(*_take_pair(theirs, ours))
    elif theirs:
        yield note.only_at_bank(theirs.pop(0), _MISSING_HERE[note.movement])
    elif seoul_date(ours[0].at) == day:
        yield note.only_here(ours.pop(0), _MISSING_AT_BANK[note.movement])
    for line in theirs:
        yield note.only_at_bank(line, DifferenceKind.DUPLICATE_AT_BANK)
    for known in ours:
        if seoul_date(known.at) == day:
            yield note.only_here(known, DifferenceKind.DUPLICATE_HERE)


def _take_pair(theirs: list[StatementRow], ours: list[Movement]) -> tuple[StatementRow, Movement]:
    """Takes out the two that agree, so that of two tellings the odd one is the one too many; else the first of each."""
    for place, line in enumerate(theirs):
        for other, known in enumerate(ours):
            if _facts(line.movement) == _facts(known):
                return theirs.pop(place), ours.pop(other)
    return theirs.pop(0), ours.pop(0)


def _facts(movement: Movement) -> tuple[date, int, str]:
    # Down to the day, not the second: the two clocks are not one.
    return seoul_date(movement.at), movement.amount_krw, movement.account_number


@dataclass(frozen=True, slots=True)
class _Note:
    """Writes down the differences under one key."""

    movement: MovementKind
    deposit_key: str
    day: date

    @property
    def _sign(self) -> int:
        return 1 if self.movement is MovementKind.DEPOSIT else -1

    def pair(self, line: StatementRow, known: Movement) -> Iterator[Difference]:
        theirs, counted_here = line.movement, seoul_date(known.at) == self.day
        if theirs.amount_krw != known.amount_krw:
            yield self._write(DifferenceKind.AMOUNT_DIFFERS, line, known, theirs.amount_krw - known.amount_krw)
        if theirs.account_number != known.account_number:
            yield self._write(DifferenceKind.ACCOUNT_DIFFERS, line, known, 0)
        if not seoul_date(theirs.at) == seoul_date(known.at) == self.day:
            yield self._write(DifferenceKind.DATE_DIFFERS, line, known, 0 if counted_here else known.amount_krw)

    def only_at_bank(self, line: StatementRow, kind: DifferenceKind) -> Difference:
        return self._write(kind, line, None, line.movement.amount_krw)

    def only_here(self, known: Movement, kind: DifferenceKind) -> Difference:
        return self._write(kind, None, known, -known.amount_krw)

    def _write(
        self, kind: DifferenceKind, line: StatementRow | None, known: Movement | None, more_at_bank_krw: int
    ) -> Difference:
        return Difference(
            kind=kind,
            movement=self.movement,
            deposit_key=self.deposit_key,
            line=line.line if line else None,
            bank_krw=line.movement.amount_krw if line else None,
            here_krw=known.amount_krw if known else None,
            bank_date=seoul_date(line.movement.at) if line else None,
            here_date=seoul_date(known.at) if known else None,
            gap_krw=self._sign * more_at_bank_krw,
        )


def _totals(movements: Iterable[Movement]) -> SideTotals:
    counts, sums = dict.fromkeys(MovementKind, 0), dict.fromkeys(MovementKind, 0)
    for movement in movements:
        counts[movement.kind] += 1
        sums[movement.kind] += movement.amount_krw
    return SideTotals(
        deposits=counts[MovementKind.DEPOSIT],
        deposits_krw=sums[MovementKind.DEPOSIT],
        cancels=counts[MovementKind.CANCEL],
        cancels_krw=sums[MovementKind.CANCEL],
        refunds=counts[MovementKind.REFUND],
        refunds_krw=sums[MovementKind.REFUND],
    )


def _sum(totals: Iterable[SideTotals]) -> SideTotals:
    sides = list(totals)
    return SideTotals(**{name: sum(getattr(each, name) for each in sides) for name in SideTotals.model_fields})


def reconciled_key(bank: str, day: date) -> str:
    """Where the report on a reconciled day is kept."""
    return f"{RECONCILED}{bank}/{day.isoformat()}.json"
