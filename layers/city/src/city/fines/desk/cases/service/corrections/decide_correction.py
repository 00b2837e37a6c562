"""Deciding what another proposed to put right, and carrying it out."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.corrections import CorrectCase, CorrectionLine
from city.fines.desk.cases.service.corrections.carry_out import CarryOut
from city.fines.desk.cases.service.corrections.shown_corrections import show_correction
from city.fines.desk.cases.service.corrections.text_corrected import TextCorrected
from city.fines.desk.dual_control import decide_correction
from city.fines.desk.errors import CorrectionUnknown
from city.fines.desk.tables.corrections import CorrectionRecord, find_correction
from city.fines.law.privacy import Mask
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideCorrection:
    """Whoever proposed it does not decide it. Once, however often it is asked for."""

    connection: Connection
    cases: Cases
    carry_out: CarryOut
    text_corrected: TextCorrected
    clock: Clock

    def decide(self, number: str, approve: bool, by: str) -> CorrectionLine:
        """Raises NoticeUnknown, CorrectionUnknown, SameWhoProposed, DecidedBefore, what `JudgeCorrection` raises, Transient."""
        correction, before = look_again(lambda: self._decided(number, approve, by))
        if before is not None:
            self.text_corrected.text(before, correction)
        return show_correction(correction, Mask())

    def _decided(self, number: str, approve: bool, by: str) -> tuple[CorrectionRecord, NoticeRecord | None]:
        """The correction, and the case as it was if this carried it out."""
        record, now, correction = find_case(self.cases, number), self.clock.now(), find_correction(number)
        if correction is None:
            raise CorrectionUnknown
        proposal = correction.to_proposal()
        if decide_correction(proposal, approve, by, "", now) is proposal:
            return correction, None
        correction.decided_by, correction.decided_at = by, now
        correction.state = "approved" if approve else "declined"
        correction.worklist = correction.since = None
        writes = Writes()
        if approve:
            self.carry_out.add(writes, record, correction, CorrectCase.model_validate_json(correction.what), now)
        else:
            add_history(writes, number, f"{correction.move} declined", by=by, at=now)
        writes.add("correction", lambda transaction: transaction.save(correction))
        write_all(writes, self.connection)
        count("CaseCorrected" if approve else "CorrectionDeclined")
        logger().info("correction decided", extra={"notice_number": number, "state": correction.state, "by": by})
        return correction, record if approve else None
