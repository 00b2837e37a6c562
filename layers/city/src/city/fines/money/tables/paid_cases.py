"""What a deposit does to its case: pays it, whole or in part, or leaves it owed again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from city.aws.dynamo import Writes
from city.fines.law.deposits import HeldMoney, PaidInFull, PaidInPart, SuspenseReason, plan_after, reopened_state
from city.fines.law.lifecycle import PAYABLE, State
from city.fines.law.notices import PAID, PaymentStage
from city.fines.law.procedure.deadlines import next_deadline
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.case_writes import in_state, write_deadline
from city.fines.law.tables.held_money import note_gone
from city.fines.law.tables.plans import read_plan, write_plan
from city.fines.law.tables.receivers import receivers_of
from city.fines.money.tables.deposit_records import DepositRecord
from city.kernel.clock import seoul_date


def held_money(record: DepositRecord) -> HeldMoney:
    """A deposit as the case it came for notes it."""
    return HeldMoney(
        deposit_key=record.deposit_key,
        amount_krw=int(record.amount_krw),
        at=record.deposited_at,
        reason=SuspenseReason(record.reason) if record.outcome == "suspense" else None,
        expected_krw=int(record.expected_krw) if record.expected_krw is not None else None,
        asked_by=frozenset(to.holder for _, to in receivers_of(record)),
    )


@dataclass(frozen=True, slots=True)
class Paid:
    """A deposit as its case sees it."""

    deposit_key: str
    at: datetime
    amount_krw: int
    instalment: int | None

    def instalments_left(self, case: NoticeRecord) -> int | None:
        """How many instalments are unpaid after this one; None for what is none."""
        if case.plan is None or self.instalment is None:
            return None
        return len([one for one in read_plan(case.plan).unpaid if one.number != self.instalment])


def paid_line(stage: str, instalment: int | None) -> str:
    """What the history says of a payment."""
    return f"paid ({stage})" if instalment is None else f"paid ({stage} {instalment})"


def pay_case(transaction: TransactWrite, case: NoticeRecord, decision: PaidInFull | PaidInPart, paid: Paid) -> None:
    """Adds the write that closes a case with a payment, and keeps where it came from; or that pays an instalment."""
    actions: list[Action] = note_gone(case, paid.deposit_key)
    plan = plan_after(read_plan(case.plan), paid.deposit_key, paid.amount_krw, paid.instalment) if case.plan else None
    if plan is not None:
        actions.append(NoticeRecord.plan.set(write_plan(plan)))
    if isinstance(decision, PaidInFull):
        actions += [
            *in_state(decision.state, case.to_notice(), seoul_date(paid.at), came_from=decision.paid_from),
            NoticeRecord.paid_from.set(decision.paid_from.value),
            NoticeRecord.paid_at.set(paid.at),
            NoticeRecord.paid_krw.set(plan.paid_krw if plan is not None else paid.amount_krw),
        ]
    else:
        # The next instalment gets an account of its own.
        following = replace(case.to_notice(), plan=plan)
        actions.append(NoticeRecord.issue.remove())
        actions.append(write_deadline(case.number, next_deadline(following.status, following, seoul_date(paid.at))))
    transaction.update(
        case,
        actions=actions,
        condition=NoticeRecord.status.is_in(*(payable.value for payable in sorted(PAYABLE))),
    )


def pays_for(case: NoticeRecord, deposit_key: str) -> bool:
    """Whether a case would be owed again without a settled deposit: it is paid, or an instalment of it is."""
    state = State(case.status)
    return state in PAID or (state in PAYABLE and paid_a_part(case, deposit_key))


def paid_a_part(case: NoticeRecord, deposit_key: str) -> bool:
    """Whether a deposit counts among the payments of a plan, in whatever state the case is."""
    plan = read_plan(case.plan) if case.plan else None
    return plan is not None and any(payment.deposit_key == deposit_key for payment in plan.payments)


def reopened_without(case: NoticeRecord, stage: str | None) -> State | None:
    """The state a case returns to when its payment goes; None where only an instalment does, or where it is cancelled.

    Raises ReversalDoesNotFit.
    """
    state = State(case.status)
    if state is State.CANCELLED or (case.plan is not None and state not in PAID):
        return None
    return reopened_state(state, PaymentStage(stage) if stage else PaymentStage.FULL, State(case.paid_from))


def reopen_case(
    writes: Writes,
    case: NoticeRecord,
    deposit: DepositRecord,
    reopened: State | None,
    noted: Sequence[Action],
    now: datetime,
) -> None:
    """Adds the writes that leave a case as if a deposit had not paid it; `noted` is what is said of the money there."""
    actions: list[Action] = [NoticeRecord.issue.remove(), *noted]
    plan = read_plan(case.plan).without(deposit.deposit_key) if case.plan is not None else None
    notice = replace(case.to_notice(), plan=plan)
    if reopened is not None:
        actions += [
            *in_state(reopened, notice, seoul_date(now)),
            NoticeRecord.paid_from.remove(),
            NoticeRecord.paid_at.remove(),
            NoticeRecord.paid_krw.remove(),
        ]
    elif notice.status in PAYABLE:
        # Elsewhere, at the court say, the money changes nothing of what is due next.
        actions.append(write_deadline(case.number, next_deadline(notice.status, notice, seoul_date(now))))
    if plan is not None:
        actions.append(NoticeRecord.plan.set(write_plan(plan)))
    writes.add("case", lambda t: t.update(case, actions=actions))
    current = case.current_issue
    if reopened is None and current is not None:
        revoke(writes, current, now)  # it was for what comes after the instalment that is open again
