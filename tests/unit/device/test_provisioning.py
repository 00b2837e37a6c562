"""Becoming a unit, without a cloud: the key that never leaves, and every moment the power may go."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from iot.crosswalk_unit.profile import NAMING
from iot.device.line.memory_link import MemoryLink
from iot.device.provisioning import (
    Identity,
    Provisioning,
    ProvisioningInterrupted,
    ProvisioningRefused,
    find_identity,
    signing_request,
    try_until_provisioned,
)

SERIAL, TEMPLATE = "DN-0001", "units"


CREATE = "$aws/certificates/create-from-csr/json"
REGISTER = f"$aws/provisioning-templates/{TEMPLATE}/provision/json"


class City(MemoryLink):
    """Signs requests and registers things, as AWS IoT's fleet provisioning does; `dies_at` is a topic without answer.

    `before` and `after` are heard beside the right answer on a topic: what is late, doubled, misshapen, or somebody else's.
    """

    def __init__(self) -> None:
        super().__init__()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.tokens: dict[str, str] = {}
        self.registered: list[str] = []
        self.dies_at = ""
        self.refuses: dict[str, Any] | None = None
        self.before: list[tuple[str, str, bytes]] = []
        self.doubles = False

    def publish(self, topic: str, payload: bytes, **more: Any) -> Any:
        done = super().publish(topic, payload, **more)
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


def provisioning(city: City, disk: Path) -> Provisioning:
    return Provisioning(city, disk / "identity", naming=NAMING, template=TEMPLATE, serial=SERIAL, answer_s=0.05)


def test_the_key_is_made_here_and_never_leaves(disk: Path) -> None:
    city = City()

    identity = provisioning(city, disk).run()

    assert identity.name == "okgye-01"
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
    assert find_identity(disk / "identity", NAMING) is None

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

    assert find_identity(disk / "identity", NAMING) is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"unit": 5', b"[]"])
def test_half_a_file_is_no_identity(disk: Path, content: bytes) -> None:
    (disk / "unit.json").write_bytes(content)

    assert find_identity(disk, NAMING) is None


# --- answers that are not the one that is waited for -----------------------------------------------


def stolen() -> dict[str, str]:
    """What the city answered to another box: a whole certificate, for a key that is not here."""
    key = ec.generate_private_key(ec.SECP256R1())
    return City().sign(signing_request(key, "DN-9999"))


MISSHAPEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'"accepted"',
    b"[" * 100_000,
    b"\xff\xfe",
    b"{}",
    b'{"thingName": null}',
    b'{"thingName": ["okgye-01"]}',
    b'{"thingName": ""}',
    b'{"thingName": "../okgye-01"}',
    b'{"thingName": "+"}',
    b'{"certificatePem": 5, "certificateOwnershipToken": "token"}',
    b'{"certificatePem": "no certificate", "certificateOwnershipToken": "token"}',
    json.dumps({**stolen(), "certificateOwnershipToken": {"token": 1}}).encode(),
    json.dumps(stolen()).encode(),
]


@pytest.mark.parametrize("step", [CREATE, REGISTER])
@pytest.mark.parametrize("answer", MISSHAPEN)
def test_an_answer_that_is_not_this_steps_is_ignored(disk: Path, step: str, answer: bytes) -> None:
    city = City()
    city.before = [(step, f"{step}/accepted", answer)]

    identity = provisioning(city, disk).run()

    assert identity.name == "okgye-01"
    assert city.registered == ["token-0"]
    assert identity.certificate.read_text() == city.tokens["token-0"]


@pytest.mark.parametrize("step", [CREATE, REGISTER])
@pytest.mark.parametrize("answer", MISSHAPEN)
def test_a_step_whose_only_answer_is_none_is_an_interruption(disk: Path, step: str, answer: bytes) -> None:
    city = City()
    city.dies_at = step
    whole = provisioning(city, disk)
    publish = city.publish

    def answer_so(topic: str, payload: bytes, **more: Any) -> Any:
        done = publish(topic, payload, **more)
        if topic == step:
            city.hear(f"{topic}/accepted", answer)
        return done

    city.publish = answer_so  # type: ignore[method-assign]
    with pytest.raises(ProvisioningInterrupted):
        whole.run()

    assert find_identity(disk / "identity", NAMING) is None


def test_every_answer_twice_ends_in_one_identity(disk: Path) -> None:
    """QoS 1 delivers again what it is not sure of: a second certificate once stood where the unit's name should."""
    city = City()
    city.doubles = True

    identity = provisioning(city, disk).run()

    assert (identity.name, city.registered) == ("okgye-01", ["token-0"])


@pytest.mark.parametrize("heard_on", [f"{CREATE}/accepted", f"{CREATE}/rejected", f"{REGISTER}/accepted"])
def test_an_answer_on_the_other_steps_topic_is_ignored(disk: Path, heard_on: str) -> None:
    swapped = b'{"thingName": "somebody-else", "statusCode": 403, "errorCode": "AccessDenied"}'
    city = City()
    city.before = [(CREATE if "provisioning" in heard_on else REGISTER, heard_on, swapped)]

    assert provisioning(city, disk).run().name == "okgye-01"


def test_a_refusal_that_is_delivered_twice_refuses_once(disk: Path) -> None:
    """An expired certificate is refused, twice over; the new one that is asked for then is not."""
    city = City()
    city.dies_at = "provisioning-templates"
    with pytest.raises(ProvisioningInterrupted):
        provisioning(city, disk).run()
    city.dies_at, city.doubles = "", True
    city.tokens.clear()
    refusal = {"statusCode": 400, "errorCode": "InvalidCertificateOwnershipToken", "errorMessage": "expired"}
    # And once more, later still.
    city.before = [(REGISTER, f"{REGISTER}/rejected", json.dumps(refusal).encode())]

    identity = provisioning(city, disk).run()

    assert identity.certificate.read_text() == city.tokens["token-0"]


def test_a_second_refusal_in_the_same_words_is_believed_when_nothing_else_comes(disk: Path) -> None:
    city = City()
    city.dies_at = "provisioning-templates"
    with pytest.raises(ProvisioningInterrupted):
        provisioning(city, disk).run()
    city.dies_at = ""
    city.refuses = {"statusCode": 403, "errorCode": "AccessDenied", "errorMessage": "Access Denied"}

    with pytest.raises(ProvisioningRefused, match="AccessDenied"):
        provisioning(city, disk).run()


@pytest.mark.parametrize(
    ("refusal", "named"),
    [
        (b'{"statusCode": 500, "errorCode": "InternalFailure"}', ProvisioningInterrupted),
        (b'{"statusCode": "503"}', ProvisioningInterrupted),
        (b"", ProvisioningInterrupted),
        (b"[]", ProvisioningInterrupted),
        (b"[" * 100_000, ProvisioningInterrupted),
        (b'{"errorCode": ["InternalFailure"], "statusCode": {}}', ProvisioningRefused),
        (b"{}", ProvisioningRefused),
    ],
)
@pytest.mark.parametrize("step", [CREATE, REGISTER])
def test_a_refusal_of_any_shape_has_a_name(disk: Path, step: str, refusal: bytes, named: type[Exception]) -> None:
    city = City()
    city.before = [(step, f"{step}/rejected", refusal)]

    with pytest.raises(named):
        provisioning(city, disk).run()

    assert find_identity(disk / "identity", NAMING) is None


def test_a_pending_certificate_for_another_key_is_not_registered(disk: Path) -> None:
    folder = disk / "identity"
    folder.mkdir()
    (folder / "pending.json").write_text(json.dumps(stolen()))
    city = City()

    provisioning(city, disk).run()

    assert city.registered == ["token-0"]


@pytest.mark.parametrize("content", [b"[" * 100_000, b"null", b"{}", b'{"certificatePem": {}}', b"\xff"])
def test_half_a_pending_certificate_is_begun_anew(disk: Path, content: bytes) -> None:
    folder = disk / "identity"
    folder.mkdir()
    (folder / "pending.json").write_bytes(content)

    assert provisioning(City(), disk).run().name == "okgye-01"


@pytest.mark.parametrize("name", ["private.key", "certificate.pem"])
def test_a_certificate_and_a_key_that_do_not_belong_together_are_no_identity(disk: Path, name: str) -> None:
    provisioning(City(), disk).run()
    provisioning(City(), disk / "other").run()
    folder = disk / "identity"
    (folder / name).write_bytes((disk / "other" / "identity" / name).read_bytes())

    assert find_identity(folder, NAMING) is None
    assert provisioning(City(), disk).run().name == "okgye-01"


# --- tried again -----------------------------------------------------------------------------------


class PowerCut(BaseException):
    """The power goes in the middle of a write."""


@pytest.mark.parametrize("files_kept", range(5))
def test_power_that_goes_after_any_file_leaves_something_that_the_next_start_goes_on_with(
    disk: Path, files_kept: int
) -> None:
    city = City()
    cut = provisioning(city, disk)
    keep, kept = cut._keep, list[str]()

    def keep_or_die(name: str, text: str) -> None:
        if len(kept) == files_kept:
            raise PowerCut
        kept.append(name)
        keep(name, text)

    cut._keep = keep_or_die  # type: ignore[method-assign]
    if files_kept < 4:
        with pytest.raises(PowerCut):
            cut.run()
    else:
        cut.run()

    identity = provisioning(city, disk).run()

    assert identity.name == "okgye-01"
    assert identity.certificate.read_text() in city.tokens.values()
    assert city.registered[-1] == next(t for t, pem in city.tokens.items() if pem == identity.certificate.read_text())


def test_an_interruption_is_tried_again_after_growing_waits() -> None:
    there = Identity("okgye-01", Path("certificate.pem"), Path("private.key"))
    interruptions, waits = iter(range(5)), list[float]()

    def once() -> Identity:
        if next(interruptions, None) is not None:
            raise ProvisioningInterrupted("the hook starts cold")
        return there

    assert try_until_provisioned(once, waits.append, Random(1)) is there
    assert len(waits) == 5
    assert all(1.0 <= wait <= 30.0 for wait in waits)
    assert max(waits) > 4.0


def test_a_refusal_is_not_tried_again_and_the_last_interruption_is_told() -> None:
    tried: list[int] = []

    def refuse() -> Identity:
        tried.append(1)
        raise ProvisioningRefused("AccessDenied")

    def interrupt() -> Identity:
        tried.append(2)
        raise ProvisioningInterrupted(f"try {len(tried)}")

    with pytest.raises(ProvisioningRefused):
        try_until_provisioned(refuse, lambda _: None, Random(1))
    with pytest.raises(ProvisioningInterrupted, match="try 5"):
        try_until_provisioned(interrupt, lambda _: None, Random(1), tries=4)
    assert tried == [1, 2, 2, 2, 2]
