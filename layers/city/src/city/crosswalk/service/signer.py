"""Signs site files and updates for units with the city's key."""

from base64 import b64encode
from hashlib import sha256
from typing import Any


class Signer:
    """Signs with a KMS key on P-256: the bucket, the shadow or the broker alone cannot change a unit."""

    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms, self._key_id = kms, key_id

    def sign(self, text: str) -> str:
        """ECDSA over SHA-256 of the text, DER, base64. KMS takes 4 KB at most, so it is given the digest."""
        answer = self._kms.sign(
            KeyId=self._key_id,
            Message=sha256(text.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return b64encode(answer["Signature"]).decode()
