"""Proposing what becomes of money that waits; another approves it."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import logger
from city.contracts.fines.staff.money import DecisionLine, ProposeDecision
from city.fines.desk.dual_control import describe_resolution, propose
from city.fines.desk.money.service.shown_deposits import show_decision
from city.fines.desk.money.service.suspense_checks import check_refund, find_case_of, find_case_to_pay, would_pay
from city.fines.desk.tables.desk import (
    DECISIONS,
    DecisionRecord,
    DeskEntries,
    archived_decision,
    deposit_subject,
    new_decision,
)
from city.fines.law.privacy import Mask
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.cases import Cases
from city.fines.money.errors import MoneyNotThere
from city.fines.money.ledger import (
    LedgerAccount,
    lies_in,
)
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import Clock
from city.office.approvals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeResolution:
    """Proposes a refund, or a case that a deposit is to pay; once, however often it is asked for."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: DeskEntries
    clock: Clock

    def propose(self, key: str, request: ProposeDecision, by: str) -> DecisionLine:
        """Raises DepositUnknown, NoticeUnknown, ProposedBefore, MoneyNotThere, AmountDiffers, SettlesTheCase,
        Transient.
        """
        decision = look_again(lambda: self._proposed(key, request, by))
        return show_decision(decision, Mask())

    def _proposed(self, key: str, request: ProposeDecision, by: str) -> DecisionRecord:
        deposit, known = self.deposits.get(key), self.desk.find_decision(key)
        before = known.to_proposal() if known is not None else None
        new = Proposal(
            subject=deposit_subject(key),
            what=describe_resolution(
                action=request.action,
                notice_number=request.notice_number,
                refund_bank=request.refund_bank,
                refund_account=request.refund_account,
                refund_holder=request.refund_holder,
                reopens_case=request.reopens_case,
            ),
            reason=request.reason,
            proposed_by=by,
            proposed_at=self.clock.now(),
        )
        if propose(before, new) is before and known is not None:
            return known
        self._check(deposit, request)
        writes = Writes()
        if known is not None:
            declined = archived_decision(known)
            writes.add("declined before", lambda transaction: transaction.save(declined))
        decision = known or new_decision(key)
        decision.action, decision.state, decision.reason = request.action, "proposed", request.reason
        decision.amount_krw, decision.notice_number = deposit.amount_krw, request.notice_number
        decision.refund_bank, decision.refund_account = request.refund_bank, request.refund_account
        decision.refund_holder, decision.reopens_case = request.refund_holder, request.reopens_case or None
        decision.proposed_by, decision.proposed_at = by, new.proposed_at
        decision.decided_by = decision.decided_at = None
        decision.worklist, decision.since = DECISIONS, decision.proposed_at
        writes.add("decision", lambda transaction: transaction.save(decision))
        write_all(writes, self.connection)
        logger().info("decision proposed", extra={"deposit_key": key, "action": request.action, "by": by})
        return decision

    def _check(self, deposit: DepositRecord, request: ProposeDecision) -> None:
        held = lies_in(entries_of(deposit.deposit_key))
        if request.action == "assign":
            if held is not LedgerAccount.SUSPENSE:
                raise MoneyNotThere
            would_pay(deposit, find_case_to_pay(self.cases, request.notice_number))
        else:
            check_refund(held, find_case_of(self.cases, deposit), deposit, reopens_case=request.reopens_case)
