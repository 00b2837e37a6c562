"""Reminding citizens who agreed to it, shortly before an amount stops being enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import correlated, count, logger
from city.fines.law.errors import CaseMoved
from city.fines.law.language import Language
from city.fines.law.quotes import quote
from city.fines.law.tables.case_records import CONSENTS, NoticeRecord, SenderRecord
from city.fines.law.tables.cases import Cases
from city.fines.talk.errors import TextRefused
from city.fines.talk.reminders import due_reminder, may_remind_at, reminder_mark
from city.fines.talk.replies import Payable, Replies
from city.fines.talk.service.send_text import OwnText, SendText
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Rejected, Transient

# A carrier takes up to eight seconds to say no, and a run ends between two texts, not within one.
ENOUGH_MILLISECONDS = 20_000
_RUNS_A_DAY = 13  # from eight to eight


@dataclass(slots=True)
class RemindersRun:
    """What a run came to. `left`: the telephones it did not get to."""

    sent: int = 0
    left: int = 0


class _TimeIsUp(Exception):
    """The function's time, or the day's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindCitizens:
    """Sends each reminder that is due, once, by day."""

    cases: Cases
    send_text: SendText
    replies: Replies
    clock: Clock

    def remind(self, milliseconds_left: Callable[[], int]) -> RemindersRun:
        """Stops while there is time to stop; the next hour's run goes on."""
        run = RemindersRun()
        now = self.clock.now()
        if may_remind_at(now):
            who = _in_turn(self.cases.who_agreed(), now)
            for position, holder in enumerate(who):
                try:
                    self._remind(holder, run, milliseconds_left)
                except _TimeIsUp:
                    run.left = len(who) - position
                    break
        count("RemindersSent", run.sent)
        count("RemindersLeft", run.left)
        logger().info("citizens reminded", extra={"sent": run.sent, "left": run.left})
        return run

    def _remind(self, holder: str, run: RemindersRun, milliseconds_left: Callable[[], int]) -> None:
        self._check_time(milliseconds_left)
        file = self.cases.open_file(holder)
        # The index that named this telephone lags behind: only the file says what was agreed to.
        if file.sender.consent != CONSENTS or not file.sender.phone:
            return
        for record in self.cases.every_notice(holder) if file.more else file.notices:
            self._check_time(milliseconds_left)
            run.sent += self._remind_of(record, file.sender)

    def _check_time(self, milliseconds_left: Callable[[], int]) -> None:
        if milliseconds_left() < ENOUGH_MILLISECONDS or not may_remind_at(self.clock.now()):
            raise _TimeIsUp

    def _remind_of(self, record: NoticeRecord, sender: SenderRecord) -> bool:
        """Marked first, sent second: a crash in between loses one reminder, and never sends one twice."""
        notice, now = record.to_notice(), self.clock.now()
        try:
            offer = quote(notice, seoul_date(now))
        except Rejected:  # paid, cancelled, objected to, not imposed yet: nothing is due
            return False
        kind = due_reminder(notice, offer, record.reminded, now)
        if kind is None:
            return False
        mark = reminder_mark(kind, offer)
        try:
            self.cases.mark_reminded(record, mark)
        except CaseMoved:  # it was paid this very moment, or another run was first
            return False
        language = Language(sender.language or Language.KOREAN)
        text = self.replies.reminder(language, Payable(notice, offer))
        key = f"reminder-{notice.number}-{mark}"
        with correlated(key):
            try:
                self.send_text.send(
                    OwnText(
                        holder=record.holder,
                        phone=sender.phone,
                        text=text,
                        key=key,
                        language=language,
                        at=now,
                        by="city",
                    )
                )
            except Transient:
                self.cases.take_back_reminder(record.holder, notice.number, mark)
                count("ReminderNotTaken")
                return False
            except TextRefused:  # it would be refused every hour: the mark stays
                count("ReminderRefused")
                logger().warning("reminder refused", extra={"notice_number": notice.number, "kind": kind.value})
                return False
            logger().info("citizen reminded", extra={"notice_number": notice.number, "kind": kind.value})
        return True


def _in_turn(holders: list[str], now: datetime) -> list[str]:
    """Begins elsewhere each hour of the day, so that runs which are cut short do not pass over the same telephones."""
    start = len(holders) * (int(now.timestamp()) // 3600 % _RUNS_A_DAY) // _RUNS_A_DAY
    return holders[start:] + holders[:start]
