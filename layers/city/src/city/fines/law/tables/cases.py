"""Reading and writing cases."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist

from city.aws.dynamo import Cancelled, all_or_nothing, scan_raw
from city.aws.paging import name_page, read_page
from city.fines.law.errors import CaseMoved
from city.fines.law.instalments import GrantedPlan
from city.fines.law.lifecycle import FINAL, PAYABLE, State
from city.fines.law.notices import Notice
from city.fines.law.procedure.deadlines import Deadline
from city.fines.law.tables.case_records import (
    CONSENTS,
    NUMBER_ENTRY,
    SENDER_ENTRY,
    SENDER_KEPT,
    CaseFile,
    CasesTable,
    FiledRow,
    FirstSeenRecord,
    NewCase,
    NoticeRecord,
    NumberRecord,
    SenderRecord,
    VisitsRecord,
    new_notice_record,
    notice_entry,
)
from city.fines.law.tables.case_writes import still_due, write_deadline
from city.fines.law.tables.plans import read_plan

_TRIES = 3


@dataclass(frozen=True, slots=True)
class SaidMoney:
    """What a case says was paid of it."""

    number: str
    state: State
    paid_krw: int | None
    plan: GrantedPlan | None


class NumberTaken(Exception):
    """Notice numbers of a transaction that stand in the table already, each with what was filed under it."""

    def __init__(self, filed: dict[str, FiledRow]) -> None:
        super().__init__(f"{len(filed)} notice numbers are taken")
        self.filed = filed


class Cases:
    ADD_AT_MOST = 50  # two writes each; a transaction holds a hundred
    # What is read of a telephone's notices, and of a car's: more than one person ever has, and no lessor's thousands.
    READ_AT_MOST = 25
    CARS_AT_MOST = 3  # with their notices: a BatchGetItem holds a hundred

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_file(self, holder: str) -> CaseFile:
        """What is remembered of a telephone, and its last notices by number: one strongly consistent query of one page."""
        notices: list[NoticeRecord] = []
        sender = SenderRecord(holder, SENDER_ENTRY)
        # From the end: "sender" stands behind every "notice#…".
        found = CasesTable.query(
            holder,
            CasesTable.entry.between(notice_entry(""), SENDER_ENTRY),
            consistent_read=True,
            scan_index_forward=False,
            limit=self.READ_AT_MOST + 1,
            page_size=self.READ_AT_MOST + 1,
        )
        for entry in found:
            if isinstance(entry, NoticeRecord):
                notices.append(entry)
            elif isinstance(entry, SenderRecord):
                sender = entry
        return CaseFile(_in_order(notices), sender, more=found.last_evaluated_key is not None)

    def with_named(self, file: CaseFile, plate_keys: Sequence[str], numbers: Sequence[str]) -> CaseFile:
        """A file with those of the telephone's other notices that are about these cars, or have these numbers.

        The index by plate lags behind and only names numbers: each notice is read consistently, and from the
        telephone's own partition. The last READ_AT_MOST of each of CARS_AT_MOST cars, and as many numbers.
        """
        wanted = list(numbers[: self.READ_AT_MOST])
        for plate_key in plate_keys[: self.CARS_AT_MOST]:
            of_car = CasesTable.plates.query(
                plate_key, scan_index_forward=False, limit=self.READ_AT_MOST, page_size=self.READ_AT_MOST
            )
            wanted += [entry.holder for entry in of_car]
        holder, known = file.sender.holder, {notice.number for notice in file.notices}
        keys = [(holder, notice_entry(number)) for number in dict.fromkeys(wanted) if number not in known]
        if not keys:
            return file
        others = NoticeRecord.batch_get(keys, consistent_read=True)
        return replace(file, notices=_in_order([*file.notices, *others]))

    def every_notice(self, holder: str) -> Iterator[NoticeRecord]:
        """All notices of a telephone, however many pages they fill. Strongly consistent."""
        yield from NoticeRecord.query(holder, NoticeRecord.entry.startswith(notice_entry("")), consistent_read=True)

    def by_number(self, number: str) -> NoticeRecord | None:
        pointer = self._pointer(number)
        return self.at(pointer.owner_holder, number) if pointer is not None else None

    def has_number(self, number: str) -> bool:
        return self._pointer(number) is not None

    def for_bearer(self, number: str, plate_key: str) -> NoticeRecord | None:
        """The case of somebody who knows its number and its plate; one read for everybody who does not."""
        pointer = self._pointer(number)
        known = pointer is not None and hmac.compare_digest(pointer.plate_key, plate_key)
        return self.at(pointer.owner_holder, number) if pointer is not None and known else None

    def filed_row(self, number: str) -> FiledRow | None:
        """What was filed last under a number."""
        pointer = self._pointer(number)
        if pointer is None:
            return None
        return FiledRow(pointer.owner_holder, pointer.row_digest, pointer.row_fields, tuple(pointer.past_digests))

    def _pointer(self, number: str) -> NumberRecord | None:
        try:
            pointer: NumberRecord = NumberRecord.get(number, NUMBER_ENTRY, consistent_read=True)
        except DoesNotExist:
            return None
        return pointer

    def filed_under(self, holder: str, limit: int, page: str | None) -> tuple[list[NoticeRecord], str | None]:
        """A page of a telephone's cases by number, and the name of the next page. Raises Invalid."""
        found = NoticeRecord.query(
            holder,
            NoticeRecord.entry.startswith(notice_entry("")),
            limit=limit,
            page_size=limit,
            consistent_read=True,
            last_evaluated_key=read_page(page, "entry", holder=holder) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")

    def with_plate(self, plate_key: str, limit: int, page: str | None) -> tuple[list[NoticeRecord], str | None]:
        """A page of a plate's cases by number, and the name of the next page. Eventually consistent. Raises Invalid."""
        found = CasesTable.plates.query(
            plate_key,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "holder", "entry", plate_key=plate_key) if page else None,
        )
        numbers = [(entry.holder, NUMBER_ENTRY) for entry in found]
        pointers = NumberRecord.batch_get(numbers, consistent_read=True)
        keys = [(pointer.owner_holder, notice_entry(pointer.holder)) for pointer in pointers]
        cases = sorted(NoticeRecord.batch_get(keys, consistent_read=True), key=lambda case: case.number)
        return cases, name_page(found.last_evaluated_key, "holder", "entry")

    def at(self, holder: str, number: str) -> NoticeRecord:
        record: NoticeRecord = NoticeRecord.get(holder, notice_entry(number), consistent_read=True)
        return record

    def count_visit(self, holder: str, now: datetime) -> int:
        """Counts one message of this hour. Returns how many it makes."""
        record = VisitsRecord(holder, _visits_of_hour(now))
        record.update(
            actions=[
                VisitsRecord.kind.set(VisitsRecord),
                VisitsRecord.sent.add(1),
                VisitsRecord.expires.set(now + timedelta(hours=2)),
            ]
        )
        return int(record.sent)

    def visits(self, holder: str, now: datetime) -> int:
        """How many there were in this hour."""
        try:
            return int(VisitsRecord.get(holder, _visits_of_hour(now)).sent)
        except VisitsRecord.DoesNotExist:
            return 0

    def first_seen(self, holder: str, now: datetime) -> datetime:
        """When this was asked first: now, unless it was asked before."""
        record = FirstSeenRecord(holder, "first_seen")
        record.update(
            actions=[
                FirstSeenRecord.kind.set(FirstSeenRecord),
                FirstSeenRecord.at.set(FirstSeenRecord.at | now),
                FirstSeenRecord.expires.set(now + timedelta(days=1)),
            ]
        )
        return record.at

    def known(self, cases: Sequence[tuple[str, str]]) -> dict[str, NoticeRecord]:
        """The records of these cases, each given by holder and notice number, by their number. At most a hundred."""
        keys = [(holder, notice_entry(number)) for holder, number in cases]
        return {record.number: record for record in NoticeRecord.batch_get(keys, consistent_read=True)}

    def impose(self, impositions: Sequence[tuple[NoticeRecord, Notice]]) -> None:
        """Writes imposition and due date on cases as they were read, all or none. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for record, notice in impositions:
                    assert notice.imposed_on is not None
                    assert notice.pay_until is not None
                    imposed = replace(record.to_notice(), imposed_on=notice.imposed_on, pay_until=notice.pay_until)
                    transaction.update(
                        record,
                        actions=[
                            NoticeRecord.imposed_on.set(notice.imposed_on.isoformat()),
                            NoticeRecord.pay_until.set(notice.pay_until.isoformat()),
                            write_deadline(record.number, still_due(record, State(record.status), imposed)),
                        ],
                    )
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def with_instalments(self) -> Iterator[NoticeRecord]:
        """Cases that are owed and have instalments. A scan: for once a day."""
        owed = NoticeRecord.status.is_in(*(state.value for state in sorted(PAYABLE)))
        yield from NoticeRecord.scan(owed & NoticeRecord.plan.exists())

    def money_of_all(self) -> Iterator[SaidMoney]:
        """What every case says was paid. A scan: for once a night. Eventually consistent."""
        wanted = ("number", "status", "paid_krw", "plan")
        for item in scan_raw(self._connection, NoticeRecord, wanted, NoticeRecord.entry.startswith(notice_entry(""))):
            paid, plan = item.get("paid_krw", {}).get("N"), item.get("plan", {}).get("S")
            yield SaidMoney(
                number=item["number"]["S"],
                state=State(item["status"]["S"]),
                paid_krw=int(paid) if paid else None,
                plan=read_plan(plan) if plan else None,
            )

    def open_ones(self) -> Iterator[NoticeRecord]:
        """Cases that are not over. A scan: for once a night."""
        yield from NoticeRecord.scan(~NoticeRecord.status.is_in(*(state.value for state in sorted(FINAL))))

    def file_deadline(self, record: NoticeRecord, deadline: Deadline | None) -> None:
        """Writes what is due next on a case as it was read. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.update(record, actions=[write_deadline(record.number, deadline)])
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def ended_before(self, before: datetime) -> Iterator[NoticeRecord]:
        """Cases in a final state whose violation lies before a moment. A scan: for once a night."""
        final = NoticeRecord.status.is_in(*(state.value for state in sorted(FINAL)))
        yield from NoticeRecord.scan(final & (NoticeRecord.violated_at <= before))

    def delete(self, case: NoticeRecord) -> None:
        """Deletes a case as it was read, and its number. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.delete(case)
                transaction.delete(NumberRecord(case.number, NUMBER_ENTRY))
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def forget_consent_without_cases(self, holder: str, now: datetime) -> None:
        """Nobody is reminded of cases they no longer have: then the consent goes, and the telephone with it."""
        file = self.open_file(holder)
        if not file.notices and file.sender.consent:
            file.sender.consent = file.sender.phone = file.sender.memory = None
            file.sender.expires = now + SENDER_KEPT
            file.sender.save()

    def who_agreed(self) -> list[str]:
        """The partitions of those who agreed to reminders. Eventually consistent."""
        return [found.holder for found in CasesTable.consents.query(CONSENTS)]

    def mark_reminded(self, record: NoticeRecord, kind: str) -> None:
        """Takes a reminder of this kind once. Raises CaseMoved if somebody else took it, or the case moved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                transaction.update(record, actions=[NoticeRecord.reminded.set([*record.reminded, kind])])
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def take_back_reminder(self, holder: str, number: str, kind: str) -> None:
        """Takes the mark of a reminder off that did not go out. Raises CaseMoved if the case keeps moving."""
        for _ in range(_TRIES):
            record = self.at(holder, number)
            others = [mark for mark in record.reminded if mark != kind]
            try:
                with all_or_nothing(self._connection) as transaction:
                    transaction.update(record, actions=[NoticeRecord.reminded.set(others)])
            except Cancelled:
                continue
            return
        raise CaseMoved

    def add(self, cases: Sequence[NewCase]) -> None:
        """Adds all or none, at most ADD_AT_MOST. Raises NumberTaken, CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for case in cases:
                    transaction.save(
                        NumberRecord(
                            case.notice.number,
                            NUMBER_ENTRY,
                            owner_holder=case.holder,
                            plate_key=case.plate_key,
                            row_digest=case.row_digest,
                            row_fields=case.row_fields,
                        ),
                        condition=CasesTable.holder.does_not_exist(),
                        return_values="ALL_OLD",
                    )
                    transaction.save(new_notice_record(case))
        except Cancelled as cancelled:
            taken = {
                case.notice.number: FiledRow.of(cancelled.items[position * 2])
                for position, case in enumerate(cases)
                if cancelled.codes[position * 2] == "ConditionalCheckFailed"
            }
            if not taken:
                raise CaseMoved from cancelled
            raise NumberTaken(taken) from cancelled


def _in_order(notices: Sequence[NoticeRecord]) -> tuple[NoticeRecord, ...]:
    return tuple(sorted(notices, key=lambda notice: (notice.violated_at, notice.number)))


def _visits_of_hour(now: datetime) -> str:
    return f"visits#{now:%Y-%m-%dT%H}"
