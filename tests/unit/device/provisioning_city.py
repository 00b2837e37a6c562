"""The city's side of provisioning, for tests."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from iot.crosswalk_unit.profile import NAMING
from iot.device.line.memory_link import MemoryLink
from iot.device.provisioning import (
    Provisioning,
)

SERIAL, TEMPLATE = "DN-0001", "units"


CREATE = "$aws/certificates/create-from-csr/json"
REGISTER = f"$aws/provisioning-templates/{TEMPLATE}/provision/json"


class City(MemoryLink):
    """Signs requests and registers things, as AWS IoT's fleet provisioning does; `dies_at` is a topic without answer.

    `before` is heard beside the right answer on a topic: what is late, doubled, misshapen, or somebody else's; `instead` is
    heard in its place.
    """

    def __init__(self) -> None:
        super().__init__()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.tokens: dict[str, str] = {}
        self.registered: list[str] = []
        self.dies_at = ""
        self.refuses: dict[str, Any] | None = None
        self.before: list[tuple[str, str, bytes]] = []
        self.instead: dict[str, bytes] = {}
        self.doubles = False

    def publish(self, topic: str, payload: bytes, **more: Any) -> Any:
        done = super().publish(topic, payload, **more)
        if topic in self.instead:
            self.hear(f"{topic}/accepted", self.instead[topic])
            return done
        if self.dies_at and self.dies_at in topic:
            return done
        for at, heard_on, noise in self.before:
            if at == topic:
                self.hear(heard_on, noise)
        suffix, answer = self._answer(topic, json.loads(payload))
        for _ in range(2 if self.doubles else 1):
            self.hear(f"{topic}/{suffix}", json.dumps(answer).encode())
        return done

    def _answer(self, topic: str, request: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if topic == CREATE:
            return "accepted", self.sign(request["certificateSigningRequest"])
        if self.refuses is not None:
            return "rejected", self.refuses
        if request["certificateOwnershipToken"] not in self.tokens:
            refusal = {"statusCode": 400, "errorCode": "InvalidCertificateOwnershipToken", "errorMessage": "expired"}
            return "rejected", refusal
        self.registered.append(request["certificateOwnershipToken"])
        return "accepted", {"thingName": "okgye-01", "deviceConfiguration": {}}

    def sign(self, request_pem: str) -> dict[str, str]:
        request = x509.load_pem_x509_csr(request_pem.encode())
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(request.subject)
            .issuer_name(request.subject)
            .public_key(request.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=1))
            .sign(self._key, hashes.SHA256())
        )
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = certificate.public_bytes(Encoding.PEM).decode()
        return {
            "certificateId": "0" * 64,
            "certificatePem": self.tokens[token],
            "certificateOwnershipToken": token,
        }


def provisioning(city: City, disk: Path, **more: Any) -> Provisioning:
    return Provisioning(city, disk / "identity", naming=NAMING, template=TEMPLATE, serial=SERIAL, answer_s=0.05, **more)
