"""The site file: signed, for this unit, never older, and never half."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.contracts.crosswalk.site import SignedSiteV1
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.signatures import CityKey, KeyUnusable
from tests.effort import examples
from tests.unit.crosswalk_unit.sites import Signer

SIGNER = Signer()
UNIT = "okgye-01"


def store_in(folder: Path) -> SiteStore:
    return SiteStore(folder, UNIT, SIGNER.public)


def signed(document: str, revision: int = 3) -> SignedSiteV1:
    return SignedSiteV1(revision=revision, document=document, signature=SIGNER.sign(document))


def test_a_signed_file_is_in_force_and_still_is_after_a_restart(disk: Path) -> None:
    assert store_in(disk).offer(SIGNER.site(UNIT, 3))

    again = store_in(disk)

    assert again.site is not None
    assert again.site.revision == 3
    assert again.reported().digest == sha256(SIGNER.site(UNIT, 3).document.encode()).hexdigest()


def test_a_new_unit_has_no_site_and_says_so(disk: Path) -> None:
    store = store_in(disk)

    assert store.site is None
    assert store.reported().model_dump() == {
        "version": 1,
        "revision": 0,
        "digest": "",
        "refused_revision": None,
        "refused_because": "",
    }


def test_the_same_file_again_is_no_news(disk: Path) -> None:
    store = store_in(disk)
    site = SIGNER.site(UNIT, 3)
    store.offer(site)

    assert not store.offer(site)
    assert store.reported().refused_revision is None


def change(site: SignedSiteV1, **changed: Any) -> SignedSiteV1:
    """The file with other fields, signed anew by the city."""
    return signed(json.dumps({**json.loads(site.document), **changed}), site.revision)


_SITE = SIGNER.site(UNIT, 3)
REFUSED = {
    "signed by somebody else": (Signer().site(UNIT, 3), "signature"),
    "changed after signing": (_SITE.model_copy(update={"document": _SITE.document.replace("0.8", "0.7")}), "signature"),
    "with half a signature": (_SITE.model_copy(update={"signature": _SITE.signature[:20]}), "signature"),
    "with a signature that is no base64": (_SITE.model_copy(update={"signature": "한글"}), "signature"),
    "for another unit": (SIGNER.site("okgye-02", 3), "okgye-02"),
    "whose envelope says another revision": (signed(_SITE.document, 4), "envelope"),
    "that is no JSON": (signed("{"), "JSON"),
    "with a number that is none": (change(_SITE, width_m=float("nan")), "width_m"),
    "with a zone that crosses itself": (
        change(_SITE, crossing=[[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]),
        "crosses itself",
    ),
    "that walks too fast in a protected zone": (change(_SITE, walking_speed_m_s=1.0, protected_zone=True), "0.8"),
    "nested without end": (signed("[" * 2900), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_unit_refuses_a_file(disk: Path, name: str) -> None:
    offered, reason = REFUSED[name]
    store = store_in(disk)
    store.offer(SIGNER.site(UNIT, 1))

    assert not store.offer(offered)

    reported = store.reported()
    assert reported.revision == 1
    assert reported.refused_revision == offered.revision
    assert reason in reported.refused_because
    assert len(reported.refused_because) <= 200
    assert store_in(disk).reported().revision == 1


def test_an_older_file_is_refused_even_after_a_restart(disk: Path) -> None:
    store_in(disk).offer(SIGNER.site(UNIT, 5))
    store = store_in(disk)

    assert not store.offer(SIGNER.site(UNIT, 4))
    assert "older" in store.reported().refused_because


def test_two_files_cannot_be_one_revision(disk: Path) -> None:
    store = store_in(disk)
    store.offer(SIGNER.site(UNIT, 5))

    assert not store.offer(SIGNER.site(UNIT, 5, name_ko="다른 곳"))
    assert "another file" in store.reported().refused_because


def test_a_good_file_ends_the_complaint_about_the_bad_one(disk: Path) -> None:
    store = store_in(disk)
    store.offer(Signer().site(UNIT, 3))

    store.offer(SIGNER.site(UNIT, 4))

    assert store.reported().refused_revision is None


@pytest.mark.parametrize("left", [["site.previous.json"], ["site.previous.json", "site.json.new"]])
def test_a_power_cut_between_two_renames_finds_the_file_before(disk: Path, left: list[str]) -> None:
    store = store_in(disk)
    store.offer(SIGNER.site(UNIT, 1))
    store.offer(SIGNER.site(UNIT, 2))
    for file in list(disk.iterdir()):
        if file.name not in left:
            file.unlink()

    again = store_in(disk)

    assert again.site is not None
    assert again.site.revision == 1


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 1), where=st.floats(0, 1), what=st.integers(0, 255))
def test_a_damaged_disk_never_brings_another_site_into_force(
    new_disk: Callable[[], Path], cut: float, where: float, what: int
) -> None:
    folder = new_disk()
    store = store_in(folder)
    store.offer(SIGNER.site(UNIT, 1))
    store.offer(SIGNER.site(UNIT, 2))
    content = bytearray((folder / "site.json").read_bytes())
    content[int(where * (len(content) - 1))] = what
    (folder / "site.json").write_bytes(content[: int(cut * len(content))])

    again = store_in(folder)

    assert again.site is not None
    assert again.site.revision in (1, 2)


def test_a_disk_that_takes_nothing_keeps_the_file_before_in_force(disk: Path) -> None:
    store = store_in(disk)
    store.offer(SIGNER.site(UNIT, 1))
    # A folder where the new file would be written: the disk refuses, whoever we are.
    (disk / "site.json.new").mkdir()

    assert not store.offer(SIGNER.site(UNIT, 2))
    assert store.site is not None
    assert store.site.revision == 1
    assert "disk" in store.reported().refused_because


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_key_that_is_none_is_refused(pem: bytes) -> None:
    with pytest.raises(KeyUnusable):
        CityKey.from_pem(pem)
