"""Showing staff a case with all that happened to it."""

from datetime import date
from typing import get_args

from city.aws.observability import logger
from city.contracts.fines.staff.cases import CaseStory, MoveByHand
from city.fines.desk.cases.service.shown import (
    show_account,
    show_case,
    show_deposit_file,
    show_history,
    show_opinion,
    show_plan,
)
from city.fines.desk.tables.desk import Desk, notice_subject
from city.fines.errors import NoticeUnknown
from city.fines.law.lifecycle import Move, after
from city.fines.law.model import Notice, check_enforcement, state_of
from city.fines.law.privacy import Veil
from city.fines.law.tables.cases import Cases
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Conflict

MOVES_BY_HAND = tuple(Move(move) for move in get_args(MoveByHand))


class ShowNotice:
    """Shows a case masked, or whole to somebody who says why."""

    def __init__(self, cases: Cases, desk: Desk, deposits: Deposits, clock: Clock) -> None:
        self._cases, self._desk, self._deposits, self._clock = cases, desk, deposits, clock

    def show(self, number: str) -> CaseStory:
        """Raises NoticeUnknown."""
        return self._tell(number, Veil())

    def disclose(self, number: str, reason: str, by: str) -> CaseStory:
        """Written down before it is answered. Raises NoticeUnknown."""
        story = self._tell(number, Veil(lifted=True))
        self._desk.keep_view(notice_subject(number), by, reason, self._clock.now())
        logger().info("personal data disclosed", extra={"notice_number": number, "by": by})
        return story

    def _tell(self, number: str, veil: Veil) -> CaseStory:
        record = self._cases.by_number(number)
        if record is None:
            raise NoticeUnknown
        notice, today = record.to_notice(), seoul_date(self._clock.now())
        history, opinions = self._desk.on_notice(number)
        issue = record.current_issue
        return CaseStory(
            **dict(show_case(record, today, veil)),
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
            account=show_account(issue, veil) if issue else None,
            moves=tuple(move.value for move in MOVES_BY_HAND if _may(notice, move, today)),
            plan=show_plan(notice.plan, today) if notice.plan else None,
            history=tuple(show_history(line, veil) for line in history),
            opinions=tuple(show_opinion(opinion, veil) for opinion in opinions),
            deposits=tuple(
                show_deposit_file(
                    deposit, entries_of(deposit.deposit_key), self._desk.find_decision(deposit.deposit_key), veil
                )
                for deposit in self._deposits.on_notice(number)
            ),
        )


def _may(notice: Notice, move: Move, today: date) -> bool:
    try:
        after(state_of(notice, today), move)
        check_enforcement(notice, move)
    except Conflict:
        return False
    return True
