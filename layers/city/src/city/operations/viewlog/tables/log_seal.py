"""Where sealing stands: which head was the last, in the table of the log. It only saves looking; the heads are the truth."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from city.operations.viewlog.proving.heads import HeadPin

_DAY, _PLACE = "seal", "last"


class SealRecord(Model):
    class Meta:
        table_name = "viewlog"

    day = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    number = NumberAttribute()
    name = UnicodeAttribute()
    version_id = UnicodeAttribute()
    sha256 = UnicodeAttribute()


class LastSeal:
    def read(self) -> HeadPin | None:
        try:
            record = SealRecord.get(_DAY, _PLACE, consistent_read=True)
        except SealRecord.DoesNotExist:
            return None
        return HeadPin(int(record.number), record.name, record.version_id, record.sha256)

    def write(self, pin: HeadPin) -> None:
        SealRecord(_DAY, _PLACE, number=pin.number, name=pin.name, version_id=pin.version_id, sha256=pin.sha256).save()
