"""The desk: what waits for staff (tickets, opinions, decisions on money), who looked at what, each notice's history."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.exceptions import DoesNotExist

from city.aws.paging import name_page, read_page
from city.fines.desk.dual_control import describe_resolution
from city.fines.desk.tables.corrections import corrections_of
from city.fines.law.tables.history import HistoryRecord, notice_subject
from city.fines.law.tables.opinions import OpinionRecord, opinion_entry
from city.fines.law.tables.worklist import DeskTable
from city.fines.talk.tables.notice_tickets import tickets_on_notice
from city.fines.talk.tables.tickets import TicketRecord
from city.office.approvals import Proposal, ProposalState
from city.office.tables.access_log import AccessLog, ViewAttributes

DECISIONS, REFUNDS = "decisions", "refunds"
_DECISION = "decision"


class DecisionRecord(DeskTable, discriminator="decision"):
    """What is to become of a deposit in suspense: proposed by one person, approved by another."""

    deposit_key = UnicodeAttribute()
    action = UnicodeAttribute()  # refund | assign
    state = UnicodeAttribute(default="proposed")  # proposed | approved | declined | paid
    amount_krw = NumberAttribute()
    notice_number = UnicodeAttribute(null=True)
    reason = UnicodeAttribute()
    proposed_by = UnicodeAttribute()
    proposed_at = UTCDateTimeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    # Where a refund goes: the citizen's own account, shown to staff with a reason only.
    refund_bank = UnicodeAttribute(null=True)
    refund_account = UnicodeAttribute(null=True)
    refund_holder = UnicodeAttribute(null=True)
    reopens_case = BooleanAttribute(null=True)
    paid_by = UnicodeAttribute(null=True)
    paid_at = UTCDateTimeAttribute(null=True)
    bank_reference = UnicodeAttribute(null=True)
    revision = VersionAttribute()

    def to_proposal(self) -> Proposal:
        """As the rule of two people sees it. What was paid out had been approved."""
        return Proposal(
            subject=self.subject,
            what=describe_resolution(
                action=self.action,
                notice_number=self.notice_number,
                refund_bank=self.refund_bank,
                refund_account=self.refund_account,
                refund_holder=self.refund_holder,
                reopens_case=bool(self.reopens_case),
            ),
            reason=self.reason,
            proposed_by=self.proposed_by,
            proposed_at=self.proposed_at,
            state=ProposalState.APPROVED if self.state == "paid" else ProposalState(self.state),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
        )


class ViewRecord(ViewAttributes, DeskTable, discriminator="view"):
    """Somebody looked at a notice, a deposit or a talk."""


ACCESS_LOG = AccessLog(ViewRecord)


def deposit_subject(deposit_key: str) -> str:
    return f"deposit#{deposit_key}"


def talk_subject(holder: str) -> str:
    return f"talk#{holder}"


def new_decision(deposit_key: str) -> "DecisionRecord":
    return DecisionRecord(deposit_subject(deposit_key), _DECISION, deposit_key=deposit_key)


def archived_decision(record: "DecisionRecord") -> "DecisionRecord":
    """A copy of a declined proposal, kept beside the one that follows it."""
    kept = {
        name: value
        for name, value in record.attribute_values.items()
        if name not in ("subject", "entry", "kind", "revision", "worklist", "since")
    }
    return DecisionRecord(record.subject, f"{_DECISION}#{record.decided_at:%Y-%m-%dT%H:%M:%S.%f}", **kept)


class DeskEntries:
    """Opinions, decisions on money, views and worklists, by the entries of the desk's table."""

    def find_opinion(self, number: str, given_at: str) -> OpinionRecord | None:
        """An opinion by the moment it was given, as its entry has it."""
        try:
            record: OpinionRecord = OpinionRecord.get(
                notice_subject(number), opinion_entry(given_at), consistent_read=True
            )
        except DoesNotExist:
            return None
        return record

    def find_decision(self, deposit_key: str) -> DecisionRecord | None:
        """What was proposed or decided last about a deposit."""
        try:
            record: DecisionRecord = DecisionRecord.get(deposit_subject(deposit_key), _DECISION, consistent_read=True)
        except DoesNotExist:
            return None
        return record

    def keep_view(self, subject: str, *, by: str, reason: str, at: datetime) -> None:
        """Writes down who looks at what, and why."""
        ACCESS_LOG.keep(subject, by=by, reason=reason, at=at)

    def on_notice(self, number: str) -> tuple[list[HistoryRecord], list[OpinionRecord]]:
        """What happened to a notice, and the opinions given on it, oldest first."""
        entries = list(DeskTable.query(notice_subject(number), consistent_read=True))
        history = [entry for entry in entries if isinstance(entry, HistoryRecord)]
        return history, [entry for entry in entries if isinstance(entry, OpinionRecord)]

    def forget_notice(self, number: str) -> None:
        """Deletes what happened to a notice, its corrections and opinions. Who looked at it is kept for its own time."""
        history, opinions = self.on_notice(number)
        for entry in [*opinions, *corrections_of(number), *history, *tickets_on_notice(number)]:
            entry.delete()

    def past_their_time(self, cases: datetime, tickets: datetime, views: datetime) -> Iterator[DeskTable]:
        """Entries that ended before these moments: decisions on money, tickets, views. A scan: for once a night."""
        for entry in DeskTable.scan():
            match entry:
                case TicketRecord():
                    over = entry.state != "open" and entry.answered_at is not None and entry.answered_at <= tickets
                case ViewRecord():
                    over = entry.at <= views
                case DecisionRecord():
                    ended = entry.paid_at or entry.decided_at
                    over = entry.worklist is None and ended is not None and ended <= cases
                case _:
                    over = False
            if over:
                yield entry

    def delete(self, entry: DeskTable) -> None:
        entry.delete()

    def list_work(self, worklist: str, limit: int, page: str | None) -> tuple[Sequence[DeskTable], str | None]:
        """A page of what waits, longest first, and the name of the next page. Raises Invalid."""
        found = DeskTable.by_worklist.query(
            worklist,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "since", "subject", "entry", worklist=worklist) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "since", "subject", "entry")

    def count_work(self, worklist: str) -> int:
        """How many wait on a list."""
        return int(DeskTable.by_worklist.count(worklist))

    def waiting_since(self, worklist: str) -> datetime | None:
        """When the oldest thing on a list came."""
        oldest = list(DeskTable.by_worklist.query(worklist, limit=1))
        return oldest[0].since if oldest else None
