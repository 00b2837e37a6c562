"""The camera register's tables: PynamoDB records and the reads and writes the use cases need. A module a table.

cameras    the truth: what the national file says of each camera, what was corrected, and the history of corrections
packs      by cell, what lookups know of its cameras; and the head, which says which snapshot is the newest
addresses  where a camera's stream is fetched, encrypted; apart, for one function alone may read it
address_filings  who filed an address and when, for everybody who may see the camera; written in one transaction with it

How each is read: a camera by its name, with all its parts or a hundred items at once; a pack by its cell. Lookups read the
head and nothing else. Only the nightly comparison of snapshot and truth scans.
"""

from pynamodb.models import Model

from city.operations.cameras.tables.address_filings import AddressFilingRecord
from city.operations.cameras.tables.addresses import AddressRecord
from city.operations.cameras.tables.cameras import CameraItem
from city.operations.cameras.tables.packs import PackRecord

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "cameras_table": CameraItem,
    "camera_packs_table": PackRecord,
    "camera_addresses_table": AddressRecord,
    "camera_address_filings_table": AddressFilingRecord,
}
