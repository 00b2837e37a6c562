"""Signed site files, for tests."""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from city.contracts.crosswalk.site import SignedSiteV1
from iot.device.signatures import CityKey

_SAMPLE = Path(__file__).parents[1] / "contracts" / "samples" / "crosswalk-site.v1.json"


class Signer:
    """The city's signing key, as KMS holds it on AWS."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.public = CityKey(self._private.public_key())

    def sign(self, text: str) -> str:
        return base64.b64encode(self._private.sign(text.encode(), ec.ECDSA(hashes.SHA256()))).decode()

    def site(self, unit: str = "okgye-01", revision: int = 3, **changed: Any) -> SignedSiteV1:
        """The sample's crossing, of this unit and revision, signed."""
        document = json.dumps({**json.loads(_SAMPLE.read_bytes()), "unit": unit, "revision": revision, **changed})
        return SignedSiteV1(revision=revision, document=document, signature=self.sign(document))
