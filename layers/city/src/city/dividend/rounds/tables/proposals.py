"""What one person proposed about a round and another decided: every turn stays on file."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.rounds.errors import ProposalMoved
from city.dividend.rounds.tables.rounds import RoundsTable
from city.office.approvals import Proposal, ProposalState


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
            subject=self.subject,
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


class Proposals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, round_id: str, subject: str = "") -> list[Proposal]:
        """Every turn of what was proposed about subjects that begin so, in the order of subject and turn."""
        prefix = f"proposal#{subject}"
        found = RoundsTable.query(round_id, RoundsTable.entry.startswith(prefix), consistent_read=True)
        return [record.to_proposal() for record in found if isinstance(record, ProposalRecord)]

    def latest(self, round_id: str, subject: str) -> Proposal | None:
        """The latest turn."""
        turns = [known for known in self.all(round_id, f"{subject}#") if known.subject == subject]
        return turns[-1] if turns else None

    def add(self, round_id: str, proposal: Proposal) -> None:
        """Raises ProposalMoved."""
        try:
            _proposal_record(round_id, proposal).save(condition=RoundsTable.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise ProposalMoved(proposal.subject) from None

    def add_decision(self, writes: Writes, round_id: str, proposal: Proposal) -> None:
        """Adds a decision to a transaction, which is refused as a whole where another decided meanwhile."""
        record = _proposal_record(round_id, proposal)
        undecided = ProposalRecord.state == ProposalState.PROPOSED.value
        writes.add("decision", lambda t: t.save(record, condition=undecided))

    def decide(self, round_id: str, proposal: Proposal) -> None:
        """Writes a decision that carries nothing else with it. Raises ProposalMoved."""
        writes = Writes()
        self.add_decision(writes, round_id, proposal)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise ProposalMoved(proposal.subject) from None


def _proposal_record(round_id: str, proposal: Proposal) -> ProposalRecord:
    return ProposalRecord(
        round_id=round_id,
        entry=f"proposal#{proposal.subject}#{proposal.turn:03d}",
        subject=proposal.subject,
        turn=proposal.turn,
        what=proposal.what,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_at=proposal.proposed_at,
        state=proposal.state.value,
        decided_by=proposal.decided_by,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
    )
