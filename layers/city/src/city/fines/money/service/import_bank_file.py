"""Loading the bank's files: numbers for the pool, and its statement of a day, compared with what is on file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal, TypeVar
from zlib import crc32

from city.aws.observability import correlated, count, logger
from city.aws.store import LineTooLong, ObjectStore
from city.contracts.fines.bank_statement import BankFileReportV1, DifferenceKind
from city.contracts.fines.notices import RejectedCell
from city.fines.law.errors import CaseMoved
from city.fines.law.notice_file import ENCODINGS, FileUnreadable
from city.fines.law.tables.accounts import Accounts
from city.fines.money.bank_files import (
    StatementOf,
    is_pool_file,
    read_pool,
    read_statement,
    read_statement_key,
)
from city.fines.money.ledger import Movement, movement_of
from city.fines.money.reconciliation import join, reconcile, reconciled_key
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_on
from city.kernel.clock import Clock

_TRIES = 3
REASONS_AT_MOST = 1_000
_LOOKED_UP_AT_ONCE = 100
_A_DAY = timedelta(days=1)

_Row = TypeVar("_Row")
_Kind = Literal["pool", "statement", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBankFile:
    """Loads a file of the bank from its inbox and answers with a report."""

    # A statement is compared in parts of about this size, so that a large one needs no more memory than a small one.
    PART_BYTES = 8 * 1024 * 1024

    accounts: Accounts
    deposits: Deposits
    objects: ObjectStore
    reports_bucket: str
    # Which names and codes of a bank mean which of ours.
    banks: Mapping[str, str]
    clock: Clock
    part_bytes: int = PART_BYTES

    def import_file(self, bucket: str, key: str) -> BankFileReportV1 | None:
        """Every good row counts, every bad one is named in the report. A second time changes nothing.

        None for a folder that somebody made by hand. Raises CaseMoved.
        """
        if key.endswith("/"):
            return None
        tally = _Tally(_kind_of(key, self.banks))
        with correlated(key):
            try:
                self._load(bucket, key, tally)
            except (FileUnreadable, LineTooLong) as error:
                tally.refuse_file(error.message_ko, error.message_en)
            except UnicodeDecodeError:
                tally.refuse_file("UTF-8이나 CP949 글자가 아닌 곳이 있습니다.", "Not all of it is UTF-8 or CP949.")
            report = tally.report(key, self.clock.now())
            self._write(f"{key}.report.json", report.model_dump_json(indent=1))
            count("PoolNumbersAdded", report.added)
            count("BankRowsRejected", max(report.rejected_rows, len(report.rejected)))
            logger().info(
                "bank file imported",
                extra={
                    "kind": report.kind,
                    "rows": report.rows,
                    "added": report.added,
                    "already_present": report.already_present,
                    "rejected_rows": report.rejected_rows,
                },
            )
        return report

    def _load(self, bucket: str, key: str, tally: "_Tally") -> None:
        """Raises FileUnreadable, LineTooLong, UnicodeDecodeError."""
        if is_pool_file(key):
            self._fill_pool(bucket, key, tally)
        elif statement := read_statement_key(key, self.banks):
            self._reconcile(bucket, key, statement, tally)
        else:
            names = ", ".join(sorted(set(self.banks.values())))
            tally.refuse_file(
                "가상계좌 목록은 accounts/ 아래에, 거래내역은 statements/<은행>/<YYYY-MM-DD>.csv 로 올려 주세요"
                f"(은행: {names}). 이 파일은 지우지 않았습니다.",
                "Account numbers belong under accounts/, a statement under statements/<BANK>/<YYYY-MM-DD>.csv "
                f"(banks: {names}). This file was left where it is.",
            )

    # --- the pool ---

    def _fill_pool(self, bucket: str, key: str, tally: "_Tally") -> None:
        waiting: dict[str, list[str]] = {}
        for row in tally.read(read_pool(self.objects.folder(bucket).read_lines(key, ENCODINGS), self.banks)):
            numbers = waiting.setdefault(row.bank, [])
            numbers.append(row.account_number)
            if len(numbers) == Accounts.ADD_AT_MOST:
                self._add(row.bank, waiting.pop(row.bank), tally)
        for name, numbers in waiting.items():
            self._add(name, numbers, tally)

    def _add(self, bank: str, numbers: list[str], tally: "_Tally") -> None:
        """Raises CaseMoved if citizens keep taking numbers of the file meanwhile."""
        for attempt in range(_TRIES):
            try:
                new = self.accounts.add_to_pool(bank, numbers, self.clock.now())
            except CaseMoved:
                if attempt == _TRIES - 1:
                    raise
            else:
                tally.added += new
                tally.already_present += len(numbers) - new
                return

    # --- the statement ---

    def _reconcile(self, bucket: str, key: str, statement: StatementOf, tally: "_Tally") -> None:
        parts = 1 + self.objects.folder(bucket).size(key) // self.part_bytes
        compared = []
        for part in range(parts):
            lines = read_statement(self.objects.folder(bucket).read_lines(key, ENCODINGS), statement.bank)
            # Counted once, though the file is read once for each part.
            rows = (tally if part == 0 else _Tally(tally.kind)).read(lines)
            theirs = (row for row in rows if _part_of(row.movement.deposit_key, parts) == part)
            compared.append(reconcile(statement.bank, statement.day, theirs, self._ours(statement, part, parts)))
        report = join(compared)
        # Left out where the file breaks off: half a statement would name half the city's money as missing.
        self._write(reconciled_key(statement.bank, statement.day), report.model_dump_json(indent=1))
        missing = sum(difference.kind is DifferenceKind.MISSING_HERE for difference in report.differences)
        count("ReconciliationDifferences", len(report.differences))
        count("DepositsMissingHere", missing)
        log = logger().warning if report.differences else logger().info
        log(
            "day reconciled",
            extra={
                "bank": statement.bank,
                "day": statement.day.isoformat(),
                "differences": len(report.differences),
                "missing_here": missing,
                "gap_krw": report.gap_krw,
            },
        )

    def _ours(self, statement: StatementOf, part: int, parts: int) -> Iterator[Movement]:
        """What is booked for the bank on the day and on those around it: midnight is not one for two clocks."""
        day = statement.day
        entries = (
            entry
            for on in (day - _A_DAY, day, day + _A_DAY)
            for entry in entries_on(on)
            if entry.deposit_key.startswith(f"{statement.bank}:") and _part_of(entry.deposit_key, parts) == part
        )
        while some := list(islice(entries, _LOOKED_UP_AT_ONCE)):
            numbers = self.deposits.account_numbers({entry.deposit_key for entry in some})
            for entry in some:
                movement = movement_of(entry, numbers.get(entry.deposit_key, ""))
                if movement is not None:
                    yield movement

    def _write(self, key: str, text: str) -> None:
        self.objects.folder(self.reports_bucket).write(key, text.encode(), "application/json")


def _kind_of(key: str, banks: Mapping[str, str]) -> _Kind:
    if is_pool_file(key):
        return "pool"
    return "statement" if read_statement_key(key, banks) else "unknown"


def _part_of(deposit_key: str, parts: int) -> int:
    return crc32(deposit_key.encode()) % parts


class _Tally:
    """Counts what becomes of a file's rows."""

    def __init__(self, kind: _Kind) -> None:
        self.kind: _Kind = kind
        self.rows = self.added = self.already_present = self.rejected_rows = 0
        self.rejected: list[RejectedCell] = []

    def read(self, rows: Iterator[_Row | tuple[RejectedCell, ...]]) -> Iterator[_Row]:
        for row in rows:
            self.rows += 1
            if isinstance(row, tuple):
                self.rejected_rows += 1
                self.rejected.extend(row[: REASONS_AT_MOST - len(self.rejected)])
            else:
                yield row

    def refuse_file(self, message_ko: str, message_en: str) -> None:
        self.rejected.append(RejectedCell(row=1, column="-", reason_ko=message_ko, reason_en=message_en))

    def report(self, file: str, finished_at: datetime) -> BankFileReportV1:
        return BankFileReportV1(
            file=file,
            kind=self.kind,
            finished_at=finished_at,
            rows=self.rows,
            added=self.added,
            already_present=self.already_present,
            rejected_rows=self.rejected_rows,
            rejected=tuple(sorted(self.rejected, key=lambda cell: cell.row)),
        )
