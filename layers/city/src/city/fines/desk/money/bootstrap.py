"""Builds what staff do with deposits."""

from dataclasses import dataclass

from city.aws.clients import open_client
from city.aws.outbox import Outbox
from city.aws.store import ObjectStore
from city.fines.desk.money.service import (
    book_refund,
    decide_resolution,
    list_money,
    promise_refund,
    propose_resolution,
    show_books,
    show_deposit,
    show_reconciliations,
)
from city.fines.desk.money.service.book_refund import BookRefund
from city.fines.desk.money.service.day_reports import DayReports
from city.fines.desk.money.service.decide_resolution import DecideResolution
from city.fines.desk.money.service.list_money import ListDecisions, ListSuspense
from city.fines.desk.money.service.propose_resolution import ProposeResolution
from city.fines.desk.money.service.show_books import ListBooks, ShowBooks
from city.fines.desk.money.service.show_deposit import DiscloseDeposit, ShowDeposit
from city.fines.desk.money.service.show_reconciliations import ListReconciliations, ShowReconciliation
from city.fines.desk.service.staff_parts import StaffParts
from city.fines.desk.tables.desk import DECISIONS, REFUNDS
from city.fines.money.books_check import BOOKS
from city.fines.money.reconciliation import RECONCILED
from city.fines.money.service.send_receipts import SendReceipts, TextReceivers
from city.fines.money.texts import MoneyTexts
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
    list_reconciliations: ListReconciliations
    show_reconciliation: ShowReconciliation
    list_books: ListBooks
    show_books: ShowBooks


def build_money(parts: StaffParts, outbox: Outbox, reports_bucket: str) -> MoneyUseCases:
    objects = ObjectStore(open_client("s3"))
    days = DayReports(objects, reports_bucket, RECONCILED)
    nights = DayReports(objects, reports_bucket, BOOKS)
    connection, cases, deposits, desk, clock = parts.connection, parts.cases, parts.deposits, parts.desk, parts.clock
    texts, text_receivers = MoneyTexts(parts.replies), TextReceivers(SendTextIfTaken(parts.send_once))
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
            promise_refund=promise_refund.PromiseRefund(
                cases=cases, deposits=deposits, outbox=outbox, text_receivers=text_receivers, texts=texts
            ),
            send_receipts=SendReceipts(cases=cases, text_receivers=text_receivers, texts=texts),
            clock=clock,
        ),
        book_refund=book_refund.BookRefund(
            connection=connection,
            cases=cases,
            deposits=deposits,
            desk=desk,
            text_receivers=text_receivers,
            texts=texts,
            clock=clock,
        ),
        list_reconciliations=show_reconciliations.ListReconciliations(reports=days),
        show_reconciliation=show_reconciliations.ShowReconciliation(reports=days),
        list_books=show_books.ListBooks(reports=nights),
        show_books=show_books.ShowBooks(reports=nights),
    )
