"""The city's signature: what a device takes from the city it can check by itself, with nobody to ask."""

import base64
import binascii
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key


class KeyUnusable(ValueError):
    """The public key handed over at provisioning is none, or none of ours."""


class CityKey:
    """The city's public key, ECDSA on P-256. Its private half never leaves AWS KMS (ECDSA_SHA_256)."""

    def __init__(self, key: ec.EllipticCurvePublicKey) -> None:
        self._key = key

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Raises KeyUnusable."""
        try:
            key = load_pem_public_key(pem)
        except ValueError as error:
            raise KeyUnusable("the city's public key is no PEM file") from error
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise KeyUnusable("the city's public key is not one on the curve P-256")
        return cls(key)

    def signed(self, text: str, signature: str) -> bool:
        """Whether the city signed exactly this text. `signature` is DER in base64."""
        try:
            self._key.verify(base64.b64decode(signature, validate=True), text.encode(), ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True
