"""What staff are shown of cases."""

from datetime import date

from city.contracts.fines.staff.cases import (
    AccountLine,
    Amount,
    CaseLine,
    OpinionLine,
    PlanFile,
    PlanLine,
)
from city.contracts.staff import HistoryLine
from city.fines.law.accounts import AccountIssue
from city.fines.law.instalments import GrantedPlan
from city.fines.law.notices import Notice, state_of
from city.fines.law.privacy import Mask
from city.fines.law.quotes import Quote, quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.history import HistoryRecord
from city.fines.law.tables.opinions import OpinionRecord
from city.kernel.errors import Rejected


def show_case(record: NoticeRecord, today: date, mask: Mask) -> CaseLine:
    notice = record.to_notice()
    offer = _quote_or_refusal(notice, today)
    amount = offer if isinstance(offer, Quote) else None
    return CaseLine(
        number=record.number,
        holder=record.holder,
        plate=mask.plate(record.plate),
        place=record.place,
        violated_at=record.violated_at,
        state=state_of(notice, today).value,
        owner_name=mask.name(record.owner_name),
        owner_phone=mask.phone(record.owner_phone),
        amount=show_amount(amount) if amount else None,
        nothing_due=None if isinstance(offer, Quote) else offer.code,
        due_on=amount.pay_until if amount else notice.payment_ends_on,
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


def show_account(issue: AccountIssue, mask: Mask) -> AccountLine:
    return AccountLine(
        account_number=mask.account(issue.account_number),
        bank=issue.bank,
        stage=issue.stage.value,
        amount_krw=issue.amount_krw,
        issued_at=issue.issued_at,
        expires_at=issue.expires_at,
    )


def show_history(record: HistoryRecord, mask: Mask) -> HistoryLine:
    return HistoryLine(what=record.what, at=record.at, by=record.by, note=mask.words(record.note))


def show_opinion(record: OpinionRecord, mask: Mask) -> OpinionLine:
    return OpinionLine(
        notice_number=record.notice_number,
        given_at=record.given_at_key,
        words=mask.words(record.words),
        guessed_ground=record.ground,
        verified=bool(record.verified),
        channel=record.channel,
        language=record.language,
        phone=mask.phone(record.phone),
        state=record.state,
        documents_seen=tuple(record.documents),
        decided_by=record.decided_by,
        decided_at=record.decided_at,
        decided_ground=record.decided_ground,
        decided_reason=mask.words(record.decided_reason),
    )
