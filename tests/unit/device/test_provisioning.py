"""Becoming a unit, without a cloud: the key that never leaves, and every moment the power may go."""

import json
import stat
from pathlib import Path
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from iot.crosswalk_unit.profile import NAMING
from iot.device.files import replace_durably
from iot.device.provisioning import (
    Identity,
    ProvisioningInterrupted,
    ProvisioningRefused,
    find_identity,
    try_until_provisioned,
)
from tests.unit.device.provisioning_city import City, provisioning


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


# --- tried again -----------------------------------------------------------------------------------


class PowerCut(BaseException):
    """The power goes in the middle of a write."""


@pytest.mark.parametrize("files_kept", range(5))
def test_power_that_goes_after_any_file_leaves_something_that_the_next_start_goes_on_with(
    disk: Path, files_kept: int
) -> None:
    city = City()
    kept: list[str] = []

    def write_or_die(path: Path, content: bytes, mode: int) -> None:
        if len(kept) == files_kept:
            raise PowerCut
        kept.append(path.name)
        replace_durably(path, content, mode)

    cut = provisioning(city, disk, write=write_or_die)
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
