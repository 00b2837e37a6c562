"""Corrections of a case: proposed by one person, approved by another, with what was there before. Kept as the notice."""

import json
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute, VersionAttribute
from pynamodb.exceptions import DoesNotExist

from city.fines.law.tables.history import notice_subject
from city.fines.law.tables.worklist import DeskTable
from city.office.approvals import Proposal, ProposalState

CORRECTIONS = "corrections"
_ENTRY = "correction"


class CorrectionRecord(DeskTable, discriminator="correction"):
    """What is to be put right, why, by whom; `before`: the facts it replaced, as JSON."""

    notice_number = UnicodeAttribute()
    what = UnicodeAttribute()  # the request as JSON: it may hold a name and a telephone
    move = UnicodeAttribute()
    ground = UnicodeAttribute()
    reason = UnicodeAttribute()
    state = UnicodeAttribute(default="proposed")  # proposed | approved | declined
    proposed_by = UnicodeAttribute()
    proposed_at = UTCDateTimeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    before = UnicodeAttribute(null=True)
    revision = VersionAttribute()

    def to_proposal(self) -> Proposal:
        return Proposal(
            subject=self.subject,
            what=self.what,
            reason=self.reason,
            proposed_by=self.proposed_by,
            proposed_at=self.proposed_at,
            state=ProposalState(self.state),
            decided_by=self.decided_by,
            decided_at=self.decided_at,
        )

    @property
    def facts_before(self) -> dict[str, Any]:
        """What stood on the notice before, by the names of its attributes; empty until it was carried out."""
        facts: dict[str, Any] = json.loads(self.before) if self.before else {}
        return facts


def find_correction(number: str) -> CorrectionRecord | None:
    """What was proposed or carried out last on a case."""
    try:
        record: CorrectionRecord = CorrectionRecord.get(notice_subject(number), _ENTRY, consistent_read=True)
    except DoesNotExist:
        return None
    return record


def corrections_of(number: str) -> list[CorrectionRecord]:
    """All of a case, the last one at the end."""
    found = CorrectionRecord.query(
        notice_subject(number), CorrectionRecord.entry.startswith(_ENTRY), consistent_read=True
    )
    return sorted(found, key=lambda correction: correction.proposed_at)


def new_correction(number: str) -> CorrectionRecord:
    return CorrectionRecord(notice_subject(number), _ENTRY, notice_number=number)


def archived_correction(record: CorrectionRecord) -> CorrectionRecord:
    """A copy of one that is over, kept beside the one that follows it."""
    kept = {
        name: value
        for name, value in record.attribute_values.items()
        if name not in ("subject", "entry", "kind", "revision", "worklist", "since")
    }
    return CorrectionRecord(record.subject, f"{_ENTRY}#{record.proposed_at:%Y-%m-%dT%H:%M:%S.%f}", **kept)
