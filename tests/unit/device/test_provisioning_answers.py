"""Answers of provisioning that are not the one that is waited for."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from iot.crosswalk_unit.profile import NAMING
from iot.device.provisioning import (
    ProvisioningInterrupted,
    ProvisioningRefused,
    find_identity,
    signing_request,
)
from tests.unit.device.provisioning_city import CREATE, REGISTER, City, provisioning


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
    city.instead = {step: answer}

    with pytest.raises(ProvisioningInterrupted):
        provisioning(city, disk).run()

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
