"""Loading the district's notice files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from city.aws.observability import correlated, count, logger
from city.aws.store import LineTooLong, ObjectStore
from city.contracts.fines.notices import ImportReportV1, RejectedCell
from city.fines.law.errors import CaseMoved, OpinionNotDecided
from city.fines.law.notice_file import ENCODINGS, FileUnreadable, NoticeRow, read_rows
from city.fines.law.procedure.imposition import Imposition, judge_imposition
from city.fines.law.tables.case_records import NewCase, holder_of, plate_key_of
from city.fines.law.tables.cases import Cases, NumberTaken
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotices:
    """Loads a notice file from the inbox and answers with a report."""

    cases: Cases
    objects: ObjectStore
    reports_bucket: str
    clock: Clock
    hashed: KeyedHash

    def import_file(self, bucket: str, key: str) -> ImportReportV1:
        """Every good row is loaded, every bad one is named in the report. A second time changes nothing."""
        tally = _Tally()
        with correlated(key):
            try:
                lines = self.objects.folder(bucket).read_lines(key, ENCODINGS)
                for chunk in _chunks(tally.read(read_rows(lines)), Cases.ADD_AT_MOST):
                    self._load(chunk, tally)
            except (FileUnreadable, LineTooLong) as error:
                tally.refuse_file(error.message_ko, error.message_en)
            except UnicodeDecodeError:
                tally.refuse_file("UTF-8이나 CP949 글자가 아닌 곳이 있습니다.", "Not all of it is UTF-8 or CP949.")
            report = tally.report(key, self.clock.now())
            reports = self.objects.folder(self.reports_bucket)
            reports.write(f"{key}.report.json", report.model_dump_json(indent=1).encode(), "application/json")
            count("NoticeLoaded", report.loaded)
            count("NoticeRejected", report.rejected_rows)
            logger().info(
                "notices imported",
                extra={
                    "rows": report.rows,
                    "loaded": report.loaded,
                    "imposed": report.imposed,
                    "already_present": report.already_present,
                    "rejected_rows": report.rejected_rows,
                },
            )
        return report

    def _load(self, rows: list[NoticeRow], tally: "_Tally") -> None:
        """Adds what is new, imposes what has been imposed since, and refuses what contradicts the file."""
        waiting: dict[str, tuple[NoticeRow, NewCase]] = {}
        for row in rows:
            case = self._new_case(row)
            first = waiting.setdefault(row.notice.number, (row, case))
            if first[0] is not row and first[1] == case:
                tally.already_present += 1
            elif first[0] is not row:
                tally.contradicted(row)
        known = self._add(waiting, tally)
        if known:
            _again(lambda: self._impose(known, tally))

    def _add(self, waiting: dict[str, tuple[NoticeRow, NewCase]], tally: "_Tally") -> list[tuple[NoticeRow, NewCase]]:
        """Adds the cases whose number is free. Returns those on file with the same contents."""
        known = []
        while waiting:
            try:
                _again(lambda: self.cases.add([case for _, case in waiting.values()]))
                tally.loaded += len(waiting)
                break
            except NumberTaken as taken:
                for number, digest in taken.digests.items():
                    row, case = waiting.pop(number)
                    if digest == case.row_digest:
                        known.append((row, case))
                    else:
                        tally.contradicted(row)
        return known

    def _impose(self, known: list[tuple[NoticeRow, NewCase]], tally: "_Tally") -> None:
        records = self.cases.known([case for _, case in known])
        judged = [
            (row, records[row.notice.number], judge_imposition(records[row.notice.number].to_notice(), row.notice))
            for row, _ in known
        ]
        new = [(record, row.notice) for row, record, imposition in judged if imposition is Imposition.NEW]
        if new:
            self.cases.impose(new)
        tally.imposed += len(new)
        for row, _, imposition in judged:
            if imposition is Imposition.CONTRADICTS:
                tally.contradicted(row)
            elif imposition is Imposition.UNDER_REVIEW:
                tally.under_review(row)
            elif imposition is Imposition.KNOWN:
                tally.already_present += 1

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
            row_digest=self.hashed.of("row", row.canonical),
        )


class _Tally:
    """Counts what becomes of a file's rows."""

    def __init__(self) -> None:
        self.rows = self.loaded = self.imposed = self.already_present = self.rejected_rows = 0
        self.rejected: list[RejectedCell] = []

    def read(self, rows: Iterator[NoticeRow | tuple[RejectedCell, ...]]) -> Iterator[NoticeRow]:
        for row in rows:
            self.rows += 1
            if isinstance(row, NoticeRow):
                yield row
            else:
                self._refuse(row)

    def contradicted(self, row: NoticeRow) -> None:
        self._refuse(
            (
                RejectedCell(
                    row=row.line,
                    column="관리번호",
                    reason_ko="같은 관리번호가 다른 내용으로 이미 등록되어 있습니다.",
                    reason_en="This notice number is on file with other contents.",
                ),
            )
        )

    def under_review(self, row: NoticeRow) -> None:
        self._refuse(
            (
                RejectedCell(
                    row=row.line,
                    column="부과일",
                    reason_ko=OpinionNotDecided.message_ko,
                    reason_en=OpinionNotDecided.message_en,
                ),
            )
        )

    def refuse_file(self, message_ko: str, message_en: str) -> None:
        self.rejected.append(RejectedCell(row=1, column="-", reason_ko=message_ko, reason_en=message_en))

    def report(self, file: str, finished_at: datetime) -> ImportReportV1:
        return ImportReportV1(
            file=file,
            finished_at=finished_at,
            rows=self.rows,
            loaded=self.loaded,
            imposed=self.imposed,
            already_present=self.already_present,
            rejected_rows=self.rejected_rows,
            rejected=tuple(sorted(self.rejected, key=lambda cell: cell.row)),
        )

    def _refuse(self, cells: tuple[RejectedCell, ...]) -> None:
        self.rejected_rows += 1
        self.rejected.extend(cells)


def _again(action: Callable[[], None]) -> None:
    """Does it, and looks again when a citizen or another file got there first. Raises CaseMoved in the end."""
    for attempt in range(_TRIES):
        try:
            action()
        except CaseMoved:
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _chunks(rows: Iterator[NoticeRow], size: int) -> Iterator[list[NoticeRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk
