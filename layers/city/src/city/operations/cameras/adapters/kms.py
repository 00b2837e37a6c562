"""Encrypts and decrypts a camera's address by the key of addresses, each for its own camera alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_PURPOSE = "camera address"


@dataclass(frozen=True, slots=True)
class AddressKey:
    """`client`: of KMS. Whoever's role lacks `kms:Decrypt` on the key can file addresses, and read none."""

    client: Any
    key_id: str

    def encrypt(self, camera_id: str, text: str) -> bytes:
        answer = self.client.encrypt(KeyId=self.key_id, Plaintext=text.encode(), EncryptionContext=_context(camera_id))
        return bytes(answer["CiphertextBlob"])

    def decrypt(self, camera_id: str, secret: bytes) -> str:
        """Raises botocore's ClientError for another camera's ciphertext, and for a role that may not."""
        answer = self.client.decrypt(KeyId=self.key_id, CiphertextBlob=secret, EncryptionContext=_context(camera_id))
        return bytes(answer["Plaintext"]).decode()


def _context(camera_id: str) -> dict[str, str]:
    # KMS writes it into the audit trail, and refuses a ciphertext that was moved to another camera.
    return {"purpose": _PURPOSE, "camera": camera_id}
