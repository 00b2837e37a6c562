"""Leaked samples: a case each, never deleted."""

from datetime import datetime
from typing import TypedDict, Unpack

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError

from city.dividend.market.errors import LeakMoved, LeakUnknown
from city.dividend.market.model import LeakState
from city.dividend.market.tables.market import MarketTable, find, save_new


class LeakRecord(MarketTable, discriminator="leak"):
    """A leaked sample: who reported it and why, and what tracing it came to. Cases are never deleted."""

    data_set = UnicodeAttribute()
    revision = NumberAttribute()
    format = UnicodeAttribute()
    size_bytes = NumberAttribute()
    reason = UnicodeAttribute()
    reported_by = UnicodeAttribute()
    reported_at = UTCDateTimeAttribute()
    state = UnicodeAttribute()
    traced_by = UnicodeAttribute(null=True)
    traced_at = UTCDateTimeAttribute(null=True)
    refused_because = UnicodeAttribute(null=True)
    sample_digest = UnicodeAttribute(null=True)
    found = UnicodeAttribute(null=True)


class LeakFields(TypedDict, total=False):
    """What of a case is written with a move."""

    traced_by: str
    traced_at: datetime
    refused_because: str | None
    sample_digest: str
    found: str


def leak_key(data_set: str, number: int, case_id: str) -> tuple[str, str]:
    return f"leak#{data_set}#{number:06d}", case_id


class Leaks:
    def open(self, record: LeakRecord) -> LeakRecord:
        """Writes a case once; under a taken name the case that stands there is returned."""
        if save_new(record):
            return record
        return self.get(record.data_set, int(record.revision), record.entry)

    def get(self, data_set: str, number: int, case_id: str) -> LeakRecord:
        """Raises LeakUnknown."""
        found = find(*leak_key(data_set, number, case_id))
        if not isinstance(found, LeakRecord):
            raise LeakUnknown
        return found

    def all(self, data_set: str, number: int) -> list[LeakRecord]:
        found = MarketTable.query(leak_key(data_set, number, "")[0], consistent_read=True)
        return [record for record in found if isinstance(record, LeakRecord)]

    def move(self, record: LeakRecord, state: LeakState, **fields: Unpack[LeakFields]) -> LeakRecord:
        """Writes over the state that was read. Raises LeakMoved."""
        before = record.state
        record.state = state.value
        for name, value in fields.items():
            setattr(record, name, value)
        try:
            record.save(condition=LeakRecord.state == before)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise LeakMoved(record.entry) from None
        return record
