"""Reading and writing cases."""

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist

from city.aws.dynamo import Cancelled, all_or_nothing
from city.aws.paging import name_page, read_page
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import FINAL, PAYABLE
from city.fines.law.notices import Notice
from city.fines.law.tables.case_records import (
    CONSENTS,
    NUMBER_ENTRY,
    SENDER_ENTRY,
    SENDER_KEPT,
    CaseFile,
    CasesTable,
    NewCase,
    NoticeRecord,
    NumberRecord,
    SenderRecord,
    VisitsRecord,
    new_notice_record,
    notice_entry,
)

_TRIES = 3


class NumberTaken(Exception):
    """Notice numbers of a transaction that stand in the table already, each with the digest of its row."""

    def __init__(self, digests: dict[str, str]) -> None:
        super().__init__(f"{len(digests)} notice numbers are taken")
        self.digests = digests


class Cases:
    ADD_AT_MOST = 50  # two writes each; a transaction holds a hundred

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_file(self, holder: str) -> CaseFile:
        """One strongly consistent query."""
        notices: list[NoticeRecord] = []
        sender = SenderRecord(holder, SENDER_ENTRY)
        for entry in CasesTable.query(holder, consistent_read=True):
            if isinstance(entry, NoticeRecord):
                notices.append(entry)
            elif isinstance(entry, SenderRecord):
                sender = entry
        return CaseFile(tuple(sorted(notices, key=lambda n: n.violated_at)), sender)

    def by_number(self, number: str) -> NoticeRecord | None:
        pointer = self._pointer(number)
        return self.at(pointer.owner_holder, number) if pointer is not None else None

    def for_bearer(self, number: str, plate_key: str) -> NoticeRecord | None:
        """The case of somebody who knows its number and its plate; one read for everybody who does not."""
        pointer = self._pointer(number)
        known = pointer is not None and hmac.compare_digest(pointer.plate_key, plate_key)
        return self.at(pointer.owner_holder, number) if pointer is not None and known else None

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
        record = VisitsRecord(holder, f"visits#{now:%Y-%m-%dT%H}")
        record.update(
            actions=[
                VisitsRecord.kind.set(VisitsRecord),
                VisitsRecord.sent.add(1),
                VisitsRecord.expires.set(now + timedelta(hours=2)),
            ]
        )
        return int(record.sent)

    def known(self, cases: Sequence[NewCase]) -> dict[str, NoticeRecord]:
        """The records of these cases that are on file, by notice number. At most a hundred."""
        keys = [(case.holder, notice_entry(case.notice.number)) for case in cases]
        return {record.number: record for record in NoticeRecord.batch_get(keys, consistent_read=True)}

    def impose(self, impositions: Sequence[tuple[NoticeRecord, Notice]]) -> None:
        """Writes imposition and due date on cases as they were read, all or none. Raises CaseMoved."""
        try:
            with all_or_nothing(self._connection) as transaction:
                for record, notice in impositions:
                    assert notice.imposed_on is not None
                    assert notice.pay_until is not None
                    transaction.update(
                        record,
                        actions=[
                            NoticeRecord.imposed_on.set(notice.imposed_on.isoformat()),
                            NoticeRecord.pay_until.set(notice.pay_until.isoformat()),
                        ],
                    )
        except Cancelled as cancelled:
            raise CaseMoved from cancelled

    def with_instalments(self) -> Iterator[NoticeRecord]:
        """Cases that are owed and have instalments. A scan: for once a day."""
        owed = NoticeRecord.status.is_in(*(state.value for state in sorted(PAYABLE)))
        yield from NoticeRecord.scan(owed & NoticeRecord.plan.exists())

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
                        ),
                        condition=CasesTable.holder.does_not_exist(),
                        return_values="ALL_OLD",
                    )
                    transaction.save(new_notice_record(case))
        except Cancelled as cancelled:
            taken = {
                case.notice.number: cancelled.items[position * 2]["row_digest"]["S"]
                for position, case in enumerate(cases)
                if cancelled.codes[position * 2] == "ConditionalCheckFailed"
            }
            if not taken:
                raise CaseMoved from cancelled
            raise NumberTaken(taken) from cancelled
