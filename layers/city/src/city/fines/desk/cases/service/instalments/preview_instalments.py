"""Showing how an amount would divide into instalments."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.contracts.fines.staff.cases import InstalmentLine, InstalmentPreview, PlanInstalments
from city.fines.law.instalments import plan_instalments
from city.fines.law.quotes import quote
from city.fines.law.service.races import find_case, write_all
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.kernel.clock import Clock, seoul_date

_NOTE_KO = "미리보기입니다. 허가하시면 회차마다 가상계좌가 안내됩니다."
_NOTE_EN = "A preview. Once granted, each instalment gets an account of its own."


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewInstalments:
    """Divides what is due today, and notes that it was looked at. Binds nobody."""

    connection: Connection
    cases: Cases
    clock: Clock

    def preview(self, number: str, request: PlanInstalments, by: str) -> InstalmentPreview:
        """Raises NoticeUnknown, InstalmentMonthsOutOfRange, AmountTooSmallToDivide, and what `quote` raises."""
        record, now = find_case(self.cases, number), self.clock.now()
        notice = record.to_notice()
        offer = quote(notice, seoul_date(now))
        plan = plan_instalments(offer.amount_krw, request.months, request.first_due, notice.calendar)
        writes = Writes()
        note = f"{request.months} months from {request.first_due.isoformat()}"
        add_history(writes, number, "instalments previewed", by=by, at=now, note=note)
        write_all(writes, self.connection)
        return InstalmentPreview(
            note_ko=_NOTE_KO,
            note_en=_NOTE_EN,
            amount_krw=plan.amount_krw,
            instalments=tuple(
                InstalmentLine(due_on=instalment.due_on, amount_krw=instalment.amount_krw)
                for instalment in plan.instalments
            ),
        )
