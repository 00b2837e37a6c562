"""Texting those who asked for an account what the money that came has done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.fines.law.language import Language
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.receivers import receivers_of
from city.fines.money.tables.deposits import DepositRecord
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken


@dataclass(frozen=True, slots=True)
class TextReceivers:
    """Sends one text to everybody a deposit concerns, once each."""

    send_text: SendTextIfTaken

    def send(self, record: DepositRecord, what: str, write: Callable[[Language], str], at: datetime) -> None:
        """`what` names the text, `write` renders it. What no carrier takes is counted. Raises Transient."""
        for place, to in receivers_of(record):
            own = OwnText(
                holder=to.holder,
                phone=to.phone,
                text=write(to.language),
                key=f"{what}-{record.deposit_key}" + ("-owner" if place == "owner" else ""),
                language=to.language,
                at=at,
                by="city",
            )
            self.send_text.send(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReceipts:
    """Sends the receipts of a deposit that was settled or assigned."""

    cases: Cases
    text_receivers: TextReceivers
    replies: Replies

    def send(self, record: DepositRecord) -> None:
        """Raises Transient."""
        case = self.cases.by_number(record.notice_number or "")
        if record.instalments_left:
            self._of_an_instalment(record, case)
        else:
            self._of_the_whole(record, case)

    def _of_the_whole(self, record: DepositRecord, case: NoticeRecord | None) -> None:
        amount = int(record.amount_krw)
        if case is not None:
            notice, paid_at = case.to_notice(), record.deposited_at
            self.text_receivers.send(
                record,
                "receipt",
                lambda language: self.replies.receipt(language, notice, amount, paid_at),
                record.received_at,
            )
        count("FinePaid")
        count("FinePaidKrw", amount)
        logger().info("fine paid", extra={"notice_number": record.notice_number, "stage": record.stage})

    def _of_an_instalment(self, record: DepositRecord, case: NoticeRecord | None) -> None:
        number, left, amount = int(record.instalment), int(record.instalments_left), int(record.amount_krw)
        notice = case.to_notice() if case is not None else None
        # Told late, of a plan that has changed since: the next instalment is not the one this text would name.
        if notice is not None and notice.plan is not None and notice.plan.runs and len(notice.plan.unpaid) == left:
            paid_at = record.deposited_at
            self.text_receivers.send(
                record,
                "receipt",
                lambda language: self.replies.instalment_paid(
                    language, notice, number=number, amount_krw=amount, paid_at=paid_at
                ),
                record.received_at,
            )
        count("InstalmentPaid")
        count("FinePaidKrw", amount)
        logger().info("instalment paid", extra={"notice_number": record.notice_number, "instalments_left": left})
