"""What the table of cases holds: one partition per telephone, with its notices and what is remembered of it.

  holder = keyed hash of a telephone   -> a "notice#…" entry per case, one "sender" entry
  holder = the notice number           -> one "number" entry pointing at the owner's partition
so that one strongly consistent query answers an owner, and a number is taken once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from city.fines.law.accounts import AccountIssue
from city.fines.law.lifecycle import State
from city.fines.law.notices import Notice, VehicleClass, Violation, Zone
from city.fines.law.procedure.deadlines import next_deadline
from city.fines.law.tables.issues import IssueMap
from city.fines.law.tables.plans import read_plan
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate
from city.kernel.privacy import KeyedHash

SENDER_ENTRY = "sender"


NUMBER_ENTRY = "number"


CONSENTS = "reminders"


SENDER_KEPT = timedelta(days=7)


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


class DueIndex(GlobalSecondaryIndex["CasesTable"]):
    """Cases by their state and by what is due next in it. A state that ends a case has nothing due, and no entry."""

    class Meta:
        index_name = "due"
        projection = IncludeProjection(["kind"])

    status = UnicodeAttribute(hash_key=True)
    next_due = UnicodeAttribute(range_key=True)


class CasesTable(Model):
    class Meta:
        table_name = "cases"

    holder = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    consent = UnicodeAttribute(null=True)
    # What has to happen next, and when: written with every state (`in_state`), absent where nothing has to.
    next_due = UnicodeAttribute(null=True)

    consents = Consents()
    plates = Plates()
    due = DueIndex()

    # Which days are working days, by what this office has added. Only a bootstrap sets it, as it does the table's name.
    calendar: ClassVar[Calendar] = PUBLIC_HOLIDAYS


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
    # The fine as the office's file states it, where no table of the law reaches the day.
    stated_krw = NumberAttribute(null=True)
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
    # Money that came for it and pays nothing of it.
    held = UnicodeAttribute(null=True)
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
                stated_krw=int(self.stated_krw) if self.stated_krw is not None else None,
            ),
            notified_on=date.fromisoformat(self.notified_on),
            opinion_until=date.fromisoformat(self.opinion_until),
            imposed_on=_read_date(self.imposed_on),
            pay_until=_read_date(self.pay_until),
            social_reduction=self.social_reduction,
            status=State(self.status),
            plan=read_plan(self.plan).on_working_days(self.calendar) if self.plan else None,
            calendar=self.calendar,
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
    # A short keyed hash of each field as the last file had it: what a later file changed is told from what staff changed.
    row_fields = UnicodeAttribute(null=True)
    # Digests of rows that a later file corrected: an older file that comes again undoes nothing.
    past_digests: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)


class VisitsRecord(CasesTable, discriminator="visits"):
    """How often one talk, car or internet address came in an hour; the hour stands in the entry."""

    sent = NumberAttribute(default=0)
    expires = TTLAttribute(null=True)


class FirstSeenRecord(CasesTable, discriminator="first_seen"):
    """When a message without a carrier's clock came first: its place in the talk, however often it is sent."""

    at = UTCDateTimeAttribute()
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


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the city keeps under one telephone: its notices, and what is remembered of it.

    `more`: there may be notices besides, older by their number. A lessor has thousands of them.
    """

    notices: tuple[NoticeRecord, ...]
    sender: SenderRecord
    more: bool = False


@dataclass(frozen=True, slots=True)
class NewCase:
    """A notice on its way into the table."""

    notice: Notice
    holder: str
    owner_name: str
    owner_phone: str | None
    plate_key: str
    row_digest: str
    row_fields: str | None = None


@dataclass(frozen=True, slots=True)
class FiledRow:
    """What a notice number says of the last row that was filed under it."""

    holder: str
    digest: str
    fields: str | None
    past_digests: tuple[str, ...]

    @classmethod
    def of(cls, item: dict[str, dict[str, Any]]) -> "FiledRow":
        """`item`: the "number" entry in DynamoDB's own JSON."""
        return cls(
            holder=item["owner_holder"]["S"],
            digest=item["row_digest"]["S"],
            fields=item.get("row_fields", {}).get("S"),
            past_digests=tuple(each["S"] for each in item.get("past_digests", {}).get("L", ())),
        )


def new_notice_record(case: NewCase) -> NoticeRecord:
    notice = case.notice
    deadline = next_deadline(notice.status, notice, notice.notified_on)
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
        stated_krw=notice.violation.stated_krw,
        notified_on=notice.notified_on.isoformat(),
        opinion_until=notice.opinion_until.isoformat(),
        imposed_on=notice.imposed_on.isoformat() if notice.imposed_on else None,
        pay_until=notice.pay_until.isoformat() if notice.pay_until else None,
        social_reduction=notice.social_reduction,
        status=notice.status.value,
        next_due=deadline.text(notice.number) if deadline is not None else None,
    )
