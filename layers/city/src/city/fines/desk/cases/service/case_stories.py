"""A case with all that happened to it, as staff are shown it."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

from city.contracts.fines.staff.cases import CaseStory, MoveByHand
from city.contracts.fines.staff.corrections import CorrectionMove
from city.fines.desk.cases.service.corrections.shown_corrections import show_correction
from city.fines.desk.cases.service.register import stands_on_register
from city.fines.desk.cases.service.shown_cases import show_account, show_case, show_history, show_opinion, show_plan
from city.fines.desk.money.service.shown_deposits import show_deposit_file
from city.fines.desk.tables.corrections import corrections_of
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import NoticeUnknown
from city.fines.law.lifecycle import Move, State, after
from city.fines.law.notices import Notice, check_enforcement, state_of
from city.fines.law.privacy import Mask
from city.fines.law.procedure.corrections import may_correct
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Conflict

CORRECTIONS_BY_HAND: tuple[CorrectionMove, ...] = get_args(CorrectionMove)
MOVES_BY_HAND = tuple(Move(move) for move in get_args(MoveByHand))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStories:
    """Reads a case with its history, opinions and deposits, under a mask."""

    cases: Cases
    desk: DeskEntries
    deposits: Deposits
    clock: Clock

    def read(self, number: str, mask: Mask) -> CaseStory:
        """Raises NoticeUnknown."""
        record = self.cases.by_number(number)
        if record is None:
            raise NoticeUnknown
        notice, today = record.to_notice(), seoul_date(self.clock.now())
        history, opinions = self.desk.on_notice(number)
        issue = record.current_issue
        return CaseStory(
            **dict(show_case(record, today, mask)),
            zone=record.zone,
            vehicle=record.vehicle,
            over_two_hours=record.over_two_hours,
            notified_on=notice.notified_on,
            opinion_until=notice.opinion_until,
            imposed_on=notice.imposed_on,
            pay_until=notice.pay_until,
            social_reduction=notice.social_reduction,
            paid_at=record.paid_at,
            paid_krw=int(record.paid_krw) if record.paid_krw is not None else None,
            account=show_account(issue, mask) if issue else None,
            moves=moves_now(record, today),
            corrections=tuple(show_correction(each, mask) for each in corrections_of(number)),
            may_correct=tuple(move for move in CORRECTIONS_BY_HAND if may_correct(notice, Move(move), today)),
            plan=show_plan(notice.plan, today) if notice.plan else None,
            history=tuple(show_history(line, mask) for line in history),
            opinions=tuple(show_opinion(opinion, mask) for opinion in opinions),
            deposits=tuple(
                show_deposit_file(
                    deposit, entries_of(deposit.deposit_key), self.desk.find_decision(deposit.deposit_key), mask
                )
                for deposit in self.deposits.on_notice(number)
            ),
        )


def moves_now(record: NoticeRecord, today: date) -> tuple[str, ...]:
    """The moves that staff may make by hand today, by their names."""
    notice = record.to_notice()
    return tuple(move.value for move in MOVES_BY_HAND if _may(record, notice, move, today))


def _may(record: NoticeRecord, notice: Notice, move: Move, today: date) -> bool:
    if record.status == State.CANCELLED and not stands_on_register(record, move):
        return False
    try:
        after(state_of(notice, today), move)
        check_enforcement(notice, move)
    except Conflict:
        return False
    return True
