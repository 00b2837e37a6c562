"""The table of the desk, as all who leave work for staff know it: a worklist names what is still to be done."""

from pynamodb.attributes import (
    DiscriminatorAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model


class Worklist(GlobalSecondaryIndex["DeskTable"]):
    class Meta:
        index_name = "worklist"
        projection = AllProjection()

    worklist = UnicodeAttribute(hash_key=True)
    since = UTCDateTimeAttribute(range_key=True)


class DeskTable(Model):
    """`worklist` stands on what is still to be done, and is removed when it is."""

    class Meta:
        table_name = "desk"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    worklist = UnicodeAttribute(null=True)
    since = UTCDateTimeAttribute(null=True)

    by_worklist = Worklist()
