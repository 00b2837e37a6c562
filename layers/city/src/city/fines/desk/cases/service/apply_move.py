"""Moving a case by hand: dunning, seizure, objection, court. Payments move cases by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine, MoveCase
from city.fines.desk.cases.service.arrears_of_car import ArrearsOfCar
from city.fines.desk.cases.service.register import stands_on_register
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.cases.service.text_moved import TextMoved
from city.fines.desk.errors import DayInFuture, NotYetBarred
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import CaseIsCancelled
from city.fines.law.lifecycle import Move, State, after, check_objection, collection_prescribed, may_impose
from city.fines.law.notices import Notice, check_enforcement, state_of
from city.fines.law.privacy import Mask
from city.fines.law.procedure.arrears import check_plate_hold
from city.fines.law.procedure.deadlines import Deadline, Due
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.case_writes import in_state
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import HistoryRecord, add_history
from city.fines.law.tables.plans import write_plan
from city.kernel.clock import Clock, seoul_date

_NOTHING_TO_PAY = frozenset({State.OBJECTED, State.CANCELLED, State.BARRED})
_MOVES = frozenset(move.value for move in Move)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyMove:
    """Moves a case as the law allows, and lets its account go where nothing is to be paid any more."""

    connection: Connection
    cases: Cases
    desk: DeskEntries
    text_moved: TextMoved
    clock: Clock

    def apply(self, number: str, request: MoveCase, by: str) -> CaseLine:
        """The same move asked for again on the same day in the same words changes nothing.

        Raises NoticeUnknown, DayInFuture, NotYetBarred, what `after`, `check_objection` and `check_plate_hold` raise,
        Transient.
        """
        record, moved_at = look_again(lambda: self._moved(number, request, by))
        self.text_moved.text(record, Move(request.move), by=by, at=moved_at)
        return show_case(record, seoul_date(self.clock.now()), Mask())

    def _moved(self, number: str, request: MoveCase, by: str) -> tuple[NoticeRecord, datetime]:
        """The case as it is now, and when it came there: asked for again, that was before."""
        record, now = find_case(self.cases, number), self.clock.now()
        today = seoul_date(now)
        day = request.on or today
        if any(
            named_day is not None and named_day > today
            for named_day in (request.on, request.received_on, request.announced_on)
        ):
            raise DayInFuture
        before = _last_as_asked(self.desk.on_notice(number)[0], request, today)
        if before is not None:
            return record, before
        following = self._following(record, request, day)
        notice = replace(record.to_notice(), pay_until=request.pay_until or record.to_notice().pay_until)
        actions: list[Action] = in_state(following, notice, day, came_from=_still_on_the_register(following, request))
        if Move(request.move) is Move.MAIL_RETURNED:
            actions[-1] = NoticeRecord.next_due.set(Deadline(Due.SERVE, day).text(number))
        if request.pay_until is not None:
            actions.append(NoticeRecord.pay_until.set(request.pay_until.isoformat()))
        writes, issue = Writes(), record.current_issue
        plan = record.to_notice().plan
        if plan is not None and plan.runs and following in _NOTHING_TO_PAY:
            # Overtaken by an objection, say: should it be owed again, it is owed as a whole.
            actions.append(NoticeRecord.plan.set(write_plan(plan.ended(today))))
        if issue is not None and (following in _NOTHING_TO_PAY or request.pay_until is not None):
            actions.append(NoticeRecord.issue.remove())
            revoke(writes, issue, now)
        writes.add("case", lambda transaction: transaction.update(record, actions=actions))
        add_history(writes, number, request.move, by=by, at=now, note=request.note)
        write_all(writes, self.connection)
        count("CaseMoved")
        logger().info("case moved", extra={"notice_number": number, "move": request.move, "by": by})
        return find_case(self.cases, number), now

    def _following(self, record: NoticeRecord, request: MoveCase, day: date) -> State:
        notice, move = record.to_notice(), Move(request.move)
        state = state_of(notice, day)
        following = after(state, move)
        if state is State.CANCELLED and not stands_on_register(record, move):
            raise CaseIsCancelled
        check_enforcement(notice, move)
        if move is Move.OBJECT and request.received_on is not None:
            check_objection(state, request.received_on, day, notice.calendar)
        elif move is Move.HOLD_PLATE:
            check_plate_hold(ArrearsOfCar(self.cases).add_up(record, day), request.announced_on, day, notice.calendar)
        elif move is Move.BAR:
            _check_barred(notice, state, request.runs_from, day)
        return following


def _still_on_the_register(following: State, request: MoveCase) -> State | None:
    """A plate that goes back after a cancellation leaves the seizure, which has to be lifted as well."""
    returned = following is State.CANCELLED and Move(request.move) is Move.RETURN_PLATE
    return State.SEIZED if returned else None


def _last_as_asked(history: Sequence[HistoryRecord], request: MoveCase, today: date) -> datetime | None:
    """When the last move was made, if it was this one, today, in these words."""
    moves = [line for line in history if line.what in _MOVES]
    last = moves[-1] if moves else None
    if last is None or (last.what, last.note, seoul_date(last.at)) != (request.move, request.note, today):
        return None
    at: datetime = last.at
    return at


def _check_barred(notice: Notice, state: State, runs_from: date | None, day: date) -> None:
    """QVA §19 before the imposition, QVA §15 after it. Raises NotYetBarred."""
    if state in (State.DETECTED, State.NOTICED, State.UNDER_REVIEW):
        barred = not may_impose(seoul_date(notice.violation.at), day)
    else:
        barred = runs_from is not None and collection_prescribed(state, runs_from, day)
    if not barred:
        raise NotYetBarred
