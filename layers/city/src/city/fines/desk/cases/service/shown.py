"""What staff are shown of each record."""

from collections.abc import Iterable
from datetime import date

from city.contracts.fines.staff.cases import AccountLine, Amount, CaseLine, OpinionLine, PlanFile, PlanLine
from city.contracts.fines.staff.money import DecisionLine, DepositFile, DepositLine, LedgerLine
from city.contracts.fines.staff.talks import TicketLine, TurnLine
from city.contracts.staff import HistoryLine
from city.fines.desk.tables.desk import DecisionRecord, HistoryRecord, OpinionRecord, TicketRecord
from city.fines.law.instalments import GrantedPlan
from city.fines.law.model import AccountIssue, Notice, Quote, quote, state_of
from city.fines.law.privacy import Veil
from city.fines.law.tables.cases import NoticeRecord
from city.fines.money.ledger import Entry
from city.fines.money.tables.deposits import DepositRecord
from city.fines.talk.tables.talks import TurnRecord
from city.kernel.errors import Rejected


def show_case(record: NoticeRecord, today: date, veil: Veil) -> CaseLine:
    notice = record.to_notice()
    offer = _quote_or_refusal(notice, today)
    amount = offer if isinstance(offer, Quote) else None
    return CaseLine(
        number=record.number,
        holder=record.holder,
        plate=veil.plate(record.plate),
        place=record.place,
        violated_at=record.violated_at,
        state=state_of(notice, today).value,
        owner_name=veil.name(record.owner_name),
        owner_phone=veil.phone(record.owner_phone),
        amount=show_amount(amount) if amount else None,
        nothing_due=None if isinstance(offer, Quote) else offer.code,
        due_on=amount.pay_until if amount else notice.pay_until,
    )


def _quote_or_refusal(notice: Notice, today: date) -> Quote | Rejected:
    try:
        return quote(notice, today)
    except Rejected as refusal:
        return refusal


def show_amount(offer: Quote) -> Amount:
    return Amount(
        stage=offer.stage.value, amount_krw=offer.amount_krw, fine_krw=offer.fine_krw, pay_until=offer.pay_until
    )


def show_plan(plan: GrantedPlan, today: date) -> PlanFile:
    return PlanFile(
        hardship=plan.hardship.value,
        applied_on=plan.applied_on,
        granted_on=plan.granted_on,
        extended=plan.plan.extended,
        missed=plan.missed_on(today),
        ended_on=plan.ended_on,
        amount_krw=plan.plan.amount_krw,
        paid_krw=plan.paid_krw,
        instalments=tuple(
            PlanLine(
                number=each.number,
                due_on=each.due_on,
                amount_krw=each.amount_krw,
                paid=each.number in plan.paid_numbers,
            )
            for each in plan.plan.instalments
        ),
    )


def show_account(issue: AccountIssue, veil: Veil) -> AccountLine:
    return AccountLine(
        account_number=veil.account(issue.account_number),
        bank=issue.bank,
        stage=issue.stage.value,
        amount_krw=issue.amount_krw,
        issued_at=issue.issued_at,
        expires_at=issue.expires_at,
    )


def show_history(record: HistoryRecord, veil: Veil) -> HistoryLine:
    return HistoryLine(what=record.what, at=record.at, by=record.by, note=veil.words(record.note))


def show_opinion(record: OpinionRecord, veil: Veil) -> OpinionLine:
    return OpinionLine(
        notice_number=record.notice_number,
        given_at=record.entry.removeprefix("opinion#"),
        words=veil.words(record.words),
        guessed_ground=record.ground,
        channel=record.channel,
        language=record.language,
        phone=veil.phone(record.phone),
        state=record.state,
        documents_seen=tuple(record.documents),
        decided_by=record.decided_by,
        decided_at=record.decided_at,
        decided_ground=record.decided_ground,
        decided_reason=veil.words(record.decided_reason),
    )


def show_deposit(record: DepositRecord, veil: Veil) -> DepositLine:
    return DepositLine(
        deposit_key=record.deposit_key,
        outcome=record.outcome,
        reason=record.reason,
        account_number=veil.account(record.account_number),
        amount_krw=int(record.amount_krw),
        notice_number=record.notice_number,
        deposited_at=record.deposited_at,
        received_at=record.received_at,
    )


def show_deposit_file(
    record: DepositRecord, entries: Iterable[Entry], decision: DecisionRecord | None, veil: Veil
) -> DepositFile:
    return DepositFile(
        **dict(show_deposit(record, veil)),
        ledger=tuple(show_entry(entry) for entry in entries),
        decision=show_decision(decision, veil) if decision else None,
    )


def show_entry(entry: Entry) -> LedgerLine:
    return LedgerLine(
        key=entry.key,
        kind=entry.kind.value,
        at=entry.at,
        amount_krw=entry.amount_krw,
        notice_number=entry.notice_number,
    )


def show_decision(record: DecisionRecord, veil: Veil) -> DecisionLine:
    return DecisionLine(
        deposit_key=record.deposit_key,
        action=record.action,
        state=record.state,
        amount_krw=int(record.amount_krw),
        notice_number=record.notice_number,
        reason=veil.words(record.reason),
        refund_bank=record.refund_bank,
        refund_account=veil.account(record.refund_account),
        refund_holder=veil.name(record.refund_holder) if record.refund_holder else None,
        proposed_by=record.proposed_by,
        proposed_at=record.proposed_at,
        decided_by=record.decided_by,
        decided_at=record.decided_at,
        paid_by=record.paid_by,
        paid_at=record.paid_at,
        bank_reference=record.bank_reference,
    )


def show_ticket(record: TicketRecord, veil: Veil) -> TicketLine:
    return TicketLine(
        number=record.number,
        state=record.state,
        reason=record.reason,
        holder=record.holder,
        phone=veil.phone(record.phone),
        channel=record.channel,
        language=record.language,
        notice_number=record.notice_number,
        opened_at=record.opened_at,
        answer=veil.words(record.answer),
        answered_by=record.answered_by,
        answered_at=record.answered_at,
    )


def show_turn(record: TurnRecord, veil: Veil) -> TurnLine:
    return TurnLine(
        at=record.at,
        channel=record.channel,
        outcome=record.outcome,
        said=veil.words(record.said),
        reply=veil.words(record.reply),
        intent=record.intent,
        language=record.language,
        abstained=bool(record.abstained),
        ticket=record.ticket,
        by=record.by,
    )
