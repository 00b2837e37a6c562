"""Signing the city's own alerts by a key that never leaves KMS."""

from dataclasses import dataclass
from typing import Any

from city.operations.alerts.cap.signing import signed_info, with_signature


@dataclass(frozen=True, slots=True)
class KmsAlertSigner:
    """`certificate`: of that key, base64 of its DER, from whoever vouches for the city."""

    client: Any
    key_id: str
    certificate: str

    def sign(self, document: bytes) -> bytes:
        """The document with its signature: ECDSA on P-256 over SHA-256."""
        answer = self.client.sign(
            KeyId=self.key_id,
            # Under a kilobyte, whatever the alert: KMS takes four.
            Message=signed_info(document),
            MessageType="RAW",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return with_signature(document, answer["Signature"], self.certificate)
