"""What staff are shown of corrections."""

from city.contracts.fines.staff.corrections import CorrectCase, CorrectionLine, FactsBefore
from city.fines.desk.tables.corrections import CorrectionRecord
from city.fines.law.privacy import Mask
from city.kernel.plate import Plate


def show_correction(record: CorrectionRecord, mask: Mask) -> CorrectionLine:
    wished, before = CorrectCase.model_validate_json(record.what), record.facts_before
    return CorrectionLine(
        notice_number=record.notice_number,
        move=record.move,
        ground=record.ground,
        reason=mask.words(record.reason),
        state=record.state,
        served_on=wished.served_on,
        opinion_until=wished.opinion_until,
        plate=mask.plate(Plate.parse(wished.plate).text) if wished.plate else None,
        owner_name=mask.name(wished.owner_name) if wished.owner_name else None,
        owner_phone=mask.phone(wished.owner_phone),
        document=mask.words(wished.document),
        duplicate_of=wished.duplicate_of,
        proposed_by=record.proposed_by,
        proposed_at=record.proposed_at,
        decided_by=record.decided_by,
        decided_at=record.decided_at,
        before=_show_before(before, mask) if before else None,
    )


def _show_before(before: dict[str, str], mask: Mask) -> FactsBefore:
    shown = FactsBefore.model_validate(before)
    masked = {
        "plate": mask.plate(shown.plate),
        "owner_name": mask.name(shown.owner_name),
        "owner_phone": mask.phone(shown.owner_phone),
    }
    return shown.model_copy(update=masked)
