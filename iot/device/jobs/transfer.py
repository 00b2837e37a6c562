"""Fetching and sending files over HTTPS by presigned addresses, on lines that break."""

import hashlib
import http.client
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

_CHUNK: Final = 64 * 1024
_TIMEOUT_S: Final = 20.0
_TRIES: Final = 5
# Plain HTTP only to this very machine: the local city's S3.
_OWN_HOSTS: Final = frozenset({"localhost", "127.0.0.1"})


class TransferFailed(Exception):
    """The line or the other side failed; the same transfer may work later."""


class TransferRefused(Exception):
    """What came is not what was promised, or the address is none we may use."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A presigned address leads to one object; whatever sends us elsewhere is not the city."""

    def redirect_request(self, *_: object) -> None:
        return None


def download(
    url: str, path: Path, *, size_bytes: int, sha256: str, pause: Callable[[float], None], tries: int = _TRIES
) -> None:
    """Fetches exactly `size_bytes` with this SHA-256 into `path`; a broken line is taken up where it broke.

    Raises TransferRefused, TransferFailed, OSError.
    """
    _check_address(url)
    path.unlink(missing_ok=True)
    for attempt in range(1, tries + 1):
        try:
            _fetch_rest(url, path, size_bytes)
            break
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                raise TransferRefused(f"the address answered {error.code}") from error
            if attempt == tries:
                raise TransferFailed(f"the download broke off {tries} times: {error}") from error
            pause(float(2**attempt))
    found = path.stat().st_size
    if found != size_bytes:
        raise TransferRefused(f"{found} bytes came, {size_bytes} were announced")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != sha256:
        raise TransferRefused("the SHA-256 is not the announced one")


def _fetch_rest(url: str, path: Path, size_bytes: int) -> None:
    have = path.stat().st_size if path.exists() else 0
    if have >= size_bytes:
        return
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310  # checked
    with _opener().open(request, timeout=_TIMEOUT_S) as answer:
        resumed = have and answer.status == http.HTTPStatus.PARTIAL_CONTENT
        got = have if resumed else 0
        with path.open("ab" if resumed else "wb") as file:
            while chunk := answer.read(_CHUNK):
                got += len(chunk)
                if got > size_bytes:
                    raise TransferRefused(f"more than the announced {size_bytes} bytes came")
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    if got < size_bytes:
        raise ConnectionError(f"the line ended after {got} of {size_bytes} bytes")


def upload(url: str, content: bytes, kind: str, *, pause: Callable[[float], None], tries: int = _TRIES) -> None:
    """PUTs `content` of the media type `kind`. Raises TransferRefused, TransferFailed."""
    _check_address(url)
    for attempt in range(1, tries + 1):
        request = urllib.request.Request(  # noqa: S310  # checked
            url, data=content, method="PUT", headers={"Content-Type": kind}
        )
        try:
            with _opener().open(request, timeout=_TIMEOUT_S):
                return
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                raise TransferRefused(f"the address answered {error.code}") from error
            if attempt == tries:
                raise TransferFailed(f"the upload broke off {tries} times: {error}") from error
            pause(float(2**attempt))


def _check_address(url: str) -> None:
    """Raises TransferRefused."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in _OWN_HOSTS:
        return
    raise TransferRefused("only https addresses are used")


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirects)
