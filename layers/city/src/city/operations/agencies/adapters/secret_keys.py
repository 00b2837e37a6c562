"""Keys that the city says or signs with, all in one secret: `{"112": {"webhook": "…"}, "moj": {"platform": "…"}}`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from city.aws.secrets import read_secret
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.client import SecretsManagerClient

# A worker lives for hours, and a key may be new.
_READ_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(slots=True)
class SecretKeys:
    client: SecretsManagerClient
    secret_id: str
    clock: Clock
    _known: dict[str, Any] = field(default_factory=dict, repr=False)
    _read_at: datetime | None = None

    def find(self, agency_id: str, kind: str) -> bytes | None:
        now = self.clock.now()
        if self._read_at is None or now - self._read_at > _READ_AGAIN_AFTER:
            self._known, self._read_at = self._read(), now
        key = self._known.get(agency_id, {}).get(kind)
        return key.encode() if isinstance(key, str) else None

    def set(self, agency_id: str, kind: str, key: str) -> None:
        known = self._read()
        known[agency_id] = {**known.get(agency_id, {}), kind: key}
        self.client.put_secret_value(SecretId=self.secret_id, SecretString=json.dumps(known))
        self._known, self._read_at = known, self.clock.now()

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(read_secret(self.client, self.secret_id))
        except ValueError:
            # As the template makes it: random text, before any key was written.
            return {}
        return known if isinstance(known, dict) else {}
