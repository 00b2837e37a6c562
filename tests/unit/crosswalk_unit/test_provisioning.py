"""Becoming a unit, without a cloud: the key that never leaves, and every moment the power may go."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from iot.crosswalk_unit.link import MemoryLink
from iot.crosswalk_unit.provisioning import (
    Provisioning,
    ProvisioningInterrupted,
    ProvisioningRefused,
    find_identity,
)

SERIAL, TEMPLATE = "DN-0001", "units"


class City(MemoryLink):
    """Signs requests and registers things, as AWS IoT's fleet provisioning does; `dies_at` is a topic without answer."""

    def __init__(self) -> None:
        super().__init__()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.tokens: dict[str, str] = {}
        self.registered: list[str] = []
        self.dies_at = ""
        self.refuses: dict[str, Any] | None = None

    def publish(self, topic: str, payload: bytes, **more: Any) -> Any:
        done = super().publish(topic, payload, **more)
        if self.dies_at and self.dies_at in topic:
            return done
        request = json.loads(payload)
        if topic == "$aws/certificates/create-from-csr/json":
            self.hear(f"{topic}/accepted", json.dumps(self._sign(request["certificateSigningRequest"])).encode())
        elif self.refuses is not None:
            self.hear(f"{topic}/rejected", json.dumps(self.refuses).encode())
        elif request["certificateOwnershipToken"] not in self.tokens:
            refusal = {"statusCode": 400, "errorCode": "InvalidCertificateOwnershipToken", "errorMessage": "expired"}
            self.hear(f"{topic}/rejected", json.dumps(refusal).encode())
        else:
            self.registered.append(request["parameters"]["SerialNumber"])
            self.hear(f"{topic}/accepted", json.dumps({"thingName": "okgye-01", "deviceConfiguration": {}}).encode())
        return done

    def _sign(self, request_pem: str) -> dict[str, str]:
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


def provisioning(city: City, disk: Path) -> Provisioning:
    return Provisioning(city, disk / "identity", template=TEMPLATE, serial=SERIAL, answer_s=0.05)


def test_the_key_is_made_here_and_never_leaves(disk: Path) -> None:
    city = City()

    identity = provisioning(city, disk).run()

    assert identity.unit == "okgye-01"
    key = load_pem_private_key(identity.private_key.read_bytes(), None)
    certificate = x509.load_pem_x509_certificate(identity.certificate.read_bytes())
    assert certificate.public_key() == key.public_key()
    assert all(b"PRIVATE" not in sent.payload for sent in city.sent)
    assert stat.S_IMODE(identity.private_key.stat().st_mode) == 0o600


@pytest.mark.parametrize("dies_at", ["create-from-csr", "provisioning-templates"])
def test_a_line_that_breaks_is_taken_up_with_the_same_key(disk: Path, dies_at: str) -> None:
    city = City()
    city.dies_at = dies_at
    with pytest.raises(ProvisioningInterrupted):
        provisioning(city, disk).run()
    key = (disk / "identity" / "private.key").read_bytes()
    assert find_identity(disk / "identity") is None

    city.dies_at = ""
    identity = provisioning(city, disk).run()

    assert identity.private_key.read_bytes() == key
    # A certificate that was given is used: the city counts claims.
    assert len(city.tokens) == 1


@pytest.mark.parametrize("lost", [["unit.json"], ["unit.json", "certificate.pem"], ["unit.json", "pending.json"]])
def test_a_power_cut_before_the_last_file_ends_in_one_whole_identity(disk: Path, lost: list[str]) -> None:
    city = City()
    provisioning(city, disk).run()
    folder = disk / "identity"
    token = next(iter(city.tokens))
    (folder / "pending.json").write_text(
        json.dumps({"certificatePem": city.tokens[token], "certificateOwnershipToken": token})
    )
    for name in lost:
        (folder / name).unlink()

    identity = provisioning(city, disk).run()

    key = load_pem_private_key(identity.private_key.read_bytes(), None)
    assert x509.load_pem_x509_certificate(identity.certificate.read_bytes()).public_key() == key.public_key()


def test_a_unit_that_has_its_identity_says_nothing(disk: Path) -> None:
    provisioning(City(), disk).run()
    city = City()

    provisioning(city, disk).run()

    assert city.sent == []


def test_a_refusal_is_told_and_leaves_no_identity(disk: Path) -> None:
    city = City()
    city.refuses = {"statusCode": 403, "errorCode": "AccessDenied", "errorMessage": "Access Denied"}

    with pytest.raises(ProvisioningRefused, match="AccessDenied"):
        provisioning(city, disk).run()

    assert find_identity(disk / "identity") is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"unit": 5', b"[]"])
def test_half_a_file_is_no_identity(disk: Path, content: bytes) -> None:
    (disk / "unit.json").write_bytes(content)

    assert find_identity(disk) is None
