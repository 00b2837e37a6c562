"""Filing every open case under what is due next in it: cases from before the lists were kept, and what a file changed since."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from city.aws.observability import count, logger
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.errors import CaseMoved
from city.fines.law.lifecycle import Move, State
from city.fines.law.procedure.deadlines import Deadline, Due, next_deadline, read_deadline
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.kernel.clock import Clock, seoul_date

ENOUGH_MILLISECONDS = 20_000
# What a payment, an objection or a returned letter set is known by its own move alone, and stays.
_SET_BY_A_MOVE = frozenset({Due.SERVE, Due.COURT, Due.PLATE, Due.RELEASE})


@dataclass(slots=True)
class Filed:
    """What a night came to. `unfinished`: its time ran out, and the next night goes on."""

    looked_at: int = 0
    filed: int = 0
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDeadlines:
    """Writes a deadline where it is missing or where the case says another one. A scan: for once a night."""

    cases: Cases
    desk: DeskEntries
    clock: Clock

    def file(self, milliseconds_left: Callable[[], int]) -> Filed:
        """Stops while there is time to stop. Each case stands alone."""
        done, today = Filed(), seoul_date(self.clock.now())
        for case in self.cases.open_ones():
            if milliseconds_left() < ENOUGH_MILLISECONDS:
                done.unfinished = True
                break
            done.looked_at += 1
            done.filed += self._file(case, today)
        count("DeadlinesFiled", done.filed)
        logger().info("deadlines filed", extra=asdict(done))
        return done

    def _file(self, case: NoticeRecord, today: date) -> bool:
        known = read_deadline(case.next_due) if case.next_due is not None else None
        if known is not None and known.due in _SET_BY_A_MOVE:
            return False
        right = self._deadline(case, today)
        if right == known:
            return False
        try:
            self.cases.file_deadline(case, right)
        except CaseMoved:  # whoever moved it wrote what is due next
            return False
        return True

    def _deadline(self, case: NoticeRecord, today: date) -> Deadline | None:
        state, since, came_from = State(case.status), today, None
        if state is State.AWAITING_RELEASE and case.paid_at is not None:
            since, came_from = seoul_date(case.paid_at), State(case.paid_from) if case.paid_from else None
        if state is State.OBJECTED:
            objections = [line.at for line in self.desk.on_notice(case.number)[0] if line.what == Move.OBJECT]
            since = seoul_date(objections[-1]) if objections else today
        return next_deadline(state, case.to_notice(), since, came_from=came_from)
