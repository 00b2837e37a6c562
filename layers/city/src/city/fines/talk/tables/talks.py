"""Talks: what each citizen said and what was answered, message by message. Kept for a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pynamodb.attributes import BooleanAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from city.aws.dynamo import Writes
from city.kernel.clock import seoul_date

KEPT = timedelta(days=365)


class Outcome(StrEnum):
    """What a citizen's message ended in. (The third end, a dead letter, leaves no turn.)"""

    ANSWERED = "answered"
    TICKETED = "ticketed"
    # Ours to send, not an answer: receipts, reminders, a clerk's reply.
    SENT = "sent"


class TurnsOfADay(GlobalSecondaryIndex["TurnRecord"]):
    class Meta:
        index_name = "days"
        projection = IncludeProjection(
            ["message_id", "intent", "language", "outcome", "channel", "abstained", "hand_off", "ticket"]
        )

    day = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)


class TurnRecord(Model):
    """One message and its answer."""

    class Meta:
        table_name = "talks"

    holder = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    day = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    message_id = UnicodeAttribute()
    channel = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    said = UnicodeAttribute(null=True)
    reply = UnicodeAttribute(null=True)
    reply_title = UnicodeAttribute(null=True)
    intent = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute()
    abstained = BooleanAttribute(default=False)
    hand_off = UnicodeAttribute(null=True)
    ticket = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    expires = TTLAttribute()

    days = TurnsOfADay()


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where in a talk a message stands."""

    holder: str
    message_id: str
    at: datetime

    @property
    def entry(self) -> str:
        # The carrier's clock first, so that a talk reads in the order it was spoken.
        return f"{self.at:%Y-%m-%dT%H:%M:%S.%f}#{self.message_id}"


def new_turn(spoken: Spoken, channel: str, outcome: Outcome) -> TurnRecord:
    return TurnRecord(
        spoken.holder,
        spoken.entry,
        day=seoul_date(spoken.at).isoformat(),
        at=spoken.at,
        message_id=spoken.message_id,
        channel=channel,
        outcome=outcome.value,
        expires=spoken.at + KEPT,
    )


TURN = "turn"


def add_turn(writes: Writes, turn: TurnRecord) -> None:
    """Adds the turn; refused under TURN, with the turn as it stands, if the message was decided before."""
    writes.add(
        TURN,
        lambda transaction: transaction.save(
            turn, condition=TurnRecord.entry.does_not_exist(), return_values="ALL_OLD"
        ),
    )


def turn_to_ticket(writes: Writes, spoken: Spoken, ticket: str, why: str) -> None:
    """Adds the write that makes an answered turn a ticket's. Refused if it is one already."""
    answered = Outcome.ANSWERED.value
    writes.add(
        TURN,
        lambda transaction: transaction.update(
            TurnRecord(spoken.holder, spoken.entry),
            actions=[
                TurnRecord.outcome.set(Outcome.TICKETED.value),
                TurnRecord.ticket.set(ticket),
                TurnRecord.hand_off.set(why),
            ],
            condition=TurnRecord.outcome == answered,
        ),
    )


class Talks:
    def of(self, holder: str, limit: int) -> list[TurnRecord]:
        """The last `limit` turns of a talk, oldest first."""
        found = TurnRecord.query(holder, scan_index_forward=False, limit=limit, consistent_read=True)
        return list(reversed(list(found)))

    def on(self, day: date) -> Iterator[TurnRecord]:
        """The turns of a day in Seoul, without their words. Eventually consistent."""
        yield from TurnRecord.days.query(day.isoformat())

    def under(self, holder: str, ticket: str, most: int) -> list[TurnRecord]:
        """The first turns of a talk that stand under a ticket, oldest first."""
        return list(TurnRecord.query(holder, filter_condition=TurnRecord.ticket == ticket, limit=most))

    def has(self, spoken: Spoken) -> bool:
        try:
            TurnRecord.get(spoken.holder, spoken.entry, consistent_read=True)
        except DoesNotExist:
            return False
        return True

    def keep(self, turn: TurnRecord) -> None:
        """Keeps a turn of ours; keeping it again changes nothing."""
        turn.save()

    def delete(self, turns: Sequence[TurnRecord]) -> None:
        """Deletes them; those that are gone already are gone."""
        with TurnRecord.batch_write() as batch:
            for turn in turns:
                batch.delete(turn)
