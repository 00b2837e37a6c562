"""Staff of fines by name. An act is by whoever bore the name at its time."""

from city.fines.law.tables.worklist import DeskTable
from city.office.tables.people import NameAttributes, StaffNames


class PersonRecord(NameAttributes, DeskTable, discriminator="person"):
    """A name that somebody of the office had."""


NAMES = StaffNames(PersonRecord)
