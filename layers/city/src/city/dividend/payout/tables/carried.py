"""What was too little to send, by a keyed hash of the card. Only the payout step reads or writes here.

An item remembers what it held before the round that wrote it last, so that the same round asked again hears the same.
"""

from collections.abc import Iterable, Mapping

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from city.aws.dynamo import Writes

_ANYBODY = "-"


class CarriedRecord(Model):
    class Meta:
        table_name = "carried"

    holder = UnicodeAttribute(hash_key=True)
    amount_krw = NumberAttribute(default=0)
    before_krw = NumberAttribute(default=0)
    as_of = UnicodeAttribute()


class Carried:
    def amounts(self, holders: Iterable[str], round_id: str) -> dict[str, int]:
        """What each holder brings into a round; who brings nothing is left out."""
        if not self._anything():
            return {}
        return {
            record.holder: held
            for record in CarriedRecord.batch_get(list(holders), consistent_read=True)
            if (held := int(record.before_krw if record.as_of == round_id else record.amount_krw))
        }

    def keep(self, amounts: Mapping[str, int], brought: Mapping[str, int], round_id: str) -> None:
        """Writes what each holder takes out of a round, once a round; `brought` is what `amounts` said before."""
        holders = {holder: amounts.get(holder, 0) for holder in {*amounts, *brought}}
        if not holders:
            return
        if not self._anything():
            CarriedRecord(_ANYBODY, as_of=round_id).save()
        with CarriedRecord.batch_write() as batch:
            for holder, amount in sorted(holders.items()):
                batch.save(CarriedRecord(holder, amount_krw=amount, before_krw=brought.get(holder, 0), as_of=round_id))

    def left_in(self, round_id: str) -> list[CarriedRecord]:
        """Holders who took part in no round since, also those who carried nothing out of it. Reads the whole table."""
        found = CarriedRecord.scan(consistent_read=True)
        return [record for record in found if record.as_of == round_id and record.holder != _ANYBODY]

    def give_up(self, writes: Writes, record: CarriedRecord) -> None:
        """Adds to a transaction that a holder is forgotten, unless a round took their money along meanwhile."""
        amount, round_id = record.amount_krw, record.as_of
        untouched = (CarriedRecord.as_of == round_id) & (CarriedRecord.amount_krw == amount)
        writes.add(f"carried {record.holder}", lambda t: t.delete(record, condition=untouched))

    def _anything(self) -> bool:
        return bool(list(CarriedRecord.batch_get([_ANYBODY])))
