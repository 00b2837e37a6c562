"""Accounts that a bank issued for one payment each, and the secret it proves itself by. They stand among the deposits."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.fines.law.accounts import IssuedOrder

ORDERS_KEPT = timedelta(days=365)  # banks tell of late cancellations and refunds for months


class BankOrderRecord(Model):
    """One order, under an "order#…" key of the table of deposits."""

    class Meta:
        table_name = "deposits"

    deposit_key = UnicodeAttribute(hash_key=True)
    order = UnicodeAttribute()
    expires = TTLAttribute()


class BankOrders:
    def find(self, order_id: str) -> IssuedOrder | None:
        try:
            record: BankOrderRecord = BankOrderRecord.get(_key(order_id), consistent_read=True)
        except DoesNotExist:
            return None
        fields = json.loads(record.order)
        moments = {
            name: datetime.fromisoformat(fields[name]) if fields[name] else None for name in ("expires_at", "told_at")
        }
        return IssuedOrder(**{**fields, **moments})

    def keep(self, order: IssuedOrder) -> None:
        """Keeps an account that the bank issued, with the last it said of it."""
        text = json.dumps(asdict(order), default=datetime.isoformat)
        BankOrderRecord(_key(order.order_id), order=text, expires=order.expires_at + ORDERS_KEPT).save()


def _key(order_id: str) -> str:
    return f"order#{order_id}"
