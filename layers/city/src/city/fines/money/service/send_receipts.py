"""Texting those who asked for an account what the money that came has done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.fines.law.language import Language
from city.fines.law.lifecycle import State
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.receivers import Receiver, receivers_of
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.texts import MoneyTexts
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken


@dataclass(frozen=True, slots=True)
class TextReceivers:
    """Sends one text to everybody a deposit concerns, once each."""

    send_text: SendTextIfTaken

    def send(
        self,
        record: DepositRecord,
        what: str,
        write: Callable[[Language], str],
        at: datetime,
        owner_on_file: Receiver | None = None,
    ) -> None:
        """`what` names the text, `write` renders it. What no carrier takes is counted. Raises Transient.

        `owner_on_file` hears as well, whether they asked for the account or not.
        """
        hearing = dict(receivers_of(record))
        if owner_on_file is not None and owner_on_file.holder not in {to.holder for to in hearing.values()}:
            hearing["owner"] = owner_on_file
        for place, to in hearing.items():
            key = f"{what}-{record.deposit_key}" + ("-owner" if place == "owner" else "")
            self.send_to(to, key, write(to.language), at)

    def send_to(self, to: Receiver, key: str, text: str, at: datetime) -> None:
        """Sends one text of this key and moment once. Raises Transient."""
        own = OwnText(holder=to.holder, phone=to.phone, text=text, key=key, language=to.language, at=at, by="city")
        self.send_text.send(own)


def owner_on_file(cases: Cases, case: NoticeRecord) -> Receiver | None:
    """The owner, in the language they wrote in last; None where the office has no telephone of theirs."""
    if not case.owner_phone:
        return None
    language = cases.open_file(case.holder).sender.language
    return Receiver(case.holder, case.owner_phone, Language(language) if language else Language.KOREAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReceipts:
    """Sends the receipts of a deposit that was settled or assigned."""

    cases: Cases
    text_receivers: TextReceivers
    texts: MoneyTexts

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
            plate_held = case.paid_from == State.PLATE_HELD.value
            receipt = self.texts.receipt_and_plate if plate_held else self.texts.receipt
            self.text_receivers.send(
                record, "receipt", lambda language: receipt(language, notice, amount, paid_at), record.received_at
            )
            if notice.status is State.CLOSED_FINAL and record.owner is None:
                self._tell_owner_what_ended(record, case)
        count("FinePaid")
        count("FinePaidKrw", amount)
        logger().info("fine paid", extra={"notice_number": record.notice_number, "stage": record.stage})

    def _tell_owner_what_ended(self, record: DepositRecord, case: NoticeRecord) -> None:
        """Somebody else paid the reduced amount, and so ended the owner's right to object (QVA §18②)."""
        owner, notice = owner_on_file(self.cases, case), case.to_notice()
        if owner is not None:
            text = self.texts.paid_by_another(owner.language, notice, int(record.amount_krw), record.deposited_at)
            self.text_receivers.send_to(owner, f"ended-{record.deposit_key}", text, record.received_at)

    def _of_an_instalment(self, record: DepositRecord, case: NoticeRecord | None) -> None:
        number, left, amount = int(record.instalment), int(record.instalments_left), int(record.amount_krw)
        notice = case.to_notice() if case is not None else None
        # Told late, of a plan that has changed since: the next instalment is not the one this text would name.
        if notice is not None and notice.plan is not None and notice.plan.runs and len(notice.plan.unpaid) == left:
            paid_at = record.deposited_at
            self.text_receivers.send(
                record,
                "receipt",
                lambda language: self.texts.instalment_paid(
                    language, notice, number=number, amount_krw=amount, paid_at=paid_at
                ),
                record.received_at,
            )
        count("InstalmentPaid")
        count("FinePaidKrw", amount)
        logger().info("instalment paid", extra={"notice_number": record.notice_number, "instalments_left": left})
