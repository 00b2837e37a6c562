"""Signing by KMS."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from city.dividend.anonymise.certificate import Signature


@dataclass(frozen=True, slots=True)
class KmsSigner:
    """Signs a certificate with a key that never leaves KMS. ECDSA over the SHA-256 of its bytes."""

    client: Any
    key_id: str

    def __call__(self, content: bytes) -> Signature:
        from city.dividend.anonymise.certificate import Signature

        answer = self.client.sign(
            KeyId=self.key_id,
            Message=hashlib.sha256(content).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return Signature(self.key_id, "ECDSA_SHA_256", base64.b64encode(answer["Signature"]).decode())
