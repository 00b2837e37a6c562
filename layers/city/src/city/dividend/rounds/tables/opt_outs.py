"""Cards that take no part, under a keyed hash. There are few of them: whoever asks reads them all."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model

_REGISTER = "opt-outs"


class OptOutRecord(Model):
    class Meta:
        table_name = "opt_outs"

    register = UnicodeAttribute(hash_key=True)
    card = UnicodeAttribute(range_key=True)
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)


class OptOuts:
    def all(self) -> frozenset[str]:
        return frozenset(record.card for record in OptOutRecord.query(_REGISTER, consistent_read=True))

    def add(self, card: str, at: datetime, by: str, reason: str | None = None) -> None:
        """Once: a second time changes nothing but who said so last."""
        OptOutRecord(_REGISTER, card, at=at, by=by, reason=reason).save()
