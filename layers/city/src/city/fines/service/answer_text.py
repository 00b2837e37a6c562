"""Answering a citizen's text."""

from collections.abc import Callable
from datetime import datetime

from city.aws.observability import correlated, count, logger
from city.contracts.sms import InboundMessage
from city.fines.errors import CaseMoved, NotYetImposed
from city.fines.model import (
    PROMPTS_AN_HOUR_AT_MOST,
    AccountIssue,
    CaseStatus,
    Notice,
    Quote,
    lookups_are_paused,
    quote,
    still_serves,
)
from city.fines.ports import SmsCarrier
from city.fines.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.tables import Accounts, Cases, NoticeRecord, holder_of
from city.fines.understanding import Intent, Understood, understand
from city.kernel.clock import Clock, seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

_TRIES = 3


class AnswerText:
    """Answers a citizen's text with one text."""

    def __init__(
        self,
        cases: Cases,
        accounts: Accounts,
        carrier: SmsCarrier,
        replies: Replies,
        clock: Clock,
        hashed: KeyedHash,
        once: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._cases, self._accounts, self._carrier = cases, accounts, carrier
        self._replies, self._clock, self._hashed, self._once = replies, clock, hashed, once

    def answer(self, message: InboundMessage) -> None:
        """Raises PhoneNumberInvalid, Transient."""
        with correlated(message.message_id):
            self._once(message.message_id, lambda: self._answer(message))

    def _answer(self, message: InboundMessage) -> None:
        sender = PhoneNumber.parse(message.sender)
        said = understand(message.text)
        for attempt in range(_TRIES):
            try:
                text = self._reply_to(said, sender, message)
                break
            except CaseMoved:
                # Another of the citizen's texts, or a deposit, got there first: look again.
                if attempt == _TRIES - 1:
                    raise
        if text is None:
            count("TextUnanswered")
            logger().warning("text unanswered", extra={"intent": said.intent.value})
            return
        self._carrier.send(sender, text)
        count("TextAnswered")
        logger().info("text answered", extra={"intent": said.intent.value, "language": said.language.value})

    def _reply_to(self, said: Understood, sender: PhoneNumber, message: InboundMessage) -> str | None:
        if len(said.plates) == 1 and said.intent not in (Intent.OTHER_OFFICE, Intent.HUMAN_AGENT):
            return self._look_up(said, said.plates[0], sender, message)
        holder = holder_of(self._hashed, sender)
        if self._cases.count_prompt(holder, self._clock.now()) > PROMPTS_AN_HOUR_AT_MOST:
            return None
        return self._prompt(said)

    def _prompt(self, said: Understood) -> str:
        match said.intent:
            case Intent.OTHER_OFFICE:
                return self._replies.another_office(said.language)
            case Intent.HUMAN_AGENT:
                return self._replies.call_a_person(said.language)
            case Intent.UNCLEAR if not said.notice_numbers:
                return self._replies.what_do_you_mean(said.language)
        if said.plates:
            return self._replies.one_plate_at_a_time(said.language)
        return self._replies.ask_for_plate(said.language)

    def _look_up(self, said: Understood, plate: Plate, sender: PhoneNumber, message: InboundMessage) -> str:
        now, holder = self._clock.now(), holder_of(self._hashed, sender)
        file = self._cases.open_file(holder)
        if lookups_are_paused(file.failed_at, now):
            count("LookupPaused")
            return self._replies.lookups_paused(said.language)
        own = [n for n in file.notices if n.plate == plate.text]
        if own:
            chosen = [n for n in own if n.number in said.notice_numbers] or own
            return self._for_the_owner(said, chosen, sender, message, now)
        for number in said.notice_numbers[:1]:
            case = self._cases.by_number(number)
            if case is not None and case.plate == plate.text:
                return self._for_the_bearer(said, case, sender, message, now)
        self._cases.record_failed_lookup(holder, file, now)
        count("LookupFailed")
        return self._replies.nothing_found(said.language)

    def _for_the_owner(
        self,
        said: Understood,
        records: list[NoticeRecord],
        sender: PhoneNumber,
        message: InboundMessage,
        now: datetime,
    ) -> str:
        cases = [(record, record.to_notice()) for record in records]
        unpaid = [(record, notice) for record, notice in cases if notice.status is CaseStatus.OPEN]
        if not unpaid:
            return self._replies.already_paid(said.language, [notice for _, notice in cases])
        shown = unpaid[:MAX_CASES_IN_A_REPLY]
        payables = []
        for record, notice in shown:
            try:
                payables.append(self._payable(record, notice, sender, message, now))
            except NotYetImposed:
                continue
        if not payables:
            return self._replies.not_yet_imposed(said.language, shown[0][1])
        if len(unpaid) == 1:
            tell = self._replies.not_paid_yet if said.intent is Intent.PAYMENT_CONFIRM else self._replies.pay_one
            return tell(said.language, payables[0], seoul_date(now))
        return self._replies.pay_several(said.language, payables, len(unpaid) - len(payables))

    def _for_the_bearer(
        self, said: Understood, record: NoticeRecord, sender: PhoneNumber, message: InboundMessage, now: datetime
    ) -> str:
        notice = record.to_notice()
        if notice.status is not CaseStatus.OPEN:
            return self._replies.already_paid(said.language, [notice])
        try:
            payable = self._payable(record, notice, sender, message, now)
        except NotYetImposed:
            return self._replies.not_yet_imposed(said.language, notice)
        return self._replies.pay_for_another(said.language, payable)

    def _payable(
        self, record: NoticeRecord, notice: Notice, sender: PhoneNumber, message: InboundMessage, now: datetime
    ) -> Payable:
        offer = quote(notice, seoul_date(now))
        issue = record.current_issue
        if issue is None or not still_serves(issue, offer, notice.number, now):
            wanted = _wanted_issue(notice, offer, message.message_id, now)
            issue = self._accounts.issue(record, wanted, sender.e164)
            count("AccountIssued")
            logger().info("account issued", extra={"notice_number": notice.number, "stage": offer.stage.value})
        return Payable(notice, offer, issue)


def _wanted_issue(notice: Notice, offer: Quote, correlation_id: str, now: datetime) -> AccountIssue:
    return AccountIssue(
        account_number="",
        bank="",
        notice_number=notice.number,
        stage=offer.stage,
        amount_krw=offer.amount_krw,
        issued_at=now,
        expires_at=offer.expires_at,
        correlation_id=correlation_id,
    )
