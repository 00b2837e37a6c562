"""Signing an upload: which file goes where, and who may put it there."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.contracts.fines.uploads import (
    CONTENT_TYPE,
    MAX_WORKBOOK_BYTES,
    WORKBOOK,
    WORKBOOK_TYPE,
    AskUpload,
    SignedUpload,
    UploadKind,
)
from city.fines.desk.errors import BankUnknown, DayInFuture, WorkbookTooLarge
from city.fines.law.notice_files.uploads import BY, CONFIRMED, LEADING_ZEROS
from city.kernel.clock import SEOUL, Clock, seoul_date

# Notices are a clerk's daily work; what a bank sends moves money, and is a manager's.
UPLOADERS: Mapping[UploadKind, Sequence[str]] = {
    "notices": ("clerk", "manager"),
    "accounts": ("manager",),
    "statement": ("manager",),
}
# What a notice file may be called; what it is, its first bytes tell whoever reads it.
_NOTICE_NAMES = (".csv", ".tsv", ".txt", ".xls", WORKBOOK)
EXPIRES_IN = 300  # seconds: a form is filled in by the page the moment it comes
_REPORT = ".report.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpload:
    """Signs a form for one file: its key, its type and its size are fixed before a byte is sent."""

    presigner: Presigner
    notice_inbox: str
    bank_inbox: str
    # Which names and codes of a bank mean which of ours.
    banks: Mapping[str, str]
    clock: Clock

    def sign(self, ask: AskUpload, by: str) -> SignedUpload:
        """Raises DayInFuture, BankUnknown, WorkbookTooLarge."""
        if ask.is_workbook and ask.size_bytes > MAX_WORKBOOK_BYTES:
            raise WorkbookTooLarge
        key = self._key_of(ask)
        bucket = self.notice_inbox if ask.kind == "notices" else self.bank_inbox
        form = self.presigner.form(
            bucket=bucket,
            key=key,
            content_type=WORKBOOK_TYPE if ask.is_workbook else CONTENT_TYPE,
            size_bytes=ask.size_bytes,
            metadata={BY: by, CONFIRMED: LEADING_ZEROS} if ask.with_leading_zeros else {BY: by},
            expires_in=EXPIRES_IN,
        )
        count("UploadSigned")
        logger().info("upload signed", extra={"key": key, "size_bytes": ask.size_bytes, "by": by})
        return SignedUpload(url=form.url, fields=form.fields, key=key, report_key=key + _REPORT, expires_in=EXPIRES_IN)

    def _key_of(self, ask: AskUpload) -> str:
        now = self.clock.now()
        if ask.kind == "statement":
            assert ask.bank is not None
            assert ask.day is not None
            if ask.day > seoul_date(now):
                raise DayInFuture
            if ask.bank not in self.banks.values():
                raise BankUnknown
            return f"statements/{ask.bank}/{ask.day.isoformat()}.csv"
        # The moment keeps two files of one name apart; the name is for whoever reads the list of reports.
        folder, names = ("desk", _NOTICE_NAMES) if ask.kind == "notices" else ("accounts", (".csv",))
        return f"{folder}/{now.astimezone(SEOUL):%Y%m%d-%H%M%S-%f}-{_plain(ask.name, names)}"


def _plain(name: str, endings: Sequence[str]) -> str:
    """A file's name as a key may hold it, and no path."""
    # macOS takes Hangul apart.
    name = unicodedata.normalize("NFC", name)
    ending = next((each for each in endings if name.lower().endswith(each)), "")
    stem = name[: len(name) - len(ending)]
    return re.sub(r"[^0-9A-Za-z가-힣._-]+", "_", stem).strip("._")[:60] + (ending or ".csv")
