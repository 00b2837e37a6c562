"""The site file on the unit's disk: taken only with the city's signature, and the last good one is never lost."""

import logging
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from city.contracts.crosswalk.site import CrosswalkSiteV1, ReportedSiteV1, SignedSiteV1
from iot.device.files import sync_folder, write_durably
from iot.device.line.answers import read_count
from iot.device.signatures import CityKey

logger = logging.getLogger(__name__)

_CURRENT: Final = "site.json"
_PREVIOUS: Final = "site.previous.json"
_MOST_FILE_BYTES: Final = 20_000
_MOST_REASON: Final = 200


class SiteRefused(Exception):
    """Why a site file is not taken, in a sentence for whoever drew it."""


class SiteStore:
    """Holds the site file in force and what was said about the last one that was refused.

    Every file read back from the disk passes the same checks as one that comes from the city: a disk can be swapped.
    """

    def __init__(self, folder: Path, unit: str, key: CityKey) -> None:
        self._folder, self._unit, self._key = folder, unit, key
        self._signed: SignedSiteV1 | None = None
        self.site: CrosswalkSiteV1 | None = None
        self._refused: tuple[int, str] | None = None
        # The newest revision ever in force here: nothing older is taken, even correctly signed.
        self._floor = 0
        self._load()

    def _load(self) -> None:
        """The current file, or the previous one where the power went between two renames."""
        for name in (_CURRENT, _PREVIOUS):
            if not (self._folder / name).exists():
                continue
            try:
                signed = self._read(self._folder / name)
                site = self._check(signed)
            except SiteRefused as refusal:
                logger.warning("the stored site file %s is not used: %s", name, refusal)
                continue
            self._floor = max(self._floor, site.revision)
            if self.site is None:
                self._signed, self.site = signed, site

    def _read(self, path: Path) -> SignedSiteV1:
        """Raises SiteRefused."""
        try:
            if path.stat().st_size > _MOST_FILE_BYTES:
                raise SiteRefused("the file is too large")
            return SignedSiteV1.model_validate_json(path.read_bytes())
        except OSError as error:
            raise SiteRefused(error.strerror or "cannot be read") from error
        except ValidationError as error:
            raise SiteRefused(_first_reason(error)) from error

    def take(self, desired: Any) -> bool:
        """Takes what stands in the desired state of the shadow, or remembers why not.

        Whether another file than before is in force now.
        """
        try:
            signed = SignedSiteV1.model_validate(desired)
        except ValidationError as error:
            revision = read_count(desired, "revision") if isinstance(desired, dict) else None
            first = error.errors(include_input=False, include_url=False)[0]
            self._refused = max(1, revision or 1), f"no signed site file: {first['msg']}"[:_MOST_REASON]
            return False
        return self.offer(signed)

    def offer(self, signed: SignedSiteV1) -> bool:
        """Takes a file from the city, or remembers why not. Whether another file than before is in force now."""
        if self._signed is not None and signed.document == self._signed.document:
            # The same file; signed anew it has another signature, and changes nothing.
            self._refused = None
            return False
        try:
            site = self._check(signed)
            self._check_newer(site)
            self._store(signed)
        except SiteRefused as refusal:
            self._refused = signed.revision, str(refusal)[:_MOST_REASON]
            logger.warning("site file %d refused: %s", signed.revision, refusal)
            return False
        self._signed, self.site, self._floor, self._refused = signed, site, site.revision, None
        return True

    def _check(self, signed: SignedSiteV1) -> CrosswalkSiteV1:
        """Raises SiteRefused."""
        # Before anything is read from it: unsigned bytes are nobody's.
        if not self._key.signed(signed.document, signed.signature):
            raise SiteRefused("the city's signature does not hold")
        try:
            site = CrosswalkSiteV1.model_validate_json(signed.document)
        except ValidationError as error:
            raise SiteRefused(_first_reason(error)) from error
        except RecursionError as error:
            raise SiteRefused("the document is nested too deeply") from error
        if site.unit != self._unit:
            raise SiteRefused(f"the file is for {site.unit}")
        if site.revision != signed.revision:
            raise SiteRefused(f"the envelope says revision {signed.revision}, the document {site.revision}")
        return site

    def _check_newer(self, site: CrosswalkSiteV1) -> None:
        """Raises SiteRefused."""
        if site.revision < self._floor:
            raise SiteRefused(f"revision {site.revision} is older than {self._floor}, which was in force here")
        if self.site is not None and site.revision == self.site.revision:
            raise SiteRefused(f"another file was revision {site.revision} already")

    def _store(self, signed: SignedSiteV1) -> None:
        """New beside old, then two renames: at no moment is there no good file. Raises SiteRefused."""
        current, previous = self._folder / _CURRENT, self._folder / _PREVIOUS
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new = write_durably(self._folder / f"{_CURRENT}.new", signed.model_dump_json().encode())
            if current.exists():
                current.replace(previous)
            new.replace(current)
            sync_folder(self._folder)
        except OSError as error:
            # In force only what a restart would find again.
            raise SiteRefused(f"the unit's disk does not take it: {error.strerror}") from error

    def reported(self) -> ReportedSiteV1:
        """What the unit reports of the file in force and of the last one that was refused."""
        refused_revision, refused_because = self._refused or (None, "")
        return ReportedSiteV1(
            revision=self.site.revision if self.site is not None else 0,
            digest=sha256(self._signed.document.encode()).hexdigest() if self._signed is not None else "",
            refused_revision=refused_revision,
            refused_because=refused_because,
        )


def _first_reason(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])
