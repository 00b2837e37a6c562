"""The ledger: double-entry bookings, one record an entry, filed under the deposit and listed by the day in Seoul."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.aws.dynamo import Writes, scan_raw
from city.fines.money.ledger import DepositEntry, DepositEntryKind, LedgerAccount
from city.kernel.clock import seoul_date
from city.office.books import Posting

_AT = UTCDateTimeAttribute()


class EntriesOfADay(GlobalSecondaryIndex["DepositLedgerRecord"]):
    class Meta:
        index_name = "days"
        projection = AllProjection()

    day = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)


class DepositLedgerRecord(Model):
    """One balanced entry. Never changed, never deleted: a mistake is corrected by another entry."""

    class Meta:
        table_name = "ledger"

    deposit_key = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    day = UnicodeAttribute()
    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    postings = UnicodeAttribute()
    notice_number = UnicodeAttribute(null=True)

    days = EntriesOfADay()

    def to_entry(self) -> DepositEntry:
        return DepositEntry(
            key=self.entry,
            kind=DepositEntryKind(self.what),
            at=self.at,
            postings=tuple(
                Posting(LedgerAccount(debit), LedgerAccount(credit), amount)
                for debit, credit, amount in json.loads(self.postings)
            ),
            notice_number=self.notice_number,
            deposit_key=self.deposit_key,
        )


def book(writes: Writes, entry: DepositEntry) -> None:
    """Adds an entry to a transaction; refused if it was booked before."""
    record = DepositLedgerRecord(
        entry.deposit_key,
        entry.key,
        day=seoul_date(entry.at).isoformat(),
        what=entry.kind.value,
        at=entry.at,
        postings=json.dumps([[p.debit.value, p.credit.value, p.amount_krw] for p in entry.postings]),
        notice_number=entry.notice_number,
    )
    writes.add("ledger", lambda t: t.save(record, condition=DepositLedgerRecord.entry.does_not_exist()))


def entries_of(deposit_key: str) -> list[DepositEntry]:
    """What was booked for a deposit, in the order it was written."""
    records = DepositLedgerRecord.query(deposit_key, consistent_read=True)
    return sorted(
        (record.to_entry() for record in records), key=lambda entry: (entry.at, entry.key != f"{deposit_key}#received")
    )


@dataclass(frozen=True, slots=True)
class BookedMoney:
    """An entry as the nightly check reads it."""

    deposit_key: str
    notice_number: str | None
    at: datetime
    postings: tuple[Posting[LedgerAccount], ...]


def all_entries(connection: Connection) -> Iterator[BookedMoney]:
    """Every entry there is. A scan: for once a night. Eventually consistent."""
    # Raw items: of 100,000 entries PynamoDB's records cost minutes.
    for item in scan_raw(connection, DepositLedgerRecord, ("deposit_key", "notice_number", "at", "postings")):
        postings = json.loads(item["postings"]["S"])
        number = item.get("notice_number")
        yield BookedMoney(
            deposit_key=item["deposit_key"]["S"],
            notice_number=number.get("S") if number else None,
            at=_AT.deserialize(item["at"]["S"]),
            postings=tuple(
                Posting(LedgerAccount(debit), LedgerAccount(credit), krw) for debit, credit, krw in postings
            ),
        )


def entries_on(day: date) -> list[DepositEntry]:
    """Every entry of a day in Seoul. Eventually consistent."""
    return [record.to_entry() for record in DepositLedgerRecord.days.query(day.isoformat())]
