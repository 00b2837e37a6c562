"""Signing by KMS, with a key on P-256 that never leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from city.operations.viewlog.proving.p256 import PublicKey


@dataclass(frozen=True, slots=True)
class KmsSigner:
    """Gives DER signatures: ECDSA over the SHA-256 of what is signed, of which KMS takes 4,096 bytes; a head has fewer."""

    client: Any
    key_arn: str

    def __call__(self, content: bytes) -> bytes:
        answer = self.client.sign(
            KeyId=self.key_arn,
            Message=content,
            MessageType="RAW",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        signature: bytes = answer["Signature"]
        return signature


def fetch_public_key(client: Any, key_arn: str) -> PublicKey:
    """The public half of a key of KMS."""
    return PublicKey.from_der(client.get_public_key(KeyId=key_arn)["PublicKey"])
