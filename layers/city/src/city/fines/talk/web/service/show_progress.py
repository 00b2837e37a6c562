"""Telling on the web how far opinion, ticket and payment are, to whoever knows the notice's number and its plate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from city.contracts.fines.chat import (
    AccountProgress,
    AskProgress,
    OpinionProgress,
    PaymentProgress,
    Progress,
    TicketProgress,
)
from city.fines.law.accounts import still_serves
from city.fines.law.errors import NotYetImposed
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID, PaymentStage
from city.fines.law.privacy import mask_words
from city.fines.law.procedure.opinions import GROUND_TERMS, Ground
from city.fines.law.quotes import Quote, quote
from city.fines.law.tables.case_records import NoticeRecord, plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.talk.tables.notice_tickets import on_notice
from city.fines.talk.tables.tickets import TicketRecord, Tickets
from city.fines.talk.web.limits import LOOKED_UP_OF_A_PLATE_AT_MOST, LOOKED_UP_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Rejected
from city.kernel.plate import Plate, PlateInvalid
from city.kernel.privacy import KeyedHash

_TICKETS_SHOWN = 5
_NOTHING_DUE: dict[State, Literal["not_yet", "objected", "cancelled", "barred"]] = {
    State.CANCELLED: "cancelled",
    State.BARRED: "barred",
    State.OBJECTED: "objected",
    State.COURT: "objected",
}
_STAGES: dict[PaymentStage, Literal["early", "full", "overdue", "instalment"]] = {
    PaymentStage.EARLY: "early",
    PaymentStage.FULL: "full",
    PaymentStage.OVERDUE: "overdue",
    PaymentStage.INSTALMENT: "instalment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProgress:
    """States, days, sums and the reason of a decision: no word of anybody's, no name, no place, no account number."""

    cases: Cases
    tickets: Tickets
    visits: CountVisits
    hashed: KeyedHash
    clock: Clock

    def show(self, ask: AskProgress, source_ip: str) -> Progress:
        """Empty for a number nobody has and for a wrong plate, after the same reads.

        Raises TooManyMessages.
        """
        self.visits.admit("ip progress", source_ip, LOOKED_UP_OF_AN_ADDRESS_AT_MOST)
        plate = _plate(ask.plate)
        self.visits.admit("plate progress", plate, LOOKED_UP_OF_A_PLATE_AT_MOST)
        # Both are read whatever the plate: no clock tells a number that is on file from one that is not.
        opinions, numbers = on_notice(ask.notice_number)
        case = self.cases.for_bearer(ask.notice_number, plate_key_of(self.hashed, plate))
        if case is None:
            return Progress()
        found = [self.tickets.find(number) for number in numbers[-_TICKETS_SHOWN:]]
        return Progress(
            opinions=tuple(_opinion(opinion, case) for opinion in opinions),
            tickets=tuple(_ticket(ticket) for ticket in found if ticket is not None),
            payment=_payment(case, self.clock.now()),
        )


def _plate(text: str) -> str:
    try:
        return Plate.parse(text).text
    except PlateInvalid:
        return "-"  # nobody's, and looked up all the same


def _opinion(opinion: OpinionRecord, case: NoticeRecord) -> OpinionProgress:
    given_on = seoul_date(opinion.given_at)
    if opinion.state not in ("accepted", "rejected"):
        reviewed = case.status == State.UNDER_REVIEW.value
        return OpinionProgress(given_on=given_on, state="under_review" if reviewed else "received")
    ground = GROUND_TERMS[Ground(opinion.decided_ground)].name_ko if opinion.decided_ground else None
    return OpinionProgress(
        given_on=given_on,
        state=opinion.state,
        decided_on=seoul_date(opinion.decided_at),
        reason=mask_words(opinion.decided_reason) if opinion.decided_reason else ground,
    )


def _ticket(ticket: TicketRecord) -> TicketProgress:
    return TicketProgress(number=ticket.number, opened_on=seoul_date(ticket.opened_at), state=ticket.state)


def _payment(case: NoticeRecord, now: datetime) -> PaymentProgress:
    notice = case.to_notice()
    paid_krw = notice.plan.paid_krw if notice.plan is not None and notice.plan.paid_krw else None
    if notice.status in PAID:
        return PaymentProgress(
            state="paid",
            paid_krw=int(case.paid_krw) if case.paid_krw is not None else paid_krw,
            paid_on=seoul_date(case.paid_at) if case.paid_at is not None else None,
        )
    if notice.status in _NOTHING_DUE:
        return PaymentProgress(state=_NOTHING_DUE[notice.status], paid_krw=paid_krw)
    try:
        offer = quote(notice, seoul_date(now))
    except NotYetImposed:
        return PaymentProgress(state="not_yet")
    except Rejected:
        return PaymentProgress(state="unknown")
    return PaymentProgress(
        state="due",
        amount_krw=offer.amount_krw,
        stage=_STAGES[offer.stage],
        until=offer.pay_until,
        paid_krw=paid_krw,
        account=_account(case, offer, now),
    )


def _account(case: NoticeRecord, offer: Quote, now: datetime) -> AccountProgress | None:
    issue = case.current_issue
    if issue is None:
        return None
    return AccountProgress(
        amount_krw=issue.amount_krw,
        # It ends at a midnight, which is the next day's.
        until=seoul_date(issue.expires_at - timedelta(microseconds=1)),
        state="open" if still_serves(issue, offer, case.number, now) else "ended",
    )
