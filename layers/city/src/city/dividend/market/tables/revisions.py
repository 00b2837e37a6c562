"""Revisions of data sets, as the catalogue lists them."""

import json
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.dividend.market.errors import DataSetUnknown
from city.dividend.market.model import Purpose, Revision, RevisionState
from city.dividend.market.tables.market import MarketTable, find, save_new

_CATALOGUE = "catalogue"


class DataSetRevisionRecord(MarketTable, discriminator="revision"):
    round_id = UnicodeAttribute()
    title = UnicodeAttribute()
    purposes = UnicodeAttribute()
    price_krw = NumberAttribute()
    rows = NumberAttribute()
    published_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    revoked_because = UnicodeAttribute(null=True)
    revoked_by = UnicodeAttribute(null=True)
    revoked_at = UTCDateTimeAttribute(null=True)
    certificate = UnicodeAttribute()
    quasi_identifiers = UnicodeAttribute()
    mark = UnicodeAttribute(null=True)

    def to_revision(self) -> Revision:
        return Revision(
            data_set=self.subject.removeprefix("set#"),
            number=int(self.entry.removeprefix("revision#")),
            round_id=self.round_id,
            title=self.title,
            purposes=frozenset(Purpose(purpose) for purpose in json.loads(self.purposes)),
            price_krw=int(self.price_krw),
            rows=int(self.rows),
            published_at=self.published_at,
            state=RevisionState(self.state),
            revoked_because=self.revoked_because,
        )


def revision_key(data_set: str, number: int) -> tuple[str, str]:
    return f"set#{data_set}", f"revision#{number:06d}"


class Revisions:
    def publish(self, record: DataSetRevisionRecord) -> None:
        """Once: a revision that stands there already stays as it is."""
        record.listing = _CATALOGUE
        save_new(record)

    def get(self, data_set: str, number: int) -> DataSetRevisionRecord:
        """Raises DataSetUnknown."""
        found = find(*revision_key(data_set, number))
        if not isinstance(found, DataSetRevisionRecord):
            raise DataSetUnknown
        return found

    def catalogue(self) -> list[DataSetRevisionRecord]:
        return [r for r in MarketTable.listed.query(_CATALOGUE) if isinstance(r, DataSetRevisionRecord)]

    def add_revocation(
        self, writes: Writes, record: DataSetRevisionRecord, revision: Revision, *, by: str, at: datetime
    ) -> None:
        """Adds a revocation to a transaction, which is refused as a whole where it was revoked meanwhile."""
        actions: list[Action] = [
            DataSetRevisionRecord.state.set(revision.state.value),
            DataSetRevisionRecord.revoked_because.set(revision.revoked_because or ""),
            DataSetRevisionRecord.revoked_by.set(by),
            DataSetRevisionRecord.revoked_at.set(at),
        ]
        published = DataSetRevisionRecord.state == RevisionState.PUBLISHED.value
        writes.add("revision", lambda t: t.update(record, actions=actions, condition=published))
