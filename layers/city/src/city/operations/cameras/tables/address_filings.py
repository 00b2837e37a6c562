"""Who filed a camera's address, and when: one line a filing, by the camera's name. No address, and no ciphertext of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model

from city.contracts.operations.cameras import AddressKind


class AddressFilingRecord(Model):
    class Meta:
        table_name = "camera_address_filings"

    camera_id = UnicodeAttribute(hash_key=True)
    at = UTCDateTimeAttribute(range_key=True)
    by = UnicodeAttribute()
    # The name they bore then.
    by_name = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFiling:
    """`kind`: how the stream is fetched."""

    at: datetime
    by: str
    by_name: str | None
    kind: AddressKind


@dataclass(frozen=True, slots=True)
class AddressFilingsTable:
    def newest(self, camera_id: str, most: int) -> list[AddressFiling]:
        """The last filings of a camera's address, newest first, as they stand now."""
        found = AddressFilingRecord.query(camera_id, scan_index_forward=False, limit=most, consistent_read=True)
        return [
            AddressFiling(at=each.at, by=each.by, by_name=each.by_name, kind=cast("AddressKind", each.kind))
            for each in found
        ]
