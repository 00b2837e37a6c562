"""Cases: one partition per telephone holds its notices and what is remembered of the telephone.

  holder = keyed hash of a telephone   -> a "notice#…" entry per case, one "sender" entry
  holder = the notice number           -> one "number" entry pointing at the owner's partition
so that one strongly consistent query answers an owner, and a number is taken once.
"""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from city.aws.dynamo import Cancelled, Writes, all_or_nothing
from city.aws.paging import name_page, read_page
from city.fines.errors import CaseMoved
from city.fines.law.lifecycle import FINAL, PAYABLE, State
from city.fines.law.model import AccountIssue, Notice, Stage, VehicleClass, Violation, Zone
from city.fines.law.tables.plans import read_plan
from city.fines.talk.dialogue import REMEMBERED, Memory
from city.fines.talk.tables.memory import read_memory, write_memory
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

SENDER_ENTRY = "sender"
NUMBER_ENTRY = "number"
CONSENTS = "reminders"
SENDER_KEPT = timedelta(days=7)
_TRIES = 3


class Consents(GlobalSecondaryIndex["CasesTable"]):
    class Meta:
        index_name = "consents"
        projection = IncludeProjection(["kind"])  # queries ask for the kinds they know

    consent = UnicodeAttribute(hash_key=True)
    holder = UnicodeAttribute(range_key=True)


class Plates(GlobalSecondaryIndex["CasesTable"]):
    """The "number" entries by their plate: it is they who keep its hash."""

    class Meta:
        index_name = "plates"
        projection = IncludeProjection(["kind"])

    plate_key = UnicodeAttribute(hash_key=True)
    holder = UnicodeAttribute(range_key=True)


class CasesTable(Model):
    class Meta:
        table_name = "cases"

    holder = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    consent = UnicodeAttribute(null=True)

    consents = Consents()
    plates = Plates()


class IssueMap(MapAttribute[str, Any]):
    """An AccountIssue as it stands on its notice and on its account."""

    account_number = UnicodeAttribute()
    bank = UnicodeAttribute()
    notice_number = UnicodeAttribute()
    stage = UnicodeAttribute()
    amount_krw = NumberAttribute()
    issued_at = UTCDateTimeAttribute()
    expires_at = UTCDateTimeAttribute()
    correlation_id = UnicodeAttribute()
    revoked_at = UTCDateTimeAttribute(null=True)
    paid_at = UTCDateTimeAttribute(null=True)
    instalment = NumberAttribute(null=True)
    paid_before_krw = NumberAttribute(null=True)
    owner_asked = BooleanAttribute(null=True)
    payer = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, issue: AccountIssue) -> "IssueMap":
        return cls(
            account_number=issue.account_number,
            bank=issue.bank,
            notice_number=issue.notice_number,
            stage=issue.stage.value,
            amount_krw=issue.amount_krw,
            issued_at=issue.issued_at,
            expires_at=issue.expires_at,
            correlation_id=issue.correlation_id,
            revoked_at=issue.revoked_at,
            paid_at=issue.paid_at,
            instalment=issue.instalment,
            paid_before_krw=issue.paid_before_krw or None,
            owner_asked=issue.owner_asked or None,
            payer=issue.payer,
        )

    def to_issue(self) -> AccountIssue:
        return AccountIssue(
            account_number=self.account_number,
            bank=self.bank,
            notice_number=self.notice_number,
            stage=Stage(self.stage),
            amount_krw=int(self.amount_krw),
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            correlation_id=self.correlation_id,
            revoked_at=self.revoked_at,
            paid_at=self.paid_at,
            instalment=int(self.instalment) if self.instalment is not None else None,
            paid_before_krw=int(self.paid_before_krw or 0),
            owner_asked=bool(self.owner_asked),
            payer=self.payer,
        )


class NoticeRecord(CasesTable, discriminator="notice"):
    number = UnicodeAttribute()
    plate = UnicodeAttribute()
    owner_name = UnicodeAttribute()
    owner_phone = UnicodeAttribute(null=True)
    place = UnicodeAttribute()
    violated_at = UTCDateTimeAttribute()
    zone = UnicodeAttribute()
    vehicle = UnicodeAttribute()
    over_two_hours = BooleanAttribute()
    safety_marking = BooleanAttribute()
    notified_on = UnicodeAttribute()
    opinion_until = UnicodeAttribute()
    imposed_on = UnicodeAttribute(null=True)
    pay_until = UnicodeAttribute(null=True)
    social_reduction = BooleanAttribute()
    status = UnicodeAttribute()
    issue = IssueMap(null=True)
    # What a payment took the case out of: where it goes back to if the bank takes the money back.
    paid_from = UnicodeAttribute(null=True)
    paid_at = UTCDateTimeAttribute(null=True)
    paid_krw = NumberAttribute(null=True)
    # Instalments that were granted, with what was paid by them.
    plan = UnicodeAttribute(null=True)
    # Kinds of reminders sent; each is sent once.
    reminded: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    revision = VersionAttribute()

    def to_notice(self) -> Notice:
        return Notice(
            number=self.number,
            plate=Plate(self.plate),
            place=self.place,
            violation=Violation(
                at=self.violated_at,
                zone=Zone(self.zone),
                vehicle=VehicleClass(self.vehicle),
                over_two_hours=self.over_two_hours,
                safety_marking=self.safety_marking,
            ),
            notified_on=date.fromisoformat(self.notified_on),
            opinion_until=date.fromisoformat(self.opinion_until),
            imposed_on=_read_date(self.imposed_on),
            pay_until=_read_date(self.pay_until),
            social_reduction=self.social_reduction,
            status=State(self.status),
            plan=read_plan(self.plan) if self.plan else None,
        )

    @property
    def current_issue(self) -> AccountIssue | None:
        return self.issue.to_issue() if self.issue else None


class NumberRecord(CasesTable, discriminator="number"):
    """Takes a notice number once, and finds its case. `row_digest` tells a repeated row from a changed one."""

    owner_holder = UnicodeAttribute()
    # So that a wrong plate is refused by the same single read as a number nobody has: no clock tells them apart.
    plate_key = UnicodeAttribute()
    row_digest = UnicodeAttribute()


class VisitsRecord(CasesTable, discriminator="visits"):
    """How many messages one internet address sent in an hour; the hour stands in the entry."""

    sent = NumberAttribute(default=0)
    expires = TTLAttribute(null=True)


class SenderRecord(CasesTable, discriminator="sender"):
    """What is remembered of whoever writes: the conversation, failed look-ups, idle talk, an open ticket, consent."""

    failed_at: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    memory = UnicodeAttribute(null=True)
    memory_until = UTCDateTimeAttribute(null=True)
    last_at = UTCDateTimeAttribute(null=True)
    prompts_hour = UnicodeAttribute(null=True)
    prompts = NumberAttribute(default=0)
    ticket = UnicodeAttribute(null=True)
    ticket_at = UTCDateTimeAttribute(null=True)
    # Kept only with consent to reminders: who is not to be reminded need not be reachable.
    phone = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)
    revision = VersionAttribute()

    def remembered(self, now: datetime) -> Memory | None:
        """The conversation, unless it is more than thirty minutes old."""
        fresh = self.memory is not None and self.memory_until is not None and now < self.memory_until
        return read_memory(self.memory) if fresh else None

    def remember(self, memory: Memory, now: datetime) -> None:
        self.memory, self.memory_until = write_memory(memory), now + REMEMBERED
        self.language = memory.language.value
        # DynamoDB forgets it a while after the last word, but never a consent.
        self.expires = None if self.consent else now + SENDER_KEPT

    @property
    def failures(self) -> list[datetime]:
        return [datetime.fromisoformat(moment) for moment in self.failed_at]

    def count_prompt(self, now: datetime) -> int:
        """Counts one prompt of this hour. Returns how many it makes."""
        hour = f"{now:%Y-%m-%dT%H}"
        self.prompts = (self.prompts if self.prompts_hour == hour else 0) + 1
        self.prompts_hour = hour
        return int(self.prompts)


def _read_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def holder_of(hashed: KeyedHash, phone: PhoneNumber) -> str:
    """The partition in which a telephone's cases are filed."""
    return hashed.of("phone", phone.e164)


def plate_key_of(hashed: KeyedHash, plate: str) -> str:
    return hashed.of("plate", plate)


def notice_entry(number: str) -> str:
    return f"notice#{number}"


def refile(writes: Writes, case: "NoticeRecord", holder: str, phone: str) -> None:
    """Adds the writes that file a case, as it was read, under another telephone."""
    kept = {
        name: value
        for name, value in case.attribute_values.items()
        if name not in ("holder", "entry", "kind", "revision", "owner_phone")
    }
    moved = NoticeRecord(holder, case.entry, owner_phone=phone, **kept)
    pointer, before = NumberRecord(case.number, NUMBER_ENTRY), case.holder
    writes.add(f"case {case.number} there", lambda t: t.save(moved, condition=NoticeRecord.entry.does_not_exist()))
    writes.add(f"case {case.number} here", lambda t: t.delete(case))
    writes.add(
        f"number {case.number}",
        lambda t: t.update(
            pointer, actions=[NumberRecord.owner_holder.set(holder)], condition=NumberRecord.owner_holder == before
        ),
    )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All the city keeps under one telephone: its notices, and what is remembered of it."""

    notices: tuple[NoticeRecord, ...]
    sender: SenderRecord


@dataclass(frozen=True, slots=True)
class NewCase:
    """A notice on its way into the table."""

    notice: Notice
    holder: str
    owner_name: str
    owner_phone: str | None
    plate_key: str
    row_digest: str


class NumberTaken(Exception):
    """Notice numbers of a transaction that stand in the table already, each with the digest of its row."""

    def __init__(self, digests: dict[str, str]) -> None:
        super().__init__(f"{len(digests)} notice numbers are taken")
        self.digests = digests


class Cases:
    ADD_AT_MOST = 50  # two writes each; a transaction holds a hundred

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_file(self, holder: str) -> CaseFile:
        """One strongly consistent query."""
        notices: list[NoticeRecord] = []
        sender = SenderRecord(holder, SENDER_ENTRY)
        for entry in CasesTable.query(holder, consistent_read=True):
            if isinstance(entry, NoticeRecord):
                notices.append(entry)
            elif isinstance(entry, SenderRecord):
                sender = entry
        return CaseFile(tuple(sorted(notices, key=lambda n: n.violated_at)), sender)

    def by_number(self, number: str) -> NoticeRecord | None:
        pointer = self._pointer(number)
        return self.at(pointer.owner_holder, number) if pointer is not None else None

    def for_bearer(self, number: str, plate_key: str) -> NoticeRecord | None:
        """The case of somebody who knows its number and its plate; one read for everybody who does not."""
        pointer = self._pointer(number)
        known = pointer is not None and hmac.compare_digest(pointer.plate_key, plate_key)
        return self.at(pointer.owner_holder, number) if pointer is not None and known else None

    def _pointer(self, number: str) -> NumberRecord | None:
        try:
            pointer: NumberRecord = NumberRecord.get(number, NUMBER_ENTRY, consistent_read=True)
        except DoesNotExist:
            return None
        return pointer

    def filed_under(self, holder: str, limit: int, page: str | None) -> tuple[list[NoticeRecord], str | None]:
        """A page of a telephone's cases by number, and the name of the next page. Raises Invalid."""
        found = NoticeRecord.query(
            holder,
            NoticeRecord.entry.startswith(notice_entry("")),
            limit=limit,
            page_size=limit,
            consistent_read=True,
            last_evaluated_key=read_page(page, "entry", holder=holder) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")

    def with_plate(self, plate_key: str, limit: int, page: str | None) -> tuple[list[NoticeRecord], str | None]:
        """A page of a plate's cases by number, and the name of the next page. Eventually consistent. Raises Invalid."""
        found = CasesTable.plates.query(
            plate_key,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "holder", "entry", plate_key=plate_key) if page else None,
        )
        numbers = [(entry.holder, NUMBER_ENTRY) for entry in found]
        pointers = NumberRecord.batch_get(numbers, consistent_read=True)
        keys = [(pointer.owner_holder, notice_entry(pointer.holder)) for pointer in pointers]
        cases = sorted(NoticeRecord.batch_get(keys, consistent_read=True), key=lambda case: case.number)
        return cases, name_page(found.last_evaluated_key, "holder", "entry")

    def at(self, holder: str, number: str) -> NoticeRecord:
        record: NoticeRecord = NoticeRecord.get(holder, notice_entry(number), consistent_read=True)
        return record

    def count_visit(self, holder: str, now: datetime) -> int:
        """Counts one message of this hour. Returns how many it makes."""
        record = VisitsRecord(holder, f"visits#{now:%Y-%m-%dT%H}")
        record.update(
            actions=[
                VisitsRecord.kind.set(VisitsRecord),
                VisitsRecord.sent.add(1),
                VisitsRecord.expires.set(now + timedelta(hours=2)),
            ]
        )
        return int(record.sent)

    def known(self, cases: Sequence[NewCase]) -> dict[str, NoticeRecord]:
        """The records of these cases that are on file, by notice number. At most a hundred."""
        keys = [(case.holder, notice_entry(case.notice.number)) for case in cases]
        return {record.number: record for record in NoticeRecord.batch_get(keys, consistent_read=True)}

    def impose(self, impositions: Sequence[tuple[NoticeRecord, Notice]]) -> None:
        """Writes imposition and due date on cases as they were read, all or none. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for record, told in impositions:
                    assert told.imposed_on is not None
                    assert told.pay_until is not None
                    transaction.update(
                        record,
                        actions=[
                            NoticeRecord.imposed_on.set(told.imposed_on.isoformat()),
                            NoticeRecord.pay_until.set(told.pay_until.isoformat()),
                        ],
                    )
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def with_instalments(self) -> Iterator[NoticeRecord]:
        """Cases that are owed and have instalments. A scan: for once a day."""
        owed = NoticeRecord.status.is_in(*(state.value for state in sorted(PAYABLE)))
        yield from NoticeRecord.scan(owed & NoticeRecord.plan.exists())

    def ended_before(self, before: datetime) -> Iterator[NoticeRecord]:
        """Cases in a final state whose violation lies before a moment. A scan: for once a night."""
        final = NoticeRecord.status.is_in(*(state.value for state in sorted(FINAL)))
        yield from NoticeRecord.scan(final & (NoticeRecord.violated_at <= before))

    def delete(self, case: NoticeRecord) -> None:
        """Deletes a case as it was read, and its number. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.delete(case)
                transaction.delete(NumberRecord(case.number, NUMBER_ENTRY))
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def forget_consent_without_cases(self, holder: str, now: datetime) -> None:
        """Nobody is reminded of cases they no longer have: then the consent goes, and the telephone with it."""
        file = self.open_file(holder)
        if not file.notices and file.sender.consent:
            file.sender.consent = file.sender.phone = file.sender.memory = None
            file.sender.expires = now + SENDER_KEPT
            file.sender.save()

    def who_agreed(self) -> list[str]:
        """The partitions of those who agreed to reminders. Eventually consistent."""
        return [found.holder for found in CasesTable.consents.query(CONSENTS)]

    def mark_reminded(self, record: NoticeRecord, kind: str) -> None:
        """Takes a reminder of this kind once. Raises CaseMoved if somebody else took it, or the case moved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.update(record, actions=[NoticeRecord.reminded.set([*record.reminded, kind])])
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def take_back_reminder(self, holder: str, number: str, kind: str) -> None:
        """Takes the mark of a reminder off that did not go out. Raises CaseMoved if the case keeps moving."""
        for _ in range(_TRIES):
            record = self.at(holder, number)
            others = [told for told in record.reminded if told != kind]
            try:
                with all_or_nothing(self._connection) as transaction:
                    transaction.update(record, actions=[NoticeRecord.reminded.set(others)])
            except Cancelled:
                continue
            return
        raise CaseMoved

    def add(self, cases: Sequence[NewCase]) -> None:
        """Adds all or none, at most ADD_AT_MOST. Raises NumberTaken, CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for case in cases:
                    transaction.save(
                        NumberRecord(
                            case.notice.number,
                            NUMBER_ENTRY,
                            owner_holder=case.holder,
                            plate_key=case.plate_key,
                            row_digest=case.row_digest,
                        ),
                        condition=CasesTable.holder.does_not_exist(),
                        return_values="ALL_OLD",
                    )
                    transaction.save(_notice_record(case))
        except Cancelled as cancelled:
            taken = {
                case.notice.number: cancelled.items[position * 2]["row_digest"]["S"]
                for position, case in enumerate(cases)
                if cancelled.codes[position * 2] == "ConditionalCheckFailed"
            }
            if not taken:
                raise CaseMoved from cancelled
            raise NumberTaken(taken) from cancelled


def _notice_record(case: NewCase) -> NoticeRecord:
    notice = case.notice
    return NoticeRecord(
        case.holder,
        notice_entry(notice.number),
        number=notice.number,
        plate=notice.plate.text,
        owner_name=case.owner_name,
        owner_phone=case.owner_phone,
        place=notice.place,
        violated_at=notice.violation.at,
        zone=notice.violation.zone.value,
        vehicle=notice.violation.vehicle.value,
        over_two_hours=notice.violation.over_two_hours,
        safety_marking=notice.violation.safety_marking,
        notified_on=notice.notified_on.isoformat(),
        opinion_until=notice.opinion_until.isoformat(),
        imposed_on=notice.imposed_on.isoformat() if notice.imposed_on else None,
        pay_until=notice.pay_until.isoformat() if notice.pay_until else None,
        social_reduction=notice.social_reduction,
        status=notice.status.value,
    )
