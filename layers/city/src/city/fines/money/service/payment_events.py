"""What the city's bus hears of money, as events that are written in the transaction of their fact. Each deposit's once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from city.contracts.fines.events import DepositSuspendedV2, FinePaidV2, InstalmentPaidV2, PaymentReversedV2
from city.fines.law.instalments import GrantedPlan
from city.fines.law.notices import PaymentStage
from city.fines.money.tables.deposit_records import DepositRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidDeposit:
    """A deposit as the case it pays has it. `instalments_left` is None for what is no instalment."""

    deposit_key: str
    correlation_id: str
    notice_number: str
    stage: PaymentStage
    amount_krw: int
    paid_at: datetime
    instalments_left: int | None


def payment_event(paid: PaidDeposit, plan: GrantedPlan | None, now: datetime) -> FinePaidV2 | InstalmentPaidV2:
    """The event of a deposit that paid its case, or one instalment of the plan the case had."""
    if paid.instalments_left:
        return InstalmentPaidV2(
            event_id=InstalmentPaidV2.id_of(paid.notice_number, paid.deposit_key),
            occurred_at=now,
            correlation_id=paid.correlation_id,
            notice_number=paid.notice_number,
            instalments_left=paid.instalments_left,
            amount_krw=paid.amount_krw,
            paid_at=paid.paid_at,
        )
    return FinePaidV2(
        event_id=FinePaidV2.id_of(paid.notice_number, paid.deposit_key),
        occurred_at=now,
        correlation_id=paid.correlation_id,
        notice_number=paid.notice_number,
        stage=_paid_stage(paid.stage, plan),
        amount_krw=paid.amount_krw,
        paid_at=paid.paid_at,
    )


def _paid_stage(stage: PaymentStage, plan: GrantedPlan | None) -> Literal["early", "full", "overdue"]:
    """Instalments count under the stage they were granted in."""
    match stage:
        case PaymentStage.EARLY:
            return "early"
        case PaymentStage.OVERDUE:
            return "overdue"
        case PaymentStage.INSTALMENT if plan is not None and plan.surcharge_krw:
            return "overdue"
    return "full"


def suspension_event(record: DepositRecord, now: datetime) -> DepositSuspendedV2:
    return DepositSuspendedV2(
        event_id=DepositSuspendedV2.id_of(record.deposit_key),
        occurred_at=now,
        correlation_id=record.correlation_id or record.deposit_key,
        deposit_id=record.deposit_key,
        reason=record.reason,
        amount_krw=int(record.amount_krw),
        deposited_at=record.deposited_at,
    )


def reversal_event(record: DepositRecord, now: datetime) -> PaymentReversedV2:
    return PaymentReversedV2(
        event_id=PaymentReversedV2.id_of(record.deposit_key),
        occurred_at=now,
        correlation_id=record.correlation_id or record.deposit_key,
        deposit_id=record.deposit_key,
        notice_number=record.notice_number,
        amount_krw=int(record.amount_krw),
    )
