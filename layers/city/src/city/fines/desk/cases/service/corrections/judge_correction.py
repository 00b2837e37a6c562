"""What a correction would make of a case, before anything is written."""

from dataclasses import dataclass
from datetime import datetime

from city.contracts.fines.staff.corrections import CorrectCase
from city.fines.desk.errors import DayInFuture, DuplicateDiffers
from city.fines.law.lifecycle import Move
from city.fines.law.procedure.corrections import Corrected, Correction, CorrectionGround, correct
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.kernel.clock import seoul_date
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate


@dataclass(frozen=True, slots=True)
class JudgeCorrection:
    """Puts a request to the law."""

    cases: Cases

    def judge(self, record: NoticeRecord, request: CorrectCase, now: datetime) -> Corrected:
        """What the case would be. Raises DayInFuture, DuplicateDiffers, PlateInvalid, PhoneNumberInvalid, and what `correct` raises."""
        if CorrectionGround(request.ground) is CorrectionGround.DUPLICATE:
            self._check_duplicate(record, request.duplicate_of)
        if request.served_on is not None and request.served_on > seoul_date(now):
            raise DayInFuture
        if request.owner_phone is not None:
            PhoneNumber.parse(request.owner_phone)
        return correct(record.to_notice(), _as_correction(request), seoul_date(now))

    def _check_duplicate(self, record: NoticeRecord, other_number: str | None) -> None:
        other = self.cases.by_number(other_number or "") if other_number != record.number else None
        if other is None or _seen(other) != _seen(record):
            raise DuplicateDiffers


def _as_correction(request: CorrectCase) -> Correction:
    return Correction(
        move=Move(request.move),
        ground=CorrectionGround(request.ground),
        served_on=request.served_on,
        opinion_until=request.opinion_until,
        plate=Plate.parse(request.plate) if request.plate else None,
    )


def _seen(record: NoticeRecord) -> tuple[str, str, str]:
    return record.plate, record.place, seoul_date(record.violated_at).isoformat()
