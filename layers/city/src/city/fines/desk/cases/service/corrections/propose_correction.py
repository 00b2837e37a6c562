"""Proposing what is to be put right on a case; what takes nothing from anybody is carried out at once."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.corrections import CorrectCase, CorrectionLine
from city.fines.desk.cases.service.corrections.carry_out import CarryOut
from city.fines.desk.cases.service.corrections.judge_correction import JudgeCorrection
from city.fines.desk.cases.service.corrections.shown_corrections import show_correction
from city.fines.desk.cases.service.corrections.text_corrected import TextCorrected
from city.fines.desk.dual_control import propose_correction
from city.fines.desk.tables.corrections import (
    CORRECTIONS,
    CorrectionRecord,
    archived_correction,
    find_correction,
    new_correction,
)
from city.fines.law.lifecycle import Move
from city.fines.law.privacy import Mask
from city.fines.law.procedure.corrections import BY_TWO
from city.fines.law.service.races import find_case, look_again, write_all
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCorrection:
    """Once, however often it is asked for: what waits for another person, or was done today in the same words, stands."""

    connection: Connection
    cases: Cases
    judge_correction: JudgeCorrection
    carry_out: CarryOut
    text_corrected: TextCorrected
    clock: Clock

    def propose(self, number: str, request: CorrectCase, by: str) -> CorrectionLine:
        """Raises NoticeUnknown, CorrectionProposedBefore, DayInFuture, what `JudgeCorrection` raises, Transient."""
        correction, before = look_again(lambda: self._proposed(number, request, by))
        if before is not None:
            self.text_corrected.text(before, correction)
        return show_correction(correction, Mask())

    def _proposed(self, number: str, request: CorrectCase, by: str) -> tuple[CorrectionRecord, NoticeRecord | None]:
        """The correction, and the case as it was if this carried it out."""
        record, now, known = find_case(self.cases, number), self.clock.now(), find_correction(number)
        alone = Move(request.move) not in BY_TWO
        standing = propose_correction(known, request, by, now, alone=alone)
        if standing is not None:
            return standing, None
        self.judge_correction.judge(record, request, now)
        writes = Writes()
        if known is not None:
            over = archived_correction(known)
            writes.add("correction before", lambda transaction: transaction.save(over))
        correction = known or new_correction(number)
        correction.what, correction.reason = request.model_dump_json(), request.reason
        correction.move, correction.ground = request.move, request.ground
        correction.proposed_by, correction.proposed_at = by, now
        correction.decided_by = correction.decided_at = correction.before = None
        if alone:
            correction.state, correction.decided_by, correction.decided_at = "approved", by, now
            self.carry_out.add(writes, record, correction, request, now)
        else:
            correction.state, correction.worklist, correction.since = "proposed", CORRECTIONS, now
        writes.add("correction", lambda transaction: transaction.save(correction))
        write_all(writes, self.connection)
        count("CaseCorrected" if alone else "CorrectionProposed")
        logger().info("correction proposed", extra={"notice_number": number, "move": request.move, "by": by})
        return correction, record if alone else None
