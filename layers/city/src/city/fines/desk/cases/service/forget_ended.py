"""Deleting what has served its purpose (개인정보 보호법 §21), and leaving the books as they are."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from city.aws.observability import count, logger
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import State
from city.fines.law.procedure.retention import RetentionPeriods, has_served
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.money.tables.deposits import Deposits
from city.kernel.clock import Clock

ENOUGH_MILLISECONDS = 20_000


@dataclass(slots=True)
class Forgotten:
    """What a night came to. `unfinished`: its time ran out, and the next night goes on."""

    cases: int = 0
    desk_entries: int = 0
    accounts: int = 0
    unfinished: bool = False


class _TimeIsUp(Exception):
    """The function's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEnded:
    """Deletes cases, tickets and views past their time, and whom an account served before it may serve again."""

    cases: Cases
    accounts: Accounts
    deposits: Deposits
    desk: DeskEntries
    periods: RetentionPeriods
    clock: Clock

    def forget(self, milliseconds_left: Callable[[], int]) -> Forgotten:
        """Stops while there is time to stop. What it did before is done: each deletion stands alone."""
        done = Forgotten()

        def check_time() -> None:
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                raise _TimeIsUp

        try:
            self._forget_cases(done, check_time)
            self._forget_at_the_desk(done, check_time)
            self._forget_payers(done, check_time)
        except _TimeIsUp:
            done.unfinished = True
        count("CasesForgotten", done.cases)
        count("ForgettingUnfinished", int(done.unfinished))
        logger().info("ended things forgotten", extra=asdict(done))
        return done

    def _forget_cases(self, done: Forgotten, check_time: Callable[[], None]) -> None:
        before = self.periods.cases_before(self.clock.now())
        for case in self.cases.ended_before(before):
            check_time()
            history, opinions = self.desk.on_notice(case.number)
            happened = [line.at for line in history] + [opinion.decided_at or opinion.given_at for opinion in opinions]
            if case.paid_at is not None:
                happened.append(case.paid_at)
            if has_served(State(case.status), happened, before):
                done.cases += self._forget_case(case)

    def _forget_case(self, case: NoticeRecord) -> bool:
        """The people first, the case last: a crash in between is found again by the case. False if it is still needed."""
        deposits = self.deposits.on_notice(case.number)
        decisions = [self.desk.find_decision(deposit.deposit_key) for deposit in deposits]
        if any(deposit.suspense for deposit in deposits) or any(one and one.worklist for one in decisions):
            return False  # somebody's money waits
        for deposit in deposits:
            self.deposits.forget_people(deposit)
        self.desk.forget_notice(case.number)
        try:
            self.cases.delete(case)
        except CaseMoved:  # the bank took a payment back this very moment
            return False
        self.cases.forget_consent_without_cases(case.holder, self.clock.now())
        return True

    def _forget_at_the_desk(self, done: Forgotten, check_time: Callable[[], None]) -> None:
        now = self.clock.now()
        cases, tickets, views = (
            self.periods.cases_before(now),
            self.periods.tickets_before(now),
            self.periods.views_before(now),
        )
        for entry in self.desk.past_their_time(cases, tickets, views):
            check_time()
            self.desk.delete(entry)
            done.desk_entries += 1

    def _forget_payers(self, done: Forgotten, check_time: Callable[[], None]) -> None:
        """A number that has rested may serve anybody: whom it served before is nobody's business any more."""
        for account in self.accounts.rested(self.clock.now()):
            check_time()
            done.accounts += self.accounts.forget_payer(account)
