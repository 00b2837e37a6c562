"""Proposals for new keys, turn by turn."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.office.approvals import Proposal, ProposalState
from city.operations.agencies.errors import CredentialsDecidedBefore, CredentialsProposedBefore
from city.operations.agencies.tables.records import AgencyTable, ProposalRecord

_PROPOSAL = "proposal#"


@dataclass(frozen=True, slots=True)
class NamedProposal:
    """A proposal, and by what name its people were known."""

    proposal: Proposal
    proposed_by_name: str | None
    decided_by_name: str | None = None


class KeyProposals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, agency_id: str) -> NamedProposal | None:
        found = ProposalRecord.query(
            _subject(agency_id),
            AgencyTable.entry.startswith(_PROPOSAL),
            scan_index_forward=False,
            limit=1,
            consistent_read=True,
        )
        return next((_to_proposal(record) for record in found), None)

    def add(self, named: NamedProposal) -> None:
        """Raises CredentialsProposedBefore where this turn was proposed meanwhile."""
        writes, new = Writes(), _record(named)
        writes.add("turn", lambda t: t.save(new, condition=AgencyTable.entry.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            raise CredentialsProposedBefore from None

    def decide(self, named: NamedProposal, also: Writes) -> None:
        """Writes the decision, and with it what `also` holds, all or nothing. Raises CredentialsDecidedBefore."""
        new, undecided = _record(named), ProposalRecord.state == ProposalState.PROPOSED.value
        also.add("turn", lambda t: t.save(new, condition=undecided))
        try:
            also.commit(self._connection)
        except WritesRefused:
            raise CredentialsDecidedBefore from None


def _subject(agency_id: str) -> str:
    return f"agency#{agency_id}"


def _record(named: NamedProposal) -> ProposalRecord:
    proposal = named.proposal
    return ProposalRecord(
        _subject(proposal.subject),
        f"{_PROPOSAL}{proposal.turn:06d}",
        turn=proposal.turn,
        what=proposal.what,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        proposed_by_name=named.proposed_by_name,
        proposed_at=proposal.proposed_at,
        state=proposal.state.value,
        decided_by=proposal.decided_by,
        decided_by_name=named.decided_by_name,
        decided_at=proposal.decided_at,
        decided_because=proposal.decided_because,
    )


def _to_proposal(record: ProposalRecord) -> NamedProposal:
    decided_at: datetime | None = record.decided_at
    return NamedProposal(
        Proposal(
            subject=record.subject.removeprefix(_subject("")),
            what=record.what,
            reason=record.reason,
            proposed_by=record.proposed_by,
            proposed_at=record.proposed_at,
            state=ProposalState(record.state),
            turn=int(record.turn),
            decided_by=record.decided_by,
            decided_at=decided_at,
            decided_because=record.decided_because,
        ),
        record.proposed_by_name,
        record.decided_by_name,
    )
