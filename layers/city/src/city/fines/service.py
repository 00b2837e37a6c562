"""What the city does about parking fines: each use case is one class with one public method."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from city.aws.events import EventPublisher
from city.aws.objects import LineTooLong, ObjectStore
from city.aws.observability import correlated, count, logger
from city.aws.queues import Queue
from city.contracts.deposits import DepositNotificationV1
from city.contracts.events import DepositSuspendedV1, FinePaidV1
from city.contracts.notices import ImportReportV1, RejectedCell
from city.contracts.sms import InboundMessage
from city.fines.errors import CaseMoved, NotYetImposed
from city.fines.model import (
    PROMPTS_AN_HOUR_AT_MOST,
    AccountIssue,
    CaseStatus,
    Deposit,
    Notice,
    Quote,
    Settled,
    SuspenseReason,
    lookups_are_paused,
    match_deposit,
    quote,
    still_serves,
)
from city.fines.notice_file import ENCODINGS, FileUnreadable, NoticeRow, read_rows
from city.fines.ports import DepositBank, SmsCarrier
from city.fines.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.tables import (
    Accounts,
    Cases,
    DepositRecord,
    Deposits,
    NewCase,
    NoticeRecord,
    NumberTaken,
    deposit_key,
)
from city.fines.understanding import Intent, Understood, understand
from city.kernel.clock import Clock, seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

_TRIES = 3


def _holder(hashed: KeyedHash, phone: PhoneNumber) -> str:
    return hashed.of("phone", phone.e164)


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
        holder = _holder(self._hashed, sender)
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
        now, holder = self._clock.now(), _holder(self._hashed, sender)
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


class ImportNotices:
    """Loads a notice file from the inbox and answers with a report."""

    def __init__(
        self, cases: Cases, objects: ObjectStore, reports_bucket: str, clock: Clock, hashed: KeyedHash
    ) -> None:
        self._cases, self._objects, self._reports_bucket = cases, objects, reports_bucket
        self._clock, self._hashed = clock, hashed

    def import_file(self, bucket: str, key: str) -> ImportReportV1:
        """Every good row is loaded, every bad one is named in the report. A second time changes nothing."""
        tally = _Tally()
        with correlated(key):
            try:
                lines = self._objects.read_lines(bucket, key, ENCODINGS)
                for chunk in _chunks(tally.read(read_rows(lines)), Cases.ADD_AT_MOST):
                    self._load(chunk, tally)
            except (FileUnreadable, LineTooLong) as error:
                tally.refuse_file(error.message_ko, error.message_en)
            except UnicodeDecodeError:
                tally.refuse_file("UTF-8이나 CP949 글자가 아닌 곳이 있습니다.", "Not all of it is UTF-8 or CP949.")
            report = tally.report(key, self._clock.now())
            self._objects.write_text(
                self._reports_bucket, f"{key}.report.json", report.model_dump_json(indent=1), "application/json"
            )
            count("NoticeLoaded", report.loaded)
            count("NoticeRejected", report.rejected_rows)
            logger().info(
                "notices imported",
                extra={
                    "rows": report.rows,
                    "loaded": report.loaded,
                    "already_present": report.already_present,
                    "rejected_rows": report.rejected_rows,
                },
            )
        return report

    def _load(self, rows: list[NoticeRow], tally: "_Tally") -> None:
        waiting: dict[str, tuple[NoticeRow, NewCase]] = {}
        for row in rows:
            case = self._new_case(row)
            first = waiting.setdefault(row.notice.number, (row, case))
            if first[0] is not row:
                tally.repeated(row, same=first[1].row_digest == case.row_digest)
        for attempt in range(_TRIES):
            try:
                if waiting:
                    self._cases.add([case for _, case in waiting.values()])
                    tally.loaded += len(waiting)
                return
            except NumberTaken as taken:
                for number, digest in taken.digests.items():
                    row, case = waiting.pop(number)
                    tally.repeated(row, same=digest == case.row_digest)
            except CaseMoved:
                if attempt == _TRIES - 1:
                    raise
        if waiting:
            raise CaseMoved

    def _new_case(self, row: NoticeRow) -> NewCase:
        # Without a telephone nobody can text for it: the case lives under its own number.
        holder = (
            _holder(self._hashed, row.owner_phone) if row.owner_phone else self._hashed.of("notice", row.notice.number)
        )
        return NewCase(
            notice=row.notice,
            holder=holder,
            owner_name=row.owner_name,
            owner_phone=row.owner_phone.e164 if row.owner_phone else None,
            row_digest=self._hashed.of("row", row.canonical),
        )


class _Tally:
    """Counts what becomes of a file's rows."""

    def __init__(self) -> None:
        self.rows = self.loaded = self.already_present = self.rejected_rows = 0
        self.rejected: list[RejectedCell] = []

    def read(self, rows: Iterator[NoticeRow | tuple[RejectedCell, ...]]) -> Iterator[NoticeRow]:
        for row in rows:
            self.rows += 1
            if isinstance(row, NoticeRow):
                yield row
            else:
                self._refuse(row)

    def repeated(self, row: NoticeRow, *, same: bool) -> None:
        if same:
            self.already_present += 1
            return
        self._refuse(
            (
                RejectedCell(
                    row=row.line,
                    column="관리번호",
                    reason_ko="같은 관리번호가 다른 내용으로 이미 등록되어 있습니다.",
                    reason_en="This notice number is on file with other contents.",
                ),
            )
        )

    def refuse_file(self, message_ko: str, message_en: str) -> None:
        self.rejected.append(RejectedCell(row=1, column="-", reason_ko=message_ko, reason_en=message_en))

    def report(self, file: str, finished_at: datetime) -> ImportReportV1:
        return ImportReportV1(
            file=file,
            finished_at=finished_at,
            rows=self.rows,
            loaded=self.loaded,
            already_present=self.already_present,
            rejected_rows=self.rejected_rows,
            rejected=tuple(sorted(self.rejected, key=lambda cell: cell.row)),
        )

    def _refuse(self, cells: tuple[RejectedCell, ...]) -> None:
        self.rejected_rows += 1
        self.rejected.extend(cells)


def _chunks(rows: Iterator[NoticeRow], size: int) -> Iterator[list[NoticeRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk


class ReceiveDeposit:
    """Takes the bank's word at the door and queues it."""

    def __init__(self, bank: DepositBank, deposits: Deposits, queue: Queue, clock: Clock) -> None:
        self._bank, self._deposits, self._queue, self._clock = bank, deposits, queue, clock

    def receive(self, headers: Mapping[str, str], body: bytes) -> str:
        """Returns the key under which the deposit can be looked up.

        Raises DepositForged, DepositStale, DepositReplayed, pydantic.ValidationError.
        """
        now = self._clock.now()
        signed = self._bank.read(headers, body, now)
        self._deposits.take_delivery(signed.delivery_id, now)
        self._queue.send(signed.notification.model_dump_json())
        return deposit_key(signed.notification.bank, signed.notification.deposit_id)


class SettleDeposit:
    """Settles a deposit against its fine exactly once, or keeps it in suspense with a reason."""

    def __init__(
        self,
        cases: Cases,
        accounts: Accounts,
        deposits: Deposits,
        carrier: SmsCarrier,
        events: EventPublisher,
        replies: Replies,
        clock: Clock,
    ) -> None:
        self._cases, self._accounts, self._deposits = cases, accounts, deposits
        self._carrier, self._events, self._replies, self._clock = carrier, events, replies, clock

    def settle(self, notification: DepositNotificationV1) -> None:
        """Raises Transient."""
        deposit = Deposit(
            deposit_id=notification.deposit_id,
            bank=notification.bank,
            account_number=notification.account_number,
            amount_krw=notification.amount_krw,
            deposited_at=notification.deposited_at.astimezone(UTC),
        )
        record = self._deposits.find(deposit_key(deposit.bank, deposit.deposit_id))
        for attempt in range(_TRIES):
            if record is not None:
                break
            try:
                record = self._decide(deposit)
            except CaseMoved:
                # A reply was re-issuing the account, or this very deposit came twice: look again.
                if attempt == _TRIES - 1:
                    raise
                record = self._deposits.find(deposit_key(deposit.bank, deposit.deposit_id))
        if record is not None and record.told_at is None:
            with correlated(record.correlation_id or deposit.deposit_id):
                self._tell(record)

    def _decide(self, deposit: Deposit) -> DepositRecord:
        now = self._clock.now()
        account = self._accounts.find(deposit.account_number)
        issue = account.issue.to_issue() if account is not None and account.issue else None
        if account is None or issue is None:
            decision = match_deposit(deposit, None, CaseStatus.OPEN)
            assert not isinstance(decision, Settled)
            return self._deposits.suspend(deposit, decision, account, now)
        case = self._cases.at(account.holder, issue.notice_number)
        decision = match_deposit(deposit, issue, CaseStatus(case.status))
        if isinstance(decision, Settled):
            return self._deposits.settle(deposit, decision, account, case, now)
        return self._deposits.suspend(deposit, decision, account, now)

    def _tell(self, record: DepositRecord) -> None:
        """Event first, text second, mark last: a crash in between repeats the telling, never the settling."""
        if record.outcome == "settled":
            self._tell_settled(record)
        else:
            self._tell_suspended(record)
        self._deposits.mark_told(record, self._clock.now())

    def _tell_settled(self, record: DepositRecord) -> None:
        self._events.publish(
            FinePaidV1.model_validate(
                {
                    "notice_number": record.notice_number,
                    "stage": record.stage,
                    "amount_krw": record.amount_krw,
                    "paid_at": record.deposited_at,
                    "correlation_id": record.correlation_id,
                }
            )
        )
        case = self._cases.by_number(record.notice_number or "")
        if case is not None and record.receipt_to:
            text = self._replies.receipt(case.to_notice(), int(record.amount_krw), record.deposited_at)
            self._carrier.send(PhoneNumber(record.receipt_to), text)
        count("FinePaid")
        logger().info("fine paid", extra={"notice_number": record.notice_number, "stage": record.stage})

    def _tell_suspended(self, record: DepositRecord) -> None:
        reason = SuspenseReason(record.reason)
        self._events.publish(
            DepositSuspendedV1(
                deposit_id=record.deposit_key,
                reason=reason.value,
                amount_krw=int(record.amount_krw),
                deposited_at=record.deposited_at,
            )
        )
        if record.receipt_to:
            self._carrier.send(PhoneNumber(record.receipt_to), self._replies.deposit_held(reason))
        count("DepositSuspended")
        logger().warning("deposit suspended", extra={"deposit_key": record.deposit_key, "reason": reason.value})


@dataclass(frozen=True, slots=True)
class SuspensePage:
    """Open suspense entries, oldest first; `next_page` is handed back for the page after."""

    entries: list[dict[str, Any]]
    next_page: str | None


class ListSuspense:
    """Shows staff the deposits that wait for a decision."""

    MOST = 100

    def __init__(self, deposits: Deposits) -> None:
        self._deposits = deposits

    def list(self, limit: int, page: str | None) -> SuspensePage:
        """Raises Invalid if `page` is none of ours."""
        records, following = self._deposits.list_suspense(limit, page)
        return SuspensePage([deposit_view(r) for r in records], following)


def deposit_view(record: DepositRecord) -> dict[str, Any]:
    """A deposit as staff see it."""
    moments = {
        "deposited_at": record.deposited_at,
        "received_at": record.received_at,
    }
    return {
        "deposit_key": record.deposit_key,
        "outcome": record.outcome,
        "reason": record.reason,
        "account_number": record.account_number,
        "amount_krw": int(record.amount_krw),
        "notice_number": record.notice_number,
        **{name: moment.isoformat() for name, moment in moments.items()},
    }
