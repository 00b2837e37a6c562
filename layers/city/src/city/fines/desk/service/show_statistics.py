"""Counting what the desk did: messages, how they ended, and the money, day by day in Seoul."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from city.contracts.fines.staff.oversight import Figures, Statistics
from city.fines.desk.errors import PeriodTooLong
from city.fines.money.ledger import DepositEntry, DepositEntryKind
from city.fines.money.tables.ledger import entries_on
from city.fines.talk.tables.talks import Outcome, Talks, TurnRecord
from city.kernel.clock import SEOUL
from city.kernel.errors import Invalid

_RECEIVED = (DepositEntryKind.RECEIVED_AND_SETTLED, DepositEntryKind.RECEIVED_INTO_SUSPENSE)
_SETTLED = (DepositEntryKind.RECEIVED_AND_SETTLED, DepositEntryKind.SUSPENSE_ASSIGNED)


@dataclass
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    intents: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)
    abstained: int = 0
    krw: Counter[DepositEntryKind] = field(default_factory=Counter)

    def add_turn(self, turn: TurnRecord) -> None:
        if turn.outcome == Outcome.SENT:
            return
        self.outcomes[turn.outcome] += 1
        self.intents[turn.intent or "-"] += 1
        self.languages[turn.language or "-"] += 1
        self.channels[turn.channel or "-"] += 1
        self.hours[f"{_spoken_at(turn).astimezone(SEOUL):%H}"] += 1
        self.abstained += bool(turn.abstained)

    def add_entry(self, entry: DepositEntry) -> None:
        self.krw[entry.kind] += entry.amount_krw

    def figures(self) -> Figures:
        messages, answered = self.outcomes.total(), self.outcomes[Outcome.ANSWERED]
        return Figures(
            messages=messages,
            answered=answered,
            ticketed=self.outcomes[Outcome.TICKETED],
            containment=round(answered / messages, 4) if messages else None,
            abstained=self.abstained,
            by_intent=dict(sorted(self.intents.items())),
            by_language=dict(sorted(self.languages.items())),
            by_channel=dict(sorted(self.channels.items())),
            by_hour=dict(sorted(self.hours.items())),
            received_krw=self._sum(_RECEIVED),
            settled_krw=self._sum(_SETTLED),
            suspense_krw=self.krw[DepositEntryKind.RECEIVED_INTO_SUSPENSE],
            refunded_krw=self.krw[DepositEntryKind.REFUND_PAID],
            taken_back_krw=self.krw[DepositEntryKind.PAYMENT_REVERSED],
        )

    def _sum(self, kinds: Iterable[DepositEntryKind]) -> int:
        return sum(self.krw[kind] for kind in kinds)


def _spoken_at(turn: TurnRecord) -> datetime:
    """The index of days has no `at`; the entry begins with it."""
    return datetime.fromisoformat(turn.entry.partition("#")[0]).replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatistics:
    """Counts at most a month."""

    DAYS_AT_MOST = 31

    talks: Talks

    def show(self, first: str | None, last: str | None) -> Statistics:
        """From one day in Seoul to another, both included. Raises Invalid, PeriodTooLong."""
        begin, end = _read_day(first), _read_day(last)
        if not 0 <= (end - begin).days < self.DAYS_AT_MOST:
            raise PeriodTooLong
        total, days = _Tally(), {}
        for offset in range((end - begin).days + 1):
            day = begin + timedelta(days=offset)
            tally = _Tally()
            for turn in self.talks.on(day):
                tally.add_turn(turn)
                total.add_turn(turn)
            for entry in entries_on(day):
                tally.add_entry(entry)
                total.add_entry(entry)
            days[day.isoformat()] = tally.figures()
        return Statistics(total=total.figures(), days=days)


def _read_day(text: str | None) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Invalid from None
