"""Telling that money came and what it did: the event for the city, the texts for those who asked for the account."""

from collections.abc import Callable
from datetime import datetime

from city.aws.events import EventPublisher
from city.aws.observability import count, logger
from city.contracts.fines.events import FinePaidV1, InstalmentPaidV1
from city.fines.law.model import Stage
from city.fines.law.tables.cases import Cases, NoticeRecord
from city.fines.money.tables.deposits import DepositRecord
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import SendText
from city.fines.talk.tables.receivers import receivers_of
from city.fines.talk.understanding import Language


class TellPayment:
    """Tells of a deposit that was settled or assigned, and sends its texts."""

    def __init__(self, cases: Cases, send_text: SendText, events: EventPublisher, replies: Replies) -> None:
        self._cases, self._send_text, self._events, self._replies = cases, send_text, events, replies

    def tell(self, record: DepositRecord) -> None:
        """Event first, texts second. Raises Transient."""
        case = self._cases.by_number(record.notice_number or "")
        if record.instalments_left:
            self._tell_instalment(record, case)
        else:
            self._tell_paid(record, case)

    def text(self, record: DepositRecord, what: str, write: Callable[[Language], str], at: datetime) -> None:
        """Sends one text to everybody the deposit concerns, once each. What no carrier takes is counted. Raises Transient."""
        for place, to in receivers_of(record):
            key = f"{what}-{record.deposit_key}" + ("-owner" if place == "owner" else "")
            self._send_text.send_if_taken(to.holder, to.phone, write(to.language), key, to.language, at, by="city")

    def _tell_paid(self, record: DepositRecord, case: NoticeRecord | None) -> None:
        amount = int(record.amount_krw)
        self._events.publish(_fine_paid(record, case))
        if case is not None:
            notice, paid_at = case.to_notice(), record.deposited_at
            self.text(
                record,
                "receipt",
                lambda language: self._replies.receipt(language, notice, amount, paid_at),
                record.received_at,
            )
        count("FinePaid")
        count("FinePaidKrw", amount)
        logger().info("fine paid", extra={"notice_number": record.notice_number, "stage": record.stage})

    def _tell_instalment(self, record: DepositRecord, case: NoticeRecord | None) -> None:
        number, left, amount = int(record.instalment), int(record.instalments_left), int(record.amount_krw)
        self._events.publish(
            InstalmentPaidV1(
                notice_number=record.notice_number,
                instalments_left=left,
                amount_krw=amount,
                paid_at=record.deposited_at,
                correlation_id=record.correlation_id,
            )
        )
        notice = case.to_notice() if case is not None else None
        # Told late, of a plan that has changed since: the next instalment is not the one this text would name.
        if notice is not None and notice.plan is not None and notice.plan.runs and len(notice.plan.unpaid) == left:
            paid_at = record.deposited_at
            self.text(
                record,
                "receipt",
                lambda language: self._replies.instalment_paid(language, notice, number, amount, paid_at),
                record.received_at,
            )
        count("InstalmentPaid")
        count("FinePaidKrw", amount)
        logger().info("instalment paid", extra={"notice_number": record.notice_number, "instalments_left": left})


def _fine_paid(record: DepositRecord, case: NoticeRecord | None) -> FinePaidV1:
    """The event of a case that this deposit closed. Instalments count under the stage they were granted in."""
    plan = case.to_notice().plan if case is not None else None
    stage = record.stage
    if stage == Stage.INSTALMENT.value:
        stage = Stage.OVERDUE.value if plan is not None and plan.surcharge_krw else Stage.FULL.value
    return FinePaidV1.model_validate(
        {
            "notice_number": record.notice_number,
            "stage": stage,
            "amount_krw": int(record.amount_krw),
            "paid_at": record.deposited_at,
            "correlation_id": record.correlation_id,
        }
    )
