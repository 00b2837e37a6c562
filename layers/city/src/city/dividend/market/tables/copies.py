"""Buyers' marked copies that lie ready."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from city.dividend.market.tables.market import MarketTable, find


class CopyRecord(MarketTable, discriminator="copy"):
    """A buyer's marked copy lies ready."""

    digest = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class Copies:
    def digest_of(self, buyer_id: str, data_set: str, number: int) -> str | None:
        """The digest of a buyer's copy that lies ready."""
        found = find(f"copy#{buyer_id}", f"{data_set}#{number:06d}")
        return found.digest if isinstance(found, CopyRecord) else None

    def add(self, buyer_id: str, data_set: str, number: int, *, digest: str, at: datetime) -> None:
        CopyRecord(
            subject=f"copy#{buyer_id}",
            entry=f"{data_set}#{number:06d}",
            digest=digest,
            at=at,
        ).save()
