"""Granting the social reduction (질서위반행위규제법 시행령 §2의2)."""

from dataclasses import dataclass

from pynamodb.connection import Connection
from pynamodb.expressions.update import Action

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.cases import CaseLine, ClaimReduction
from city.fines.desk.cases.service.arrears_of_car import IN_ARREARS
from city.fines.desk.cases.service.shown_cases import show_case
from city.fines.desk.errors import DayInFuture
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import InstalmentsRunning
from city.fines.law.notices import state_of
from city.fines.law.privacy import Mask
from city.fines.law.procedure.social import SocialGround, check_claim
from city.fines.law.quotes import quote
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.accounts import revoke
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.kernel.clock import Clock, seoul_date


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantReduction:
    """Halves a fine for a claim that may be granted. The account given before dies with the amount it was for."""

    connection: Connection
    cases: Cases
    desk: DeskEntries
    clock: Clock

    def grant(self, number: str, request: ClaimReduction, by: str) -> CaseLine:
        """Once; the same claim again changes nothing.

        Raises NoticeUnknown, DayInFuture, InstalmentsRunning, SocialClaimTooLate, SocialClaimWithArrears, SocialClaimAlreadyReduced, what
        `quote` raises where nothing can be paid, Transient.
        """
        record = look_again(lambda: self._granted(number, request, by))
        return show_case(record, seoul_date(self.clock.now()), Mask())

    def _granted(self, number: str, request: ClaimReduction, by: str) -> NoticeRecord:
        record, now = find_case(self.cases, number), self.clock.now()
        what, note = f"social reduction ({request.ground})", request.claimed_on.isoformat()
        if request.claimed_on > seoul_date(now):
            raise DayInFuture
        history, _ = self.desk.on_notice(number)
        if record.social_reduction and any((line.what, line.note) == (what, note) for line in history):
            return record
        notice = record.to_notice()
        if notice.plan is not None and notice.plan.runs:
            raise InstalmentsRunning  # what was divided is the whole fine
        quote(notice, notice.opinion_ends_on)  # refuses what is paid, cancelled, barred or at court
        others = [other.to_notice() for other in self.cases.every_notice(record.holder)]
        check_claim(
            SocialGround(request.ground),
            request.claimed_on,
            notice.opinion_ends_on,
            has_arrears=any(
                state_of(other, request.claimed_on) in IN_ARREARS and not (other.plan and other.plan.runs)
                for other in others
            ),
            already_reduced=notice.social_reduction,
        )
        actions: list[Action] = [NoticeRecord.social_reduction.set(True)]
        writes, issue = Writes(), record.current_issue
        if issue is not None:
            actions.append(NoticeRecord.issue.remove())
            revoke(writes, issue, now)
        writes.add("case", lambda transaction: transaction.update(record, actions=actions))
        add_history(writes, number, what, by=by, at=now, note=note)
        write_all(writes, self.connection)
        count("ReductionGranted")
        logger().info("reduction granted", extra={"notice_number": number, "ground": request.ground, "by": by})
        return find_case(self.cases, number)
