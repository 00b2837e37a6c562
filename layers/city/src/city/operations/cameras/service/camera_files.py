"""National files: signing an upload, and the reports on those that arrived."""

import base64
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.aws.store import Folder, StoredObject
from city.contracts.operations.cameras import CONTENT_TYPE, AskCameraFile, CameraFileReportV1, SignedCameraFile
from city.contracts.operations.staff.cameras import CameraFileLine, CameraFilePage
from city.kernel.clock import SEOUL, Clock
from city.kernel.errors import Invalid, NotFound

FOLDER = "files/"
# Beside a file: who put it in, by id and by name (Base64: metadata are ASCII), and how many cameras it may retire.
BY, BY_NAME, MOST_RETIRED = "by", "by-name", "most-retired"
REPORT = ".report.json"

EXPIRES_IN = 300  # seconds: a form is filled in by the page the moment it comes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCameraFile:
    """Signs a form for one file: its key, its type and its size are fixed before a byte is sent."""

    presigner: Presigner
    inbox: str
    clock: Clock

    def sign(self, ask: AskCameraFile, by: str, by_name: str | None) -> SignedCameraFile:
        # The moment keeps two files of one name apart; the name is for whoever reads the list of reports.
        key = f"{FOLDER}{self.clock.now().astimezone(SEOUL):%Y%m%d-%H%M%S-%f}-{_plain(ask.name)}"
        metadata = {BY: by}
        if by_name:
            # Metadata are ASCII.
            metadata[BY_NAME] = base64.urlsafe_b64encode(by_name[:100].encode()).decode()
        if ask.most_retired is not None:
            metadata[MOST_RETIRED] = str(ask.most_retired)
        form = self.presigner.form(
            self.inbox,
            key,
            content_type=CONTENT_TYPE,
            size_bytes=ask.size_bytes,
            metadata=metadata,
            expires_in=EXPIRES_IN,
        )
        count("UploadSigned")
        logger().info("upload signed", extra={"key": key, "size_bytes": ask.size_bytes, "by": by})
        return SignedCameraFile(
            url=form.url, fields=form.fields, key=key, report_key=key + REPORT, expires_in=EXPIRES_IN
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCameraFiles:
    """The reports, newest first."""

    reports: Folder

    def list(self, limit: int, page: str | None) -> CameraFilePage:
        """`page`: the name of the last one seen. Raises Invalid."""
        # A few a year: their names begin with the moment, and sorting them here costs nothing.
        found = sorted(self.reports.list(FOLDER), key=lambda each: each.name, reverse=True)
        names = [_name_of(each) for each in found]
        if page is not None and page not in names:
            raise Invalid
        start = names.index(page) + 1 if page is not None else 0
        shown = found[start : start + limit]
        return CameraFilePage(
            files=tuple(_line(each, self.reports.metadata(each.name)) for each in shown),
            next_page=_name_of(shown[-1]) if start + limit < len(found) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCameraFile:
    """One report, whole."""

    reports: Folder

    def show(self, name: str) -> CameraFileReportV1:
        """Raises NotFound."""
        content = self.reports.read(f"{FOLDER}{name}{REPORT}") if "/" not in name else None
        if content is None:
            raise NotFound
        return CameraFileReportV1.model_validate_json(content)


def _name_of(report: StoredObject) -> str:
    return report.name.removeprefix(FOLDER).removesuffix(REPORT)


def _line(report: StoredObject, beside: Mapping[str, str]) -> CameraFileLine:
    by_name = beside.get(BY_NAME)
    return CameraFileLine(
        name=_name_of(report),
        finished_at=report.written_at,
        loaded=beside.get("loaded") == "yes",
        by=beside.get(BY),
        by_name=base64.urlsafe_b64decode(by_name).decode() if by_name else None,
        counts={name: int(value) for name, value in beside.items() if value.isdigit() and name != BY},
    )


def _plain(name: str) -> str:
    """A file's name as a key may hold it, and no path."""
    # macOS takes Hangul apart.
    stem = unicodedata.normalize("NFC", name).removesuffix(".csv").removesuffix(".CSV")
    return (re.sub(r"[^0-9A-Za-z가-힣._-]+", "_", stem).strip("._")[:60] or "cameras") + ".csv"
