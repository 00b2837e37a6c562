"""Fetching and sending files on lines that break."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from iot.device.jobs.transfer import TransferFailed, TransferRefused, download, upload
from tests.unit.device.jobs.shop import Shop


def fetch(url: str, to: Path, content: bytes, **changed: Any) -> None:
    promised = {"size_bytes": len(content), "sha256": sha256(content).hexdigest(), "pause": lambda _: None}
    download(url, to, **{**promised, **changed})


def test_a_download_is_taken_up_where_the_line_broke(shop: str, disk: Path) -> None:
    Shop.content, Shop.breaks_after = bytes(range(256)) * 1000, [100_000, 50_000]

    fetch(shop, disk / "package", Shop.content)

    assert (disk / "package").read_bytes() == Shop.content
    assert Shop.ranges == ["", "bytes=100000-", "bytes=150000-"]


def test_a_line_that_breaks_again_and_again_fails_and_may_work_later(shop: str, disk: Path) -> None:
    Shop.content, Shop.breaks_after = b"x" * 1000, [1] * 10

    with pytest.raises(TransferFailed):
        fetch(shop, disk / "package", Shop.content)


@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"sha256": "0" * 64}, 200, "SHA-256"),
        ({"size_bytes": 10}, 200, "more than the announced 10"),
        ({}, 403, "answered 403"),
        ({}, 302, "answered 302"),
    ],
)
def test_what_is_not_as_announced_is_refused(
    shop: str, disk: Path, changed: dict[str, Any], status: int, reason: str
) -> None:
    Shop.content, Shop.status = b"a package of some bytes", status

    with pytest.raises(TransferRefused, match=reason):
        fetch(shop, disk / "package", Shop.content, **changed)


@pytest.mark.parametrize("url", ["http://example.com/x", "file:///etc/passwd", "ftp://example.com/x", "https://", ""])
def test_only_https_leaves_this_machine(disk: Path, url: str) -> None:
    with pytest.raises(TransferRefused, match="https"):
        fetch(url, disk / "package", b"x")


def test_a_picture_is_brought_with_its_type(shop: str) -> None:
    upload(shop, b"a picture", "image/jpeg", pause=lambda _: None)

    assert Shop.brought == {"image/jpeg": b"a picture"}


def test_an_address_that_is_over_is_not_tried_again(shop: str) -> None:
    Shop.status = 403

    with pytest.raises(TransferRefused, match="403"):
        upload(shop, b"a picture", "image/jpeg", pause=lambda _: pytest.fail("it was tried again"))
