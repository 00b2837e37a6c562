"""Moving a case by hand: dunning, seizure, objection, court. Payments move cases by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine, MoveCase
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.errors import DayInFuture, NotYetBarred
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.lifecycle import Move, State, after, check_objection, collection_prescribed, may_impose
from city.fines.law.notices import Notice, check_enforcement, state_of
from city.fines.law.privacy import Mask
from city.fines.law.procedure.arrears import Arrear, check_plate_hold
from city.fines.law.quotes import quote
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import HistoryRecord, add_history
from city.fines.law.tables.plans import write_plan
from city.kernel.clock import Clock, seoul_date

IN_ARREARS = frozenset({State.OVERDUE, State.DUNNED, State.SEIZED, State.PLATE_HELD})
_NOTHING_TO_PAY = frozenset({State.OBJECTED, State.CANCELLED, State.BARRED})
_MOVES = frozenset(move.value for move in Move)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyMove:
    """Moves a case as the law allows, and lets its account go where nothing is to be paid any more."""

    connection: Connection
    cases: Cases
    desk: DeskEntries
    clock: Clock

    def apply(self, number: str, request: MoveCase, by: str) -> CaseLine:
        """The same move asked for again on the same day in the same words changes nothing.

        Raises NoticeUnknown, DayInFuture, NotYetBarred, what `after`, `check_objection` and `check_plate_hold` raise,
        Transient.
        """
        record = look_again(lambda: self._moved(number, request, by))
        return show_case(record, seoul_date(self.clock.now()), Mask())

    def _moved(self, number: str, request: MoveCase, by: str) -> NoticeRecord:
        record, now = find_case(self.cases, number), self.clock.now()
        today = seoul_date(now)
        day = request.on or today
        if any(
            named_day is not None and named_day > today
            for named_day in (request.on, request.received_on, request.announced_on)
        ):
            raise DayInFuture
        if _was_last(self.desk.on_notice(number)[0], request, today):
            return record
        following = self._following(record, request, day)
        actions: list[Action] = [NoticeRecord.status.set(following.value)]
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
        return find_case(self.cases, number)

    def _following(self, record: NoticeRecord, request: MoveCase, day: date) -> State:
        notice, move = record.to_notice(), Move(request.move)
        state = state_of(notice, day)
        following = after(state, move)
        check_enforcement(notice, move)
        if move is Move.OBJECT and request.received_on is not None:
            check_objection(state, request.received_on, day)
        elif move is Move.HOLD_PLATE:
            check_plate_hold(self._arrears(record, day), request.announced_on, day)
        elif move is Move.BAR:
            _check_barred(notice, state, request.runs_from, day)
        return following

    def _arrears(self, record: NoticeRecord, day: date) -> list[Arrear]:
        """What the holder owes for this car."""
        filed = (other.to_notice() for other in self.cases.open_file(record.holder).notices)
        return [
            Arrear(quote(notice, day).amount_krw, notice.pay_until)
            for notice in filed
            if notice.plate.text == record.plate
            and notice.pay_until
            and state_of(notice, day) in IN_ARREARS
            and not (notice.plan and notice.plan.runs)  # put off: no arrear
        ]


def _was_last(history: Sequence[HistoryRecord], request: MoveCase, today: date) -> bool:
    moves = [line for line in history if line.what in _MOVES]
    last = moves[-1] if moves else None
    return last is not None and (last.what, last.note, seoul_date(last.at)) == (request.move, request.note, today)


def _check_barred(notice: Notice, state: State, runs_from: date | None, day: date) -> None:
    """QVA §19 before the imposition, QVA §15 after it. Raises NotYetBarred."""
    if state in (State.DETECTED, State.NOTICED, State.UNDER_REVIEW):
        barred = not may_impose(seoul_date(notice.violation.at), day)
    else:
        barred = runs_from is not None and collection_prescribed(state, runs_from, day)
    if not barred:
        raise NotYetBarred
