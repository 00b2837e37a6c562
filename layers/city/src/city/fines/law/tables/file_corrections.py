"""Writing what a later file corrected of a case."""

from typing import Any

from city.aws.dynamo import Writes
from city.fines.law.lifecycle import State
from city.fines.law.procedure.corrections import GROUNDS_OF
from city.fines.law.procedure.deadlines import next_deadline
from city.fines.law.tables.case_records import (
    NUMBER_ENTRY,
    FiledRow,
    NewCase,
    NoticeRecord,
    NumberRecord,
    new_notice_record,
)
from city.fines.law.tables.case_writes import still_due
from city.fines.law.tables.history import HistoryRecord, notice_subject
from city.fines.law.tables.opinions import OpinionRecord, opinion_entry
from city.office.tables.history import HISTORY

# The attribute of a case that holds each column of a file.
_ATTRIBUTES = {
    "차량번호": "plate",
    "소유자": "owner_name",
    "휴대전화": "owner_phone",
    "위반일시": "violated_at",
    "위반장소": "place",
    "구역": "zone",
    "차종": "vehicle",
    "2시간이상": "over_two_hours",
    "안전표지": "safety_marking",
    "사전통지일": "notified_on",
    "의견제출기한": "opinion_until",
    "부과일": "imposed_on",
    "납부기한": "pay_until",
    "사회적감경": "social_reduction",
    "과태료": "stated_krw",
}
_PUT_RIGHT = frozenset(move.value for move in GROUNDS_OF)
_OF_THE_ENTRY = frozenset({"holder", "entry", "kind", "revision"})


def was_answered(number: str) -> bool:
    """Whether an opinion was ever given on a case, whatever became of it."""
    first = OpinionRecord.query(
        notice_subject(number), OpinionRecord.entry.startswith(opinion_entry("")), limit=1, consistent_read=True
    )
    return next(iter(first), None) is not None


def was_put_right(number: str) -> bool:
    """Whether the office itself has put a case right: its service, its car, its owner."""
    lines = HistoryRecord.query(notice_subject(number), HistoryRecord.entry.startswith(HISTORY), consistent_read=True)
    return any(line.what in _PUT_RIGHT for line in lines)


def add_correction(
    writes: Writes, record: NoticeRecord, filed: FiledRow, case: NewCase, columns: frozenset[str], *, ends_account: bool
) -> None:
    """Adds the writes that give a case, as it was read, these columns of the new row; refused if anything moved since.

    A new telephone files it under another holder.
    """
    fresh = new_notice_record(case).attribute_values
    changed = {name: fresh.get(name) for name in (_ATTRIBUTES[column] for column in columns)}
    if ends_account:
        changed["issue"] = None
    number = case.notice.number
    corrected = NoticeRecord(record.holder, record.entry, **{**_kept(record), **changed}).to_notice()
    served_anew = "사전통지일" in columns
    deadline = (
        next_deadline(corrected.status, corrected, corrected.notified_on)
        if served_anew
        else still_due(record, State(record.status), corrected)
    )
    changed["next_due"] = deadline.text(number) if deadline is not None else None
    holder = case.holder if "휴대전화" in columns else record.holder
    if holder == record.holder:
        actions: list[Any] = [
            getattr(NoticeRecord, name).set(value) if value is not None else getattr(NoticeRecord, name).remove()
            for name, value in sorted(changed.items())
        ]
        writes.add(f"case {number}", lambda t: t.update(record, actions=actions))
    else:
        moved = NoticeRecord(holder, record.entry, **{**_kept(record), **changed})
        writes.add(f"case {number} there", lambda t: t.save(moved, condition=NoticeRecord.entry.does_not_exist()))
        writes.add(f"case {number} here", lambda t: t.delete(record))
    pointer: list[Any] = [
        NumberRecord.row_digest.set(case.row_digest),
        NumberRecord.past_digests.set([*filed.past_digests, filed.digest]),
        NumberRecord.owner_holder.set(holder),
    ]
    if case.row_fields is not None:
        pointer.append(NumberRecord.row_fields.set(case.row_fields))
    if "차량번호" in columns:
        pointer.append(NumberRecord.plate_key.set(case.plate_key))
    writes.add(
        f"number {number}",
        lambda t: t.update(
            NumberRecord(number, NUMBER_ENTRY), actions=pointer, condition=NumberRecord.row_digest == filed.digest
        ),
    )


def _kept(record: NoticeRecord) -> dict[str, Any]:
    return {name: value for name, value in record.attribute_values.items() if name not in _OF_THE_ENTRY}
