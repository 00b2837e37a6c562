"""The ledger: one record an entry, filed under its round. Written once; nobody may update or delete."""

import json
from collections.abc import Iterable

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused
from city.dividend.books.errors import EntryContradicts
from city.dividend.books.ledger import Account, EntryKind, RoundEntry, RoundLeg, is_new
from city.dividend.books.tables.packed import pack, unpack


class LedgerRecord(Model):
    """`totals` is what the entry does to each account; `legs` has its parties too."""

    class Meta:
        table_name = "ledger"

    round_id = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    digest = UnicodeAttribute()
    totals = UnicodeAttribute()
    legs = BinaryAttribute(legacy_encoding=False)
    corrects = UnicodeAttribute(null=True)

    def to_entry(self) -> RoundEntry:
        legs = tuple(RoundLeg(Account(account), amount, party) for account, party, amount in unpack(self.legs))
        return RoundEntry(
            key=self.entry,
            kind=EntryKind(self.what),
            round_id=self.round_id,
            at=self.at,
            legs=legs,
            corrects=self.corrects,
        )

    def to_totals(self) -> dict[Account, int]:
        return {Account(account): amount for account, amount in json.loads(self.totals).items()}


def _record(entry: RoundEntry) -> LedgerRecord:
    return LedgerRecord(
        entry.round_id,
        entry.key,
        what=entry.kind.value,
        at=entry.at,
        digest=entry.digest,
        totals=json.dumps({account.value: amount for account, amount in entry.totals.items() if amount}),
        legs=pack([[leg.account.value, leg.party, leg.amount_krw] for leg in entry.legs]),
        corrects=entry.corrects,
    )


class Ledger:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def book(self, writes: Writes, entry: RoundEntry) -> None:
        """Adds an entry to a transaction, which is refused as a whole where its key is taken."""
        record = _record(entry)
        writes.add(entry.key, lambda t: t.save(record, condition=LedgerRecord.entry.does_not_exist()))

    def post(self, entry: RoundEntry) -> bool:
        """Writes one entry by itself; False if the same fact is on file. Raises EntryContradicts."""
        known = self.find(entry.round_id, entry.key)
        if not is_new(known.digest if known else None, entry):
            return False
        writes = Writes()
        self.book(writes, entry)
        try:
            writes.commit(self._connection)
        except WritesRefused:
            known = self.find(entry.round_id, entry.key)
            if known is None or known.digest != entry.digest:
                raise EntryContradicts(entry.key) from None
            return False
        return True

    def find(self, round_id: str, key: str) -> RoundEntry | None:
        try:
            return LedgerRecord.get(round_id, key, consistent_read=True).to_entry()
        except LedgerRecord.DoesNotExist:
            return None

    def entries_of(self, round_id: str, prefix: str = "") -> Iterable[LedgerRecord]:
        """Whose keys begin so, in the order of their keys, without unpacking the parties of any."""
        beginning = LedgerRecord.entry.startswith(prefix) if prefix else None
        return LedgerRecord.query(round_id, beginning, consistent_read=True)

    def trial_balance(self, round_id: str) -> dict[Account, int]:
        """What the round's entries did to each account; it adds up to zero."""
        held = dict.fromkeys(Account, 0)
        wanted = ["totals"]
        for record in LedgerRecord.query(round_id, consistent_read=True, attributes_to_get=wanted):
            for account, amount in record.to_totals().items():
                held[account] += amount
        return held

    def owed_by_party(self, round_id: str) -> dict[str, int]:
        """PAYABLE by pseudonym, from every leg that was ever written; who is owed nothing is left out."""
        held: dict[str, int] = {}
        for record in self.entries_of(round_id):
            for account, party, amount in unpack(record.legs):
                if account == Account.PAYABLE.value:
                    held[party] = held.get(party, 0) - amount
        return {party: amount for party, amount in held.items() if amount}
