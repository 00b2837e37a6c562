"""Rounds: their terms and states, in the table that everything of a round shares."""

import json
from datetime import datetime
from typing import TypedDict, Unpack

from pynamodb.attributes import (
    DiscriminatorAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.rounds.errors import RoundExists, RoundMoved, RoundUnknown
from city.dividend.rounds.model import BOOKS_OPEN, RoundState, Terms, UnclaimedGoesTo, Weights, check_move

_ROUND = "round"
_ALL_ROUNDS = "rounds"


class RoundListing(GlobalSecondaryIndex["RoundsTable"]):
    class Meta:
        index_name = "listing"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    round_id = UnicodeAttribute(range_key=True)


class RoundsTable(Model):
    """Everything of a round shares its partition."""

    class Meta:
        table_name = "rounds"

    round_id = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    listing = UnicodeAttribute(null=True)

    all_rounds = RoundListing()


class RoundRecord(RoundsTable, discriminator="round"):
    state = UnicodeAttribute()
    title = UnicodeAttribute()
    terms = UnicodeAttribute()
    policy = UnicodeAttribute()
    purposes = UnicodeAttribute()
    price_krw = NumberAttribute()
    opened_at = UTCDateTimeAttribute()
    opened_by = UnicodeAttribute()
    moved_at = UTCDateTimeAttribute(null=True)
    # Shuffles what is published: known to no one outside, the same for a step done again.
    seed = UnicodeAttribute()
    starts = NumberAttribute(default=0)
    stopped_because = UnicodeAttribute(null=True)
    panel_asked_at = UTCDateTimeAttribute(null=True)
    panel_token = UnicodeAttribute(null=True)
    # Counts refusals: a panel that is asked again starts with no voices.
    panel_turn = NumberAttribute(default=0)
    costs_krw = NumberAttribute(null=True)
    revision = NumberAttribute(default=0)

    @property
    def execution(self) -> str:
        """The name of the state machine's execution that works on the round, or did last."""
        return f"{self.round_id}-{int(self.starts)}"

    def to_terms(self) -> Terms:
        terms = json.loads(self.terms)
        return Terms(
            first_day=datetime.fromisoformat(terms["first_day"]).date(),
            last_day=datetime.fromisoformat(terms["last_day"]).date(),
            cities=frozenset(terms["cities"]),
            weights=Weights(terms["weights"]),
            cost_cap_permille=terms["cost_cap_permille"],
            city_permille=terms["city_permille"],
            minimum_krw=terms["minimum_krw"],
            claim_months=terms["claim_months"],
            payout_day=terms["payout_day"],
            # Rounds opened before there was a choice.
            unclaimed=UnclaimedGoesTo(terms.get("unclaimed", UnclaimedGoesTo.CITY.value)),
        )


class RoundFields(TypedDict, total=False):
    """What of a round is written with a move, or without one."""

    state: str
    moved_at: datetime
    starts: int
    stopped_because: str | None
    panel_asked_at: datetime
    panel_token: str
    panel_turn: int
    costs_krw: int


class Rounds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, record: RoundRecord) -> None:
        """Raises RoundExists."""
        record.entry, record.listing = _ROUND, _ALL_ROUNDS
        try:
            record.save(condition=RoundRecord.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise RoundExists(record.round_id) from None

    def get(self, round_id: str) -> RoundRecord:
        """Raises RoundUnknown."""
        try:
            found = RoundsTable.get(round_id, _ROUND, consistent_read=True)
        except RoundsTable.DoesNotExist:
            raise RoundUnknown(round_id) from None
        assert isinstance(found, RoundRecord)
        return found

    def all(self) -> list[RoundRecord]:
        """Newest first. Eventually consistent."""
        found = RoundsTable.all_rounds.query(_ALL_ROUNDS, scan_index_forward=False)
        return [record for record in found if isinstance(record, RoundRecord)]

    def move(self, round_id: str, then: RoundState, **fields: Unpack[RoundFields]) -> RoundRecord:
        """Moves the round on, with what else is known now; nothing changes for a round that is there already.

        Raises RoundUnknown, RoundNotThere, RoundMoved.
        """
        record = self.get(round_id)
        if check_move(RoundState(record.state), then):
            record.state = then.value
            self.write(record, **fields)
        return record

    def write(self, record: RoundRecord, **fields: Unpack[RoundFields]) -> None:
        """Writes over the revision that was read. Raises RoundMoved."""
        before = record.revision
        for name, value in fields.items():
            setattr(record, name, value)
        record.revision = before + 1
        try:
            record.save(condition=RoundRecord.revision == before)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise RoundMoved(record.round_id) from None

    def add_write(self, writes: Writes, record: RoundRecord, **fields: Unpack[RoundFields]) -> None:
        """Adds to a transaction what is written over the revision that was read; it is refused if the round moved meanwhile."""
        before = record.revision
        for name, value in fields.items():
            setattr(record, name, value)
        record.revision = before + 1
        writes.add("round", lambda t: t.save(record, condition=RoundRecord.revision == before))

    def commit(self, writes: Writes, round_id: str) -> None:
        """Raises RoundMoved where the transaction was refused."""
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise RoundMoved(round_id) from None

    def states(self) -> dict[str, RoundState]:
        """Of every round. Eventually consistent: who books by it checks again with `add_books_open`."""
        return {record.round_id: RoundState(record.state) for record in self.all()}

    def add_books_open(self, writes: Writes, round_id: str) -> None:
        """Lets a transaction be refused as a whole, under the name `books`, once the round's books are closed."""
        open_states = [state.value for state in sorted(BOOKS_OPEN)]
        writes.add(
            "books",
            lambda t: t.condition_check(RoundRecord, round_id, _ROUND, condition=RoundRecord.state.is_in(*open_states)),
        )
