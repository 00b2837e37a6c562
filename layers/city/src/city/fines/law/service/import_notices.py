"""Loading the district's notice files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from city.aws.observability import correlated, count, logger
from city.aws.store import ObjectStore
from city.contracts.fines.notices import CorrectedCell, ImportReportV1, RejectedCell, Remark
from city.fines.law.errors import CaseMoved, OpinionNotDecided
from city.fines.law.notice_file import NoticeRow, ReadRow, UnconfirmedRow, read_tables
from city.fines.law.notice_files.files import open_tables
from city.fines.law.notice_files.sheets import FileUnreadable
from city.fines.law.notice_files.uploads import BY, CONFIRMED, LEADING_ZEROS
from city.fines.law.procedure.file_corrections import ImposedBeforeServedAnew
from city.fines.law.procedure.imposition import Imposition, judge_imposition
from city.fines.law.service.correct_notice import CorrectNotice, field_hashes
from city.fines.law.service.races import look_again
from city.fines.law.tables.case_records import FiledRow, NewCase, holder_of, plate_key_of
from city.fines.law.tables.cases import Cases, NumberTaken
from city.kernel.clock import Clock
from city.kernel.errors import Conflict, Transient
from city.kernel.privacy import KeyedHash

# Of each list; a page shows a report whole, and an answer of the API holds 6 MB.
_LISTED = 3_000

_Listed = TypeVar("_Listed")
_Waiting = dict[str, tuple[NoticeRow, NewCase]]
_Known = list[tuple[NoticeRow, NewCase, FiledRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotices:
    """Loads a notice file from the inbox and answers with a report."""

    cases: Cases
    objects: ObjectStore
    reports_bucket: str
    clock: Clock
    hashed: KeyedHash
    correct_notice: CorrectNotice

    def import_file(self, bucket: str, key: str) -> ImportReportV1:
        """Every good row is loaded, or corrects what a file before it got wrong; every bad one is named in the report.

        A second time changes nothing. There is a report whatever the file is. Raises Transient where the world failed.
        """
        with correlated(key):
            file = self.objects.folder(bucket).open(key)
            tally = _Tally(by=file.metadata.get(BY))
            reading = read_tables(
                open_tables(file.chunks),
                confirmed=file.metadata.get(CONFIRMED) == LEADING_ZEROS,
                tell=tally.remark,
            )
            seen: set[str] = set()
            for chunk in _chunks(tally.sort_out(_read(reading, tally)), Cases.ADD_AT_MOST):
                self._load(chunk, seen, tally)
            report = tally.report(key, self.clock.now())
            self.objects.folder(self.reports_bucket).write(
                f"{key}.report.json",
                report.model_dump_json(indent=1).encode(),
                "application/json",
                tally.summary(),
            )
            count("NoticeLoaded", report.loaded)
            count("NoticeRejected", report.rejected_rows)
            logger().info("notices imported", extra=tally.counts())
        return report

    def _load(self, rows: list[NoticeRow], seen: set[str], tally: "_Tally") -> None:
        """Adds what is new, imposes what has been imposed since, corrects what changed, and refuses what may not."""
        waiting: _Waiting = {}
        for row in rows:
            case = self._new_case(row)
            number = row.notice.number
            first = waiting.get(number)
            if first is not None and first[1] == case:
                tally.already_present += 1
            elif first is not None or number in seen:
                # Of two rows in one file nobody can tell which is the later.
                tally.twice_in_file(row) if first is not None else self._again_in_file(row, case, tally)
            else:
                waiting[number] = (row, case)
        seen.update(waiting)
        known = self._add(waiting, tally)
        same = [each for each in known if each[1].row_digest == each[2].digest]
        changed = [each for each in known if each[1].row_digest != each[2].digest]
        if same:
            changed += look_again(lambda: self._impose(same, tally))
        for row, case, filed in changed:
            self._correct(row, case, filed, tally)

    def _again_in_file(self, row: NoticeRow, case: NewCase, tally: "_Tally") -> None:
        filed = self.cases.filed_row(row.notice.number)
        if filed is not None and filed.digest == case.row_digest:
            tally.already_present += 1
        else:
            tally.twice_in_file(row)

    def _add(self, waiting: _Waiting, tally: "_Tally") -> _Known:
        """Adds the cases whose number is free. Returns the others, each with what was filed under its number."""
        known: _Known = []
        while waiting:
            try:
                look_again(lambda: self.cases.add([case for _, case in waiting.values()]))
                tally.loaded += len(waiting)
                break
            except NumberTaken as taken:
                known.extend((*waiting.pop(number), filed) for number, filed in taken.filed.items())
        return known

    def _impose(self, known: _Known, tally: "_Tally") -> _Known:
        """Writes what has been imposed since. Returns those whose imposition on file is another."""
        records = self.cases.known([(filed.holder, row.notice.number) for row, _, filed in known])
        if len(records) < len(known):
            raise CaseMoved  # filed under another telephone, or forgotten, since its number was looked up
        judged = [
            (row, case, filed, judge_imposition(records[row.notice.number].to_notice(), row.notice))
            for row, case, filed in known
        ]
        new = [(records[row.notice.number], row.notice) for row, _, _, what in judged if what is Imposition.NEW]
        if new:
            self.cases.impose(new)
        tally.imposed += len(new)
        for row, _, _, imposition in judged:
            if imposition is Imposition.UNDER_REVIEW:
                tally.refuse(row, "부과일", OpinionNotDecided.message_ko, OpinionNotDecided.message_en)
            elif imposition is Imposition.BEFORE_SERVED_ANEW:
                tally.refuse(row, "부과일", ImposedBeforeServedAnew.message_ko, ImposedBeforeServedAnew.message_en)
            elif imposition is Imposition.KNOWN:
                tally.already_present += 1
        return [(row, case, filed) for row, case, filed, what in judged if what is Imposition.CONTRADICTS]

    def _correct(self, row: NoticeRow, case: NewCase, filed: FiledRow, tally: "_Tally") -> None:
        try:
            changes = self.correct_notice.correct(case, filed, tally.by or "file")
        except Conflict as refusal:
            tally.refuse(row, "관리번호", refusal.message_ko, refusal.message_en)
        else:
            tally.correct(row, changes)

    def _new_case(self, row: NoticeRow) -> NewCase:
        # Without a telephone nobody can text for it: the case lives under its own number.
        holder = (
            holder_of(self.hashed, row.owner_phone) if row.owner_phone else self.hashed.of("notice", row.notice.number)
        )
        return NewCase(
            notice=row.notice,
            holder=holder,
            owner_name=row.owner_name,
            owner_phone=row.owner_phone.e164 if row.owner_phone else None,
            plate_key=plate_key_of(self.hashed, row.notice.plate.text),
            row_digest=self.hashed.of("row", "\x1f".join(row.facts.values())),
            row_fields=field_hashes(self.hashed, row.facts),
        )


class _Tally:
    """Counts all, and lists the first some thousands of each kind."""

    def __init__(self, by: str | None) -> None:
        self.by = by
        self.rows = self.loaded = self.imposed = self.already_present = 0
        self.rejected_rows = self.corrected_rows = self.unconfirmed_rows = 0
        self._unreadable = False
        self._rejected: list[RejectedCell] = []
        self._unconfirmed: list[RejectedCell] = []
        self._corrected: list[CorrectedCell] = []
        self._remarks: list[Remark] = []

    def sort_out(self, rows: Iterator[ReadRow]) -> Iterator[NoticeRow]:
        """Passes the good rows on; the others are counted and listed."""
        for row in rows:
            self.rows += 1
            if isinstance(row, NoticeRow):
                for remark in row.remarks:
                    self.remark(remark)
                yield row
            elif isinstance(row, UnconfirmedRow):
                self.unconfirmed_rows += 1
                _list(self._unconfirmed, *row.cells)
            else:
                self.rejected_rows += 1
                _list(self._rejected, *row)

    def remark(self, remark: Remark) -> None:
        _list(self._remarks, remark)

    def refuse(self, row: NoticeRow, column: str, ko: str, en: str) -> None:
        self.rejected_rows += 1
        _list(
            self._rejected,
            RejectedCell(row=row.line, sheet=row.sheet, column=column, reason_ko=ko, reason_en=en),
        )

    def twice_in_file(self, row: NoticeRow) -> None:
        self.refuse(
            row,
            "관리번호",
            "같은 파일에 같은 관리번호가 다른 내용으로 또 있습니다. 앞의 줄만 읽었습니다.",
            "The notice number stands in this file before, with other contents: the first row was taken.",
        )

    def correct(self, row: NoticeRow, changes: Mapping[str, tuple[str, str]]) -> None:
        if not changes:
            self.already_present += 1
            return
        self.corrected_rows += 1
        _list(
            self._corrected,
            *(
                CorrectedCell(
                    row=row.line, sheet=row.sheet, number=row.notice.number, column=column, before=before, after=after
                )
                for column, (before, after) in changes.items()
            ),
        )

    def refuse_file(self, ko: str, en: str) -> None:
        self._unreadable = True
        # Always listed, and first: it is the one reason.
        self._rejected.insert(0, RejectedCell(row=1, column="-", reason_ko=ko, reason_en=en))

    def report(self, file: str, finished_at: datetime) -> ImportReportV1:
        return ImportReportV1(
            file=file,
            finished_at=finished_at,
            rejected=tuple(sorted(self._rejected, key=lambda cell: (cell.sheet, cell.row))),
            corrected=tuple(self._corrected),
            unconfirmed=tuple(self._unconfirmed),
            remarks=tuple(self._remarks),
            unreadable=self._unreadable,
            by=self.by,
            **self.counts(),
        )

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "loaded": self.loaded,
            "imposed": self.imposed,
            "already_present": self.already_present,
            "rejected_rows": self.rejected_rows,
            "corrected_rows": self.corrected_rows,
            "unconfirmed_rows": self.unconfirmed_rows,
        }

    def summary(self) -> dict[str, str]:
        """The counts, as they stand beside a report for whoever lists many."""
        summary = {name: str(number) for name, number in self.counts().items()}
        summary["unreadable"] = "yes" if self._unreadable else "no"
        return {**summary, "by": self.by} if self.by else summary


def _list(listed: list[_Listed], *more: _Listed) -> None:
    listed.extend(more[: max(0, _LISTED - len(listed))])


def _read(reading: Iterator[ReadRow], tally: "_Tally") -> Iterator[ReadRow]:
    """The rows up to where the file cannot be read any more; then its one reason stands in the report."""
    while True:
        try:
            row = next(reading)
        except StopIteration:
            return
        except FileUnreadable as error:
            tally.refuse_file(error.message_ko, error.message_en)
            return
        except Transient:
            raise
        except Exception as error:  # noqa: BLE001  # whatever strangers' bytes do, the clerk hears of it by the report
            logger().error("notice file unreadable", extra={"error": type(error).__name__})
            tally.refuse_file(
                "파일의 짜임이 달라 읽을 수 없습니다. 엑셀에서 새 파일(.xlsx)로 저장하거나 CSV로 내보내 주세요.",
                "The file is put together in a way that cannot be read: save it anew as .xlsx, or as CSV.",
            )
            return
        yield row


def _chunks(rows: Iterator[NoticeRow], size: int) -> Iterator[list[NoticeRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk
