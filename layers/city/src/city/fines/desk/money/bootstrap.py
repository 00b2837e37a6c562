"""Builds what staff do with deposits."""

from dataclasses import dataclass

from city.aws.outbox import Outbox
from city.fines.desk.money.service import (
    book_refund,
    decide_resolution,
    list_money,
    propose_resolution,
    show_deposit,
)
from city.fines.desk.money.service.book_refund import BookRefund
from city.fines.desk.money.service.decide_resolution import DecideResolution
from city.fines.desk.money.service.list_money import ListDecisions, ListSuspense
from city.fines.desk.money.service.propose_resolution import ProposeResolution
from city.fines.desk.money.service.show_deposit import DiscloseDeposit, ShowDeposit
from city.fines.desk.service.staff_parts import StaffParts
from city.fines.desk.tables.desk import DECISIONS, REFUNDS
from city.fines.money.service.send_receipts import SendReceipts, TextReceivers
from city.fines.talk.service.send_text import SendTextIfTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyUseCases:
    """What staff do with deposits."""

    show_deposit: ShowDeposit
    disclose_deposit: DiscloseDeposit
    list_suspense: ListSuspense
    list_proposals: ListDecisions
    list_refunds: ListDecisions
    propose_resolution: ProposeResolution
    decide_resolution: DecideResolution
    book_refund: BookRefund


def build_money(parts: StaffParts, outbox: Outbox) -> MoneyUseCases:
    connection, cases, deposits, desk, clock = parts.connection, parts.cases, parts.deposits, parts.desk, parts.clock
    text_receivers = TextReceivers(SendTextIfTaken(parts.send_once))
    return MoneyUseCases(
        show_deposit=show_deposit.ShowDeposit(deposits=deposits, desk=desk),
        disclose_deposit=show_deposit.DiscloseDeposit(deposits=deposits, desk=desk, clock=clock),
        list_suspense=list_money.ListSuspense(deposits=deposits),
        list_proposals=list_money.ListDecisions(desk=desk, worklist=DECISIONS),
        list_refunds=list_money.ListDecisions(desk=desk, worklist=REFUNDS),
        propose_resolution=propose_resolution.ProposeResolution(
            connection=connection, cases=cases, deposits=deposits, desk=desk, clock=clock
        ),
        decide_resolution=decide_resolution.DecideResolution(
            connection=connection,
            cases=cases,
            deposits=deposits,
            desk=desk,
            outbox=outbox,
            send_receipts=SendReceipts(cases=cases, text_receivers=text_receivers, replies=parts.replies),
            clock=clock,
        ),
        book_refund=book_refund.BookRefund(
            connection=connection,
            deposits=deposits,
            desk=desk,
            text_receivers=text_receivers,
            replies=parts.replies,
            clock=clock,
        ),
    )
