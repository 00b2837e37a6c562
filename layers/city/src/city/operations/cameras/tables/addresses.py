"""Where a camera's stream is fetched: ciphertext, by the camera's name. Nothing here can decrypt."""

from dataclasses import dataclass

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.models import Model

from city.aws.dynamo import all_or_nothing
from city.operations.cameras.tables.address_filings import AddressFiling, AddressFilingRecord


class AddressRecord(Model):
    class Meta:
        table_name = "camera_addresses"

    camera_id = UnicodeAttribute(hash_key=True)
    # Encrypted by the addresses' own key for this camera alone.
    secret = BinaryAttribute(legacy_encoding=False)
    filed_at = UTCDateTimeAttribute()
    filed_by = UnicodeAttribute()
    format = NumberAttribute(default=1)


@dataclass(frozen=True, slots=True)
class AddressesTable:
    connection: Connection

    def put(self, camera_id: str, secret: bytes, filing: AddressFiling) -> None:
        """Replaces what was filed before; the line that says so is written with it, or neither is."""
        record = AddressRecord(camera_id, secret=secret, filed_at=filing.at, filed_by=filing.by)
        line = AddressFilingRecord(camera_id, filing.at, by=filing.by, by_name=filing.by_name, kind=filing.kind)
        with all_or_nothing(self.connection) as transaction:
            transaction.save(record)
            transaction.save(line)

    def get(self, camera_id: str) -> bytes | None:
        """The ciphertext; None where nothing is filed. The newest there is: a camera may have moved."""
        try:
            found = AddressRecord.get(camera_id, consistent_read=True)
        except AddressRecord.DoesNotExist:
            return None
        return bytes(found.secret)
