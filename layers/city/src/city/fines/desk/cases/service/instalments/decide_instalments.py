"""Writing what was decided on instalments, and telling the owner (질서위반행위규제법 §24의3, 시행령 §7의2)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.errors import NoInstalments
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.instalments import (
    GrantedPlan,
)
from city.fines.law.language import Language
from city.fines.law.lifecycle import Move
from city.fines.law.notices import Notice
from city.fines.law.privacy import Mask
from city.fines.law.procedure.deadlines import next_deadline
from city.fines.law.quotes import quote
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.case_writes import write_deadline
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.law.tables.plans import read_plan, write_plan
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextIfTaken
from city.kernel.clock import Clock, seoul_date

# What is decided of a case on a day in Seoul: the plan as it stands after it.
Decide = Callable[[Notice, date], GrantedPlan]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideInstalments:
    """Writes a decision once. The account given before dies with what it was for."""

    connection: Connection
    cases: Cases
    desk: DeskEntries
    clock: Clock

    def decide(self, number: str, move: Move, decide: Decide, *, note: str, by: str) -> tuple[NoticeRecord, bool]:
        """The case as it is now, and whether this changed it: the same again on one day, in the same words, does not.

        Raises NoticeUnknown, Transient, and what `decide` raises.
        """
        return look_again(lambda: self._written(number, move, decide, note=note, by=by))

    def _written(self, number: str, move: Move, decide: Decide, *, note: str, by: str) -> tuple[NoticeRecord, bool]:
        """The case as it is now, and whether this changed it."""
        record, now = find_case(self.cases, number), self.clock.now()
        if self._was_said(number, move, note, seoul_date(now)):
            return record, False
        plan = decide(record.to_notice(), seoul_date(now))
        notice = replace(record.to_notice(), plan=plan)
        deadline = next_deadline(notice.status, notice, seoul_date(now))
        actions: list[Action] = [NoticeRecord.plan.set(write_plan(plan)), write_deadline(number, deadline)]
        writes, issue = Writes(), record.current_issue
        if issue is not None:
            actions.append(NoticeRecord.issue.remove())
            revoke(writes, issue, now)
        writes.add("case", lambda transaction: transaction.update(record, actions=actions))
        add_history(writes, number, move.value, by=by, at=now, note=note)
        write_all(writes, self.connection)
        count("InstalmentsDecided")
        logger().info("instalments decided", extra={"notice_number": number, "move": move.value, "by": by})
        return find_case(self.cases, number), True

    def _was_said(self, number: str, move: Move, note: str, today: date) -> bool:
        """Whether this was the last that was decided on the plan, today, in these words."""
        decided = [line for line in self.desk.on_notice(number)[0] if line.what in _MOVES]
        last = decided[-1] if decided else None
        return last is not None and (last.what, last.note, seoul_date(last.at)) == (move.value, note, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOwner:
    """Texts the owner what was decided last, once, in the language they last wrote in."""

    cases: Cases
    desk: DeskEntries
    send_text: SendTextIfTaken
    replies: Replies
    clock: Clock

    def text(self, record: NoticeRecord) -> CaseLine:
        """The case as staff are shown it. Raises Transient."""
        self._text(record)
        return show_case(record, seoul_date(self.clock.now()), Mask())

    def _text(self, record: NoticeRecord) -> None:
        if record.plan is None or record.owner_phone is None:
            return
        sender = self.cases.open_file(record.holder).sender
        language = Language(sender.language or Language.KOREAN)
        decided = [line for line in self.desk.on_notice(record.number)[0] if line.what in _MOVES][-1]
        notice = record.to_notice()
        if read_plan(record.plan).ended_on is not None:
            text = self.replies.instalments_revoked(language, notice, quote(notice, seoul_date(self.clock.now())))
        else:
            text = self.replies.instalments_agreed(language, notice)
        key = f"{decided.what}-{record.number}"
        own = OwnText(
            holder=record.holder,
            phone=record.owner_phone,
            text=text,
            key=key,
            language=language,
            at=decided.at,
            by=decided.by,
        )
        self.send_text.send(own)


_MOVES = frozenset({Move.GRANT_INSTALMENTS.value, Move.EXTEND_INSTALMENTS.value, Move.REVOKE_INSTALMENTS.value})


def running_plan(notice: Notice) -> GrantedPlan:
    """Raises NoInstalments."""
    if notice.plan is None or not notice.plan.runs:
        raise NoInstalments
    return notice.plan
