"""What every desk of the dividend keeps in one table: staff by name. An act is by whoever bore the name at its time."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from city.office.tables.people import NameAttributes, StaffNames


class PersonRecord(NameAttributes, Model):
    """A name that somebody of the office had."""

    class Meta:
        table_name = "people"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)


# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"people_table": PersonRecord}
NAMES = StaffNames(PersonRecord)
