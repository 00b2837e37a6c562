"""Granting, extending and revoking instalments (질서위반행위규제법 §24의3, 시행령 §7의2), and telling the owner."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine, ExtendInstalments, GrantInstalments, RevokeInstalments
from city.fines.desk.cases.service.shown import show_case
from city.fines.desk.tables.desk import Desk, add_history
from city.fines.errors import DayInFuture, InstalmentNotMissed, InstalmentsGrantedBefore, NoInstalments
from city.fines.law.instalments import (
    GrantedPlan,
    Hardship,
    RevocationGround,
    check_first_due,
    instalment_decision_due,
    plan_instalments,
)
from city.fines.law.lifecycle import Move, after
from city.fines.law.model import Notice, Stage, quote, state_of
from city.fines.law.privacy import Veil
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.cases import Cases, NoticeRecord
from city.fines.law.tables.plans import read_plan, write_plan
from city.fines.service.races import find_case, look_again, write_all
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import SendText
from city.fines.talk.understanding import Language
from city.kernel.clock import Clock, seoul_date

_Decide = Callable[[Notice, date], GrantedPlan]


@dataclass(frozen=True, slots=True)
class AgreeInstalments:
    """Decides on instalments. The account given before dies with what it was for."""

    connection: Connection
    cases: Cases
    desk: Desk
    send_text: SendText
    replies: Replies
    clock: Clock

    def grant(self, number: str, told: GrantInstalments, by: str) -> CaseLine:
        """Once a case; the same grant again changes nothing.

        Raises NoticeUnknown, DayInFuture, InstalmentsGrantedBefore, FirstInstalmentOutOfRange,
        InstalmentMonthsOutOfRange, AmountTooSmallToDivide, and what `after` and `quote` raise, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            after(state_of(notice, today), Move.GRANT_INSTALMENTS)
            return _granted(notice, told, today)

        note = f"{told.hardship}, {told.months} months from {told.first_due}, applied {told.applied_on}"
        record, new = self._decided(number, Move.GRANT_INSTALMENTS, decide, note, by)
        if new:
            late = seoul_date(self.clock.now()) > instalment_decision_due(told.applied_on)
            # The office's duty (시행령 §7의2), never the citizen's loss: told, not refused.
            count("InstalmentsDecidedLate", int(late))
        self._tell(record)
        return show_case(record, seoul_date(self.clock.now()), Veil())

    def extend(self, number: str, told: ExtendInstalments, by: str) -> CaseLine:
        """Once a plan; the same extension again changes nothing.

        Raises NoticeUnknown, NoInstalments, AlreadyExtended, ExtensionOutOfRange, AmountTooSmallToDivide, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            plan = _running(notice)
            after(state_of(notice, today), Move.EXTEND_INSTALMENTS)
            return plan.extended_by(told.months, today)

        note = f"{told.months} months: {told.reason}"
        record, _ = self._decided(number, Move.EXTEND_INSTALMENTS, decide, note, by)
        self._tell(record)
        return show_case(record, seoul_date(self.clock.now()), Veil())

    def revoke(self, number: str, told: RevokeInstalments, by: str) -> CaseLine:
        """Makes all that is left due at once; the same revocation again changes nothing.

        Raises NoticeUnknown, NoInstalments, InstalmentNotMissed, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            plan = _running(notice)
            after(state_of(notice, today), Move.REVOKE_INSTALMENTS)
            if RevocationGround(told.ground) is RevocationGround.MISSED and not plan.missed_on(today):
                raise InstalmentNotMissed
            return plan.ended(today)

        record, _ = self._decided(number, Move.REVOKE_INSTALMENTS, decide, f"{told.ground}: {told.reason}", by)
        self._tell(record)
        return show_case(record, seoul_date(self.clock.now()), Veil())

    def _decided(self, number: str, move: Move, decide: _Decide, note: str, by: str) -> tuple[NoticeRecord, bool]:
        return look_again(lambda: self._written(number, move, decide, note, by))

    def _written(self, number: str, move: Move, decide: _Decide, note: str, by: str) -> tuple[NoticeRecord, bool]:
        """The case as it is now, and whether this changed it."""
        record, now = find_case(self.cases, number), self.clock.now()
        if self._was_said(number, move, note, seoul_date(now)):
            return record, False
        plan = decide(record.to_notice(), seoul_date(now))
        actions: list[Action] = [NoticeRecord.plan.set(write_plan(plan))]
        writes, issue = Writes(), record.current_issue
        if issue is not None:
            actions.append(NoticeRecord.issue.remove())
            revoke(writes, issue, now)
        writes.add("case", lambda transaction: transaction.update(record, actions=actions))
        add_history(writes, number, move.value, by, now, note)
        write_all(writes, self.connection)
        count("InstalmentsDecided")
        logger().info("instalments decided", extra={"notice_number": number, "move": move.value, "by": by})
        return find_case(self.cases, number), True

    def _was_said(self, number: str, move: Move, note: str, today: date) -> bool:
        """Whether this was the last that was decided on the plan, today, in these words."""
        decided = [line for line in self.desk.on_notice(number)[0] if line.what in _MOVES]
        last = decided[-1] if decided else None
        return last is not None and (last.what, last.note, seoul_date(last.at)) == (move.value, note, today)

    def _tell(self, record: NoticeRecord) -> None:
        """Texts the owner what was decided last, once, in the language they last wrote in."""
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
        self.send_text.send_if_taken(record.holder, record.owner_phone, text, key, language, decided.at, decided.by)


_MOVES = frozenset({Move.GRANT_INSTALMENTS.value, Move.EXTEND_INSTALMENTS.value, Move.REVOKE_INSTALMENTS.value})


def _granted(notice: Notice, told: GrantInstalments, today: date) -> GrantedPlan:
    if told.applied_on > today:
        raise DayInFuture
    if notice.plan is not None:
        raise InstalmentsGrantedBefore
    check_first_due(told.first_due, today)
    # Time stands still from the application on, and never before the imposition: nothing was owed then.
    applied_on = max(told.applied_on, notice.imposed_on or told.applied_on, notice.opinion_until + timedelta(days=1))
    offer = quote(replace(notice, plan=None), applied_on)
    return GrantedPlan(
        hardship=Hardship(told.hardship),
        applied_on=applied_on,
        granted_on=today,
        surcharge_krw=offer.amount_krw - offer.fine_krw if offer.stage is Stage.OVERDUE else 0,
        plan=plan_instalments(offer.amount_krw, told.months, told.first_due),
    )


def _running(notice: Notice) -> GrantedPlan:
    if notice.plan is None or not notice.plan.runs:
        raise NoInstalments
    return notice.plan
