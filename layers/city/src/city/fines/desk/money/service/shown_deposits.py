"""What staff are shown of deposits, their entries in the ledger and decisions on them."""

from collections.abc import Iterable

from city.contracts.fines.staff.money import DecisionLine, DepositFile, DepositLine, LedgerLine
from city.fines.desk.tables.desk import DecisionRecord
from city.fines.law.privacy import Mask
from city.fines.money.ledger import DepositEntry
from city.fines.money.tables.deposit_records import PAYS, DepositRecord


def show_deposit(record: DepositRecord, mask: Mask) -> DepositLine:
    return DepositLine(
        deposit_key=record.deposit_key,
        outcome=record.outcome,
        pays_case=record.outcome in PAYS,
        reason=record.reason,
        account_number=mask.account(record.account_number),
        amount_krw=int(record.amount_krw),
        notice_number=record.notice_number,
        deposited_at=record.deposited_at,
        received_at=record.received_at,
    )


def show_deposit_file(
    record: DepositRecord,
    entries: Iterable[DepositEntry],
    decision: DecisionRecord | None,
    mask: Mask,
    others: Iterable[DepositRecord] = (),
) -> DepositFile:
    return DepositFile(
        **dict(show_deposit(record, mask)),
        ledger=tuple(show_entry(entry) for entry in entries),
        decision=show_decision(decision, mask) if decision else None,
        others=tuple(show_deposit(other, Mask()) for other in others),
    )


def show_entry(entry: DepositEntry) -> LedgerLine:
    return LedgerLine(
        key=entry.key,
        kind=entry.kind.value,
        at=entry.at,
        amount_krw=entry.amount_krw,
        notice_number=entry.notice_number,
    )


def show_decision(record: DecisionRecord, mask: Mask) -> DecisionLine:
    return DecisionLine(
        deposit_key=record.deposit_key,
        action=record.action,
        state=record.state,
        amount_krw=int(record.amount_krw),
        notice_number=record.notice_number,
        reason=mask.words(record.reason),
        refund_bank=record.refund_bank,
        refund_account=mask.account(record.refund_account),
        refund_holder=mask.name(record.refund_holder) if record.refund_holder else None,
        reopens_case=bool(record.reopens_case),
        proposed_by=record.proposed_by,
        proposed_at=record.proposed_at,
        decided_by=record.decided_by,
        decided_at=record.decided_at,
        paid_by=record.paid_by,
        paid_at=record.paid_at,
        bank_reference=record.bank_reference,
    )
