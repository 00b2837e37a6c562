"""The table of gateways: the rhythm of everything behind each, in one item."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from city.aws.dynamo import Cancelled, all_or_nothing
from city.operations.incidents.silence import Asset, Gateway

if TYPE_CHECKING:
    from pynamodb.connection import Connection

# One partition: it is read whole, once a minute.
_ROLL = "gateway"


class GatewayRecord(Model):
    class Meta:
        table_name = "gateways"

    roll = UnicodeAttribute(hash_key=True)
    gateway = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    body = UnicodeAttribute()


class Gateways:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, names: Collection[str]) -> dict[str, Gateway]:
        """As they are, new where none is known."""
        found = GatewayRecord.batch_get([(_ROLL, name) for name in sorted(names)], consistent_read=True)
        known = {record.gateway: _read(record) for record in found}
        return {name: known.get(name) or Gateway(name) for name in names}

    def list_all(self) -> list[Gateway]:
        return [_read(record) for record in GatewayRecord.query(_ROLL, consistent_read=True)]

    def write(self, gateways: Sequence[Gateway]) -> bool:
        """Over what was read, all or nothing; False if somebody else wrote one of them meanwhile."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for gateway in gateways:
                    record = GatewayRecord(_ROLL, gateway.name, version=gateway.version + 1, body=_body(gateway))
                    unchanged = (
                        GatewayRecord.version == gateway.version
                        if gateway.version
                        else GatewayRecord.gateway.does_not_exist()
                    )
                    transaction.save(record, condition=unchanged)
        except Cancelled:
            return False
        return True


def _body(gateway: Gateway) -> str:
    """Moments as the first and what was between them: a thing takes some sixty bytes."""
    assets = {
        name: [asset.told, asset.heard[0], *(b - a for a, b in zip(asset.heard, asset.heard[1:], strict=False))]
        for name, asset in gateway.assets.items()
    }
    body = {"told": gateway.told, "returned": gateway.returned, "assets": assets}
    return json.dumps(body, separators=(",", ":"))


def _read(record: GatewayRecord) -> Gateway:
    body = json.loads(record.body)
    assets = {}
    for name, (told, *moments) in body["assets"].items():
        heard = [moments[0]]
        for after in moments[1:]:
            heard.append(heard[-1] + after)
        assets[name] = Asset(tuple(heard), told)
    gateway = Gateway(record.gateway, assets, body["told"], body["returned"])
    return replace(gateway, version=int(record.version))
