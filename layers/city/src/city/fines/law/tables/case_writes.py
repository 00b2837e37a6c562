"""The writes that move a case or put it right: every state with what is due next in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.fines.law.lifecycle import State
from city.fines.law.notices import Notice
from city.fines.law.procedure.deadlines import Deadline, Due, next_deadline, read_deadline
from city.fines.law.tables.case_records import NUMBER_ENTRY, NoticeRecord, NumberRecord
from city.fines.law.tables.plans import write_plan


def in_state(state: State, notice: Notice, since: date, *, came_from: State | None = None) -> list[Action]:
    """The writes of a state and of what is due next in it. `notice` is the case as it is then; see `next_deadline`."""
    deadline = next_deadline(state, notice, since, came_from=came_from)
    return [NoticeRecord.status.set(state.value), write_deadline(notice.number, deadline)]


def write_deadline(number: str, deadline: Deadline | None) -> Action:
    """The write of what is due next in a case; nothing may be."""
    due = NoticeRecord.next_due
    written: Action = due.set(deadline.text(number)) if deadline is not None else due.remove()
    return written


def answered(record: NoticeRecord, state: State) -> list[Action]:
    """The writes of a case on which an opinion was given or rejected: its days stay, and so does what has to be served."""
    return [
        NoticeRecord.status.set(state.value),
        write_deadline(record.number, still_due(record, state, record.to_notice())),
    ]


def still_due(record: NoticeRecord, state: State, notice: Notice) -> Deadline | None:
    """What is due next where nobody has served anything: a letter that came back still has to be sent again.

    `notice` is the case as it is then.
    """
    known = read_deadline(record.next_due) if record.next_due is not None else None
    if known is not None and known.due is Due.SERVE:
        return known
    return next_deadline(state, notice, notice.notified_on)


def refile(
    writes: Writes,
    case: NoticeRecord,
    holder: str,
    plate_key: str | None,
    changed: Mapping[str, Any],
) -> None:
    """Adds the writes that file a case, as it was read, under another telephone, with what is `changed` on it."""
    kept = {
        name: value
        for name, value in {**case.attribute_values, **changed}.items()
        if name not in ("holder", "entry", "kind", "revision") and value is not None
    }
    moved = NoticeRecord(holder, case.entry, **kept)
    pointer, before = NumberRecord(case.number, NUMBER_ENTRY), case.holder
    actions: list[Action] = [NumberRecord.owner_holder.set(holder)]
    if plate_key is not None:
        actions.append(NumberRecord.plate_key.set(plate_key))
    writes.add(f"case {case.number} there", lambda t: t.save(moved, condition=NoticeRecord.entry.does_not_exist()))
    writes.add(f"case {case.number} here", lambda t: t.delete(case))
    writes.add(
        f"number {case.number}",
        lambda t: t.update(pointer, actions=actions, condition=NumberRecord.owner_holder == before),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOwner:
    """Whoever a case is filed under from now on."""

    holder: str
    name: str
    phone: str | None
    plate_key: str


def rewrite(
    writes: Writes, case: NoticeRecord, notice: Notice, deadline: Deadline | None, owner: NewOwner | None
) -> None:
    """Adds the writes that put a case right as it was read: its days, its state, its car and owner. No account is left."""
    changed: dict[str, Any] = {
        "plate": notice.plate.text,
        "notified_on": notice.notified_on.isoformat(),
        "opinion_until": notice.opinion_until.isoformat(),
        "imposed_on": notice.imposed_on.isoformat() if notice.imposed_on else None,
        "pay_until": notice.pay_until.isoformat() if notice.pay_until else None,
        "social_reduction": notice.social_reduction,
        "status": notice.status.value,
        "next_due": deadline.text(notice.number) if deadline is not None else None,
        "plan": write_plan(notice.plan) if notice.plan else None,
        "issue": None,
        # Days that are new are reminded of anew.
        "reminded": [],
    }
    if owner is not None:
        changed |= {"owner_name": owner.name, "owner_phone": owner.phone}
    if owner is not None and owner.holder != case.holder:
        refile(writes, case, owner.holder, owner.plate_key, changed)
        return
    actions = [_write(name, value) for name, value in changed.items()]
    writes.add(f"case {case.number}", lambda transaction: transaction.update(case, actions=actions))
    if owner is not None:
        pointer = NumberRecord(case.number, NUMBER_ENTRY)
        writes.add(
            f"number {case.number}",
            lambda t: t.update(pointer, actions=[NumberRecord.plate_key.set(owner.plate_key)]),
        )


def _write(name: str, value: Any) -> Action:
    attribute = getattr(NoticeRecord, name)
    written: Action = attribute.remove() if value is None else attribute.set(value)
    return written
