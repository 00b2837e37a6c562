"""Buyers: who they are, the hash of their key, and whether a person has verified them."""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from city.dividend.market.errors import BuyerExists
from city.dividend.market.model import Buyer
from city.dividend.market.tables.market import MarketTable, find, save_new

_BUYERS = "buyers"


class BuyerRecord(MarketTable, discriminator="buyer"):
    name = UnicodeAttribute()
    registration_number = UnicodeAttribute()
    what = UnicodeAttribute()
    key_digest = UnicodeAttribute()
    verified = NumberAttribute(default=0)
    verified_by = UnicodeAttribute(null=True)
    verified_because = UnicodeAttribute(null=True)
    verified_at = UTCDateTimeAttribute(null=True)

    def to_buyer(self) -> Buyer:
        return Buyer(
            buyer_id=self.subject.removeprefix("buyer#"),
            name=self.name,
            verified=bool(self.verified),
            key_digest=self.key_digest,
        )


class Buyers:
    def add(self, record: BuyerRecord) -> None:
        """Raises BuyerExists."""
        record.listing = _BUYERS
        if not save_new(record):
            raise BuyerExists

    def find(self, buyer_id: str) -> BuyerRecord | None:
        found = find(f"buyer#{buyer_id}", "buyer")
        return found if isinstance(found, BuyerRecord) else None

    def all(self) -> list[BuyerRecord]:
        return [r for r in MarketTable.listed.query(_BUYERS) if isinstance(r, BuyerRecord)]

    def judge(self, record: BuyerRecord, *, verified: bool, by: str, reason: str, at: datetime) -> None:
        """Writes whether a buyer may order, who said so and why."""
        record.update(
            actions=[
                BuyerRecord.verified.set(int(verified)),
                BuyerRecord.verified_by.set(by),
                BuyerRecord.verified_because.set(reason),
                BuyerRecord.verified_at.set(at),
            ]
        )
