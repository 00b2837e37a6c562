"""The market's table, which revisions, buyers, orders, copies and leaks share. What happened to an order stands beside it."""

from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model


class MarketListing(GlobalSecondaryIndex["MarketTable"]):
    class Meta:
        index_name = "listing"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    subject = UnicodeAttribute(range_key=True)


class MarketTable(Model):
    class Meta:
        table_name = "market"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    listing = UnicodeAttribute(null=True)

    listed = MarketListing()


def find(subject: str, entry: str) -> MarketTable | None:
    """What stands there, read consistently."""
    try:
        return MarketTable.get(subject, entry, consistent_read=True)
    except MarketTable.DoesNotExist:
        return None


def save_new(record: MarketTable) -> bool:
    """False if something stands there; then nothing is written."""
    try:
        record.save(condition=MarketTable.entry.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
