"""Which fine a deposit pays, and the state it leads to. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from city.fines.law.accounts import AccountIssue
from city.fines.law.instalments import GrantedPlan, Payment
from city.fines.law.lifecycle import (
    PAYABLE,
    TRANSITIONS,
    Move,
    State,
    after,
)
from city.fines.law.notices import PAID, PaymentStage

# A transfer sent the minute an account was issued must not look earlier than it because a bank's clock is slow.
BANK_CLOCK_TOLERANCE = timedelta(minutes=5)


class SuspenseReason(StrEnum):
    """Why a deposit was not matched; each asks staff for something else."""

    UNKNOWN_ACCOUNT = "unknown_account"
    WRONG_AMOUNT = "wrong_amount"
    EXPIRED_ACCOUNT = "expired_account"
    REVOKED_ACCOUNT = "revoked_account"
    SECOND_DEPOSIT = "second_deposit"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    deposit_id: str
    bank: str
    account_number: str
    amount_krw: int
    deposited_at: datetime


@dataclass(frozen=True, slots=True)
class PaidInFull:
    """The deposit pays the fine, and takes the case from one state to another."""

    state: State
    paid_from: State


@dataclass(frozen=True, slots=True)
class PaidInPart:
    """The deposit pays one instalment, and others are still to come."""

    instalment: int


@dataclass(frozen=True, slots=True)
class Suspended:
    """The money is kept, the reason named, staff decide."""

    reason: SuspenseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMoney:
    """Money that came for a case and pays nothing of it: what its citizen is told of it.

    `reason` is None for money that had paid and is on its way back. `expected_krw` is what its account asked for.
    `asked_by`: the partitions of the telephones that asked for that account; nobody's, where it was a web chat.
    """

    deposit_key: str
    amount_krw: int
    at: datetime
    reason: SuspenseReason | None
    expected_krw: int | None = None
    asked_by: frozenset[str] = frozenset()
    # A refund was approved and has not left the bank yet.
    returning: bool = False

    def heard_by(self, holder: str | None, *, is_owner: bool) -> bool:
        """Whether somebody who proved a right to the case is told of it: its owner, and whoever asked for the account.

        Money of an account that no telephone asked for is told to anybody who knows number and plate.
        """
        return is_owner or not self.asked_by or holder in self.asked_by


def match_deposit(
    deposit: Deposit, issue: AccountIssue | None, case_state: State, plan: GrantedPlan | None = None
) -> PaidInFull | PaidInPart | Suspended:
    """Decides what a deposit does: account, bank, validity window and amount must all agree.

    The bank's time of deposit counts, not the time its message reached us: a transfer at 23:59 that is told
    at 00:02, after the account was exchanged for the next stage's, still pays.
    """
    if issue is None or issue.bank != deposit.bank or deposit.deposited_at < issue.issued_at - BANK_CLOCK_TOLERANCE:
        return Suspended(SuspenseReason.UNKNOWN_ACCOUNT)
    if issue.paid_at is not None or case_state in PAID:
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    early = issue.stage is PaymentStage.EARLY
    if case_state not in PAYABLE or (case_state is State.UNDER_REVIEW and not early):
        return Suspended(SuspenseReason.NOTHING_DUE)  # an opinion that is being decided may cancel it
    if issue.revoked_at is not None and deposit.deposited_at >= issue.revoked_at:
        return Suspended(SuspenseReason.REVOKED_ACCOUNT)
    if deposit.deposited_at >= issue.expires_at:
        return Suspended(SuspenseReason.EXPIRED_ACCOUNT)
    if deposit.amount_krw != issue.amount_krw:
        return Suspended(SuspenseReason.WRONG_AMOUNT)
    if issue.instalment is not None:
        return _match_instalment(issue.instalment, case_state, plan)
    if plan is not None and plan.paid_krw != issue.paid_before_krw:
        # The whole was asked for while a part of it was on its way.
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    return PaidInFull(paid_state(case_state, issue.stage), case_state)


def _match_instalment(number: int, case_state: State, plan: GrantedPlan | None) -> PaidInFull | PaidInPart | Suspended:
    """An instalment is paid once, by whichever of its accounts; the last one closes the case."""
    if plan is None or number not in {instalment.number for instalment in plan.plan.instalments}:
        return Suspended(SuspenseReason.REVOKED_ACCOUNT)
    if number in plan.paid_numbers:
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    if not plan.completed_by(number):
        return PaidInPart(number)
    return PaidInFull(after(case_state, Move.PAY), case_state)


def plan_after(
    plan: GrantedPlan | None, deposit_key: str, amount_krw: int, instalment: int | None
) -> GrantedPlan | None:
    """The plan with this payment; None where the case has none."""
    return plan.paid_with(Payment(deposit_key, amount_krw, instalment)) if plan is not None else None


def paid_state(case_state: State, stage: PaymentStage) -> State:
    """The state a payment of this stage leads to.

    Who paid the reduced amount in time has ended the procedure, even if the bank told us only after the imposition.
    """
    if stage is PaymentStage.EARLY:
        return State.CLOSED_FINAL
    # The opinion period is over and the notice that imposes the fine not out yet: who pays the whole has paid it.
    return State.CLOSED if case_state is State.NOTICED else after(case_state, Move.PAY)


def reopened_state(case_state: State, stage: PaymentStage, paid_from: State) -> State:
    """The state a case returns to when the bank takes its payment back. Raises ReversalDoesNotFit."""
    if case_state is State.CLOSED_FINAL and stage is PaymentStage.EARLY and paid_from in TRANSITIONS[Move.PAY]:
        return paid_from  # paid in time, told after the imposition
    if case_state is State.CLOSED and paid_from is State.NOTICED:
        return paid_from  # the whole was paid before the imposition
    return after(case_state, Move.REVERSE_PAYMENT, before_payment=paid_from)
