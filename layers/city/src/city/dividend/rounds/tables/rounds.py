"""Rounds: a round's terms and state, its files, the steps it has done, and what the panel said."""

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
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.errors import ProposalMoved, RoundExists, RoundMoved, RoundUnknown, StepContradicts
from city.dividend.rounds.model import BOOKS_OPEN, RoundState, Terms, UnclaimedGoesTo, Voice, Weights, check_move
from city.dividend.rounds.steps import Left, Step, read_left
from city.office.approvals import Proposal, ProposalState

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

    def to_terms(self) -> Terms:
        told = json.loads(self.terms)
        return Terms(
            first_day=datetime.fromisoformat(told["first_day"]).date(),
            last_day=datetime.fromisoformat(told["last_day"]).date(),
            cities=frozenset(told["cities"]),
            weights=Weights(told["weights"]),
            cost_cap_permille=told["cost_cap_permille"],
            city_permille=told["city_permille"],
            minimum_krw=told["minimum_krw"],
            claim_months=told["claim_months"],
            payout_day=told["payout_day"],
            # Rounds opened before there was a choice.
            unclaimed=UnclaimedGoesTo(told.get("unclaimed", UnclaimedGoesTo.CITY.value)),
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


class FileRecord(RoundsTable, discriminator="file"):
    file = UnicodeAttribute()
    digest = UnicodeAttribute()
    accepted = NumberAttribute()
    quarantined = NumberAttribute()
    received_at = UTCDateTimeAttribute()


class StepRecord(RoundsTable, discriminator="step"):
    """What a step came to. Written once: whoever does it again hears this."""

    result = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class VoiceRecord(RoundsTable, discriminator="voice"):
    member = UnicodeAttribute()
    approves = NumberAttribute()
    reason = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class ProposalRecord(RoundsTable, discriminator="proposal"):
    """What one person proposed and another decided. A turn is decided once; all of them stay."""

    subject = UnicodeAttribute()
    turn = NumberAttribute()
    what = UnicodeAttribute()
    reason = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    decided_because = UnicodeAttribute(null=True)

    def to_proposal(self) -> Proposal:
        return Proposal(
            self.subject, self.what, self.reason, self.proposed_by, self.proposed_at, ProposalState(self.state),
            int(self.turn), self.decided_by, self.decided_at, self.decided_because,
        )  # fmt: skip


class Rounds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- rounds ---

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

    def states(self) -> dict[str, RoundState]:
        """Of every round. Eventually consistent: who books by it checks again with `while_books_open`."""
        return {record.round_id: RoundState(record.state) for record in self.all()}

    def while_books_open(self, writes: Writes, round_id: str) -> None:
        """Lets a transaction be refused as a whole, under the name `books`, once the round's books are closed."""
        open_states = [state.value for state in sorted(BOOKS_OPEN)]
        writes.add(
            "books",
            lambda t: t.condition_check(RoundRecord, round_id, _ROUND, condition=RoundRecord.state.is_in(*open_states)),
        )

    def note(self, writes: Writes, round_id: str, step: Step[Left], shard: str, result: Left, at: datetime) -> None:
        """Adds to a transaction what a step came to; it is refused as a whole where the step was done before."""
        record = StepRecord(round_id, _step_entry(step, shard), result=result.model_dump_json(), at=at)
        writes.add("note", lambda t: t.save(record, condition=RoundsTable.entry.does_not_exist()))

    def move_in(self, writes: Writes, record: RoundRecord, then: RoundState, at: datetime) -> None:
        """Adds a move to a transaction, which is refused as a whole where the round moved meanwhile. Raises RoundNotThere."""
        check_move(RoundState(record.state), then)
        before = record.revision
        actions: list[Action] = [
            RoundRecord.state.set(then.value),
            RoundRecord.revision.set(before + 1),
            RoundRecord.moved_at.set(at),
        ]
        writes.add("round", lambda t: t.update(record, actions=actions, condition=RoundRecord.revision == before))

    def commit(self, writes: Writes) -> None:
        """Raises WritesRefused."""
        writes.commit(self._connection)

    # --- files ---

    def add_file(self, record: FileRecord) -> FileRecord | None:
        """Enters a file under its name and its content, each taken once. Returns the one that is in the way, if any."""
        record.entry = f"file#{record.digest}"
        name = StepRecord(record.round_id, f"name#{record.file}", result=record.digest, at=record.received_at)
        writes = Writes()
        writes.add("file", lambda t: t.save(record, condition=RoundsTable.entry.does_not_exist()))
        writes.add("name", lambda t: t.save(name, condition=RoundsTable.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return next(
                known
                for known in self.files(record.round_id)
                if known.digest == record.digest or known.file == record.file
            )
        return None

    def files(self, round_id: str) -> list[FileRecord]:
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith("file#"), consistent_read=True)
        return [record for record in found if isinstance(record, FileRecord)]

    # --- steps ---

    def done(self, round_id: str, step: Step[Left], shard: str = "-") -> Left | None:
        """What a step came to; None if it was not done yet. Raises RoundWorkUnreadable."""
        record = _step_record(round_id, step, shard)
        return None if record is None else _read_result(step, record)

    def is_done(self, round_id: str, step: Step[Left], shard: str = "-") -> bool:
        """Whether a step was done, whatever it came to."""
        return _step_record(round_id, step, shard) is not None

    def finish(self, round_id: str, step: Step[Left], result: Left, at: datetime, shard: str = "-") -> Left:
        """Writes what a step came to, once, and returns it. Raises StepContradicts where it came to something else."""
        record = StepRecord(round_id, _step_entry(step, shard), result=result.model_dump_json(), at=at)
        try:
            record.save(condition=RoundsTable.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            if self.done(round_id, step, shard) != result:
                raise StepContradicts(f"{step.name} {shard}") from None
        return result

    def steps(self, round_id: str, step: Step[Left]) -> dict[str, Left]:
        """Shard -> what the step came to for it. Raises RoundWorkUnreadable."""
        prefix = _step_entry(step, "")
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        return {r.entry.removeprefix(prefix): _read_result(step, r) for r in found if isinstance(r, StepRecord)}

    def step_counts(self, round_id: str) -> dict[str, int]:
        """How many shards each step has done."""
        counts: dict[str, int] = {}
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith("step#"), attributes_to_get=["entry", "kind"])
        for record in found:
            step = record.entry.split("#")[1]
            counts[step] = counts.get(step, 0) + 1
        return counts

    # --- the panel ---

    def voices(self, record: RoundRecord) -> tuple[Voice, ...]:
        """What was said since the panel was last asked anew."""
        prefix = f"voice#{int(record.panel_turn)}#"
        found = RoundsTable.query(record.round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        heard = [Voice(r.member, bool(r.approves), r.reason, r.at) for r in found if isinstance(r, VoiceRecord)]
        return tuple(sorted(heard, key=lambda voice: voice.at))

    def earlier_voices(self, record: RoundRecord) -> tuple[Voice, ...]:
        """What was said before the panel was last asked anew: why it refused."""
        found = RoundsTable.query(record.round_id, RoundsTable.entry.startswith("voice#"), consistent_read=True)
        heard = [
            Voice(r.member, bool(r.approves), r.reason, r.at)
            for r in found
            if isinstance(r, VoiceRecord) and int(r.entry.split("#")[1]) < int(record.panel_turn)
        ]
        return tuple(sorted(heard, key=lambda voice: voice.at))

    def add_voice(self, record: RoundRecord, voice: Voice) -> None:
        """Raises RoundMoved if another voice was heard meanwhile."""
        said = VoiceRecord(
            record.round_id, f"voice#{int(record.panel_turn)}#{voice.member}", member=voice.member, approves=int(voice.approves),
            reason=voice.reason, at=voice.at,
        )  # fmt: skip
        before = record.revision
        writes = Writes()
        writes.add("voice", lambda t: t.save(said, condition=RoundsTable.entry.does_not_exist()))
        writes.add(
            "round",
            lambda t: t.update(
                record, actions=[RoundRecord.revision.set(before + 1)], condition=RoundRecord.revision == before
            ),
        )
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise RoundMoved(record.round_id) from None

    # --- two people ---

    def proposals(self, round_id: str, subject: str = "") -> list[Proposal]:
        """Every turn of what was proposed about subjects that begin so, in the order of subject and turn."""
        prefix = f"proposal#{subject}"
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        return [record.to_proposal() for record in found if isinstance(record, ProposalRecord)]

    def proposal(self, round_id: str, subject: str) -> Proposal | None:
        """The latest turn."""
        turns = [known for known in self.proposals(round_id, f"{subject}#") if known.subject == subject]
        return turns[-1] if turns else None

    def add_proposal(self, round_id: str, proposal: Proposal) -> None:
        """Raises ProposalMoved."""
        try:
            _proposal_record(round_id, proposal).save(condition=RoundsTable.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise ProposalMoved(proposal.subject) from None

    def write_decision(self, writes: Writes, round_id: str, proposal: Proposal) -> None:
        """Adds a decision to a transaction, which is refused as a whole where another decided meanwhile."""
        record = _proposal_record(round_id, proposal)
        undecided = ProposalRecord.state == ProposalState.PROPOSED.value
        writes.add("decision", lambda t: t.save(record, condition=undecided))

    def decide(self, round_id: str, proposal: Proposal) -> None:
        """Writes a decision that carries nothing else with it. Raises ProposalMoved."""
        writes = Writes()
        self.write_decision(writes, round_id, proposal)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise ProposalMoved(proposal.subject) from None


def _step_entry(step: Step[Left], shard: str) -> str:
    return f"step#{step.name}#{shard}"


def _step_record(round_id: str, step: Step[Left], shard: str) -> StepRecord | None:
    try:
        record = RoundsTable.get(round_id, _step_entry(step, shard), consistent_read=True)
    except RoundsTable.DoesNotExist:
        return None
    assert isinstance(record, StepRecord)
    return record


def _read_result(step: Step[Left], record: StepRecord) -> Left:
    return read_left(step.result, record.result, f"{record.round_id} {record.entry}")


def _proposal_record(round_id: str, proposal: Proposal) -> ProposalRecord:
    return ProposalRecord(
        round_id, f"proposal#{proposal.subject}#{proposal.turn:03d}", subject=proposal.subject, turn=proposal.turn,
        what=proposal.what, reason=proposal.reason, proposed_by=proposal.proposed_by, proposed_at=proposal.proposed_at,
        state=proposal.state.value, decided_by=proposal.decided_by, decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
    )  # fmt: skip
