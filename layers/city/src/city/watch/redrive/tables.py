"""What was proposed of a queue of dead letters, what came of it, and who did what, when."""

import json
from collections.abc import Callable
from datetime import datetime

from pynamodb.attributes import DiscriminatorAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Writes, WritesRefused
from city.office.approvals import Proposal, ProposalState
from city.office.tables.history import HISTORY, HistoryAttributes, add_history_line
from city.office.tables.people import NameAttributes, StaffNames
from city.watch.redrive.errors import RedriveMoved
from city.watch.redrive.redrives import Redrive

_PROPOSAL = "proposal#"
# What, by whom, when, and a note.
_Line = tuple[str, str, datetime, str | None]


class RedriveTable(Model):
    class Meta:
        table_name = "redrives"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class RedriveRecord(RedriveTable, discriminator="redrive"):
    """One turn. A turn is decided once and carried out once; all of them stay."""

    turn = NumberAttribute()
    what = UnicodeAttribute()
    reason = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    decided_because = UnicodeAttribute(null=True)
    moved = NumberAttribute()
    held_until = UTCDateTimeAttribute(null=True)
    ended_at = UTCDateTimeAttribute(null=True)
    outcome = UnicodeAttribute(null=True)

    def to_redrive(self) -> Redrive:
        proposal = Proposal(
            subject=self.subject.removeprefix(_subject("")),
            what=self.what,
            reason=self.reason,
            proposed_by=self.proposed_by,
            proposed_at=self.proposed_at,
            state=ProposalState(self.state),
            turn=int(self.turn),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            decided_because=self.decided_because,
        )
        return Redrive(
            proposal,
            json.loads(self.what)["most"],
            int(self.moved),
            self.held_until,
            self.ended_at,
            self.outcome,
        )


class RedriveHistoryRecord(HistoryAttributes, RedriveTable, discriminator="history"):
    """One thing that somebody did."""


class PersonRecord(NameAttributes, RedriveTable, discriminator="person"):
    """A name that somebody who proposes or decides had."""


NAMES = StaffNames(PersonRecord)
# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"redrives_table": RedriveTable}


class Redrives:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turns(self, queue: str, most: int) -> list[Redrive]:
        """The newest first."""
        found = RedriveRecord.query(
            _subject(queue),
            RedriveTable.entry.startswith(_PROPOSAL),
            scan_index_forward=False,
            limit=most,
            consistent_read=True,
        )
        return [record.to_redrive() for record in found]

    def newest(self, queue: str) -> Redrive | None:
        return next(iter(self.turns(queue, 1)), None)

    def history(self, queue: str, most: int) -> list[RedriveHistoryRecord]:
        """The last things that happened, the oldest of them first."""
        found = RedriveHistoryRecord.query(
            _subject(queue), RedriveTable.entry.startswith(HISTORY), scan_index_forward=False, limit=most
        )
        return list(found)[::-1]

    def add(self, redrive: Redrive) -> None:
        """Raises RedriveMoved where this turn was proposed meanwhile."""
        new, proposal = _record(redrive), redrive.proposal
        self._write(
            redrive,
            lambda transaction: transaction.save(new, condition=RedriveTable.entry.does_not_exist()),
            ("proposed", proposal.proposed_by, proposal.proposed_at, f"≤ {redrive.most}: {proposal.reason}"),
        )

    def decide(self, redrive: Redrive) -> None:
        """Raises RedriveMoved where it was decided meanwhile."""
        new, proposal = _record(redrive), redrive.proposal
        undecided = RedriveRecord.state == ProposalState.PROPOSED.value
        self._write(
            redrive,
            lambda transaction: transaction.save(new, condition=undecided),
            (proposal.state.value, str(proposal.decided_by), _known(proposal.decided_at), proposal.decided_because),
        )

    def hold(self, known: Redrive, held: Redrive) -> None:
        """Takes over what somebody let fall. Raises RedriveMoved where another has."""
        fallen = RedriveRecord.held_until == known.held_until
        unended = RedriveRecord.ended_at.does_not_exist()
        new = _record(held)
        self._write(held, lambda transaction: transaction.save(new, condition=fallen & unended))

    def note_moved(self, redrive: Redrive, moved: int) -> None:
        """How far it is, for whoever goes on should this one die."""
        _record(redrive).update(actions=[RedriveRecord.moved.set(moved)])

    def end(self, redrive: Redrive, by: str) -> None:
        new = _record(redrive)
        self._write(
            redrive,
            lambda transaction: transaction.save(new),
            ("moved", by, _known(redrive.ended_at), f"{redrive.moved} ({redrive.outcome})"),
        )

    def _write(self, redrive: Redrive, write: Callable[[TransactWrite], None], line: _Line | None = None) -> None:
        """A turn and its line of history, both or neither. Raises RedriveMoved."""
        writes = Writes()
        writes.add("turn", write)
        if line is not None:
            what, by, at, note = line
            subject = _subject(redrive.proposal.subject)
            add_history_line(writes, RedriveHistoryRecord, subject, what=what, by=by, at=at, note=note)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise RedriveMoved(redrive.proposal.subject) from None


def _known(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("what was done was done at a moment")
    return moment


def _subject(queue: str) -> str:
    return f"queue#{queue}"


def _record(redrive: Redrive) -> RedriveRecord:
    proposal = redrive.proposal
    return RedriveRecord(
        _subject(proposal.subject),
        f"{_PROPOSAL}{proposal.turn:06d}",
        turn=proposal.turn,
        what=proposal.what,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        state=proposal.state.value,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
        moved=redrive.moved,
        held_until=redrive.held_until,
        ended_at=redrive.ended_at,
        outcome=redrive.outcome,
    )
