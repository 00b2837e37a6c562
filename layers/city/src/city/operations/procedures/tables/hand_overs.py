"""Shifts that were handed over: what was open, who signed, when."""

import json
from dataclasses import asdict
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError

from city.operations.procedures.errors import HandOverDecided, HandOverUnknown
from city.operations.procedures.shifts import HandOver, HandOverState, OpenIncident
from city.operations.procedures.tables.procedures import ProcedureTable

_SHIFTS = "shifts"


class HandOverRecord(ProcedureTable, discriminator="hand_over"):
    """`entry` is the moment of the offer and who made it, so that the newest is found last."""

    offered_by = UnicodeAttribute()
    offered_by_name = UnicodeAttribute(null=True)
    offered_at = UTCDateTimeAttribute()
    incidents = UnicodeAttribute()
    remark = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    signed_by = UnicodeAttribute(null=True)
    signed_by_name = UnicodeAttribute(null=True)
    signed_at = UTCDateTimeAttribute(null=True)

    def to_hand_over(self) -> HandOver:
        return HandOver(
            hand_over_id=self.entry,
            offered_by=self.offered_by,
            offered_at=self.offered_at,
            incidents=tuple(OpenIncident(**incident) for incident in json.loads(self.incidents)),
            remark=self.remark or "",
            state=HandOverState(self.state),
            signed_by=self.signed_by,
            signed_at=self.signed_at,
        )


class HandOvers:
    def get(self, hand_over_id: str) -> HandOverRecord:
        """Raises HandOverUnknown."""
        try:
            return HandOverRecord.get(_SHIFTS, hand_over_id, consistent_read=True)
        except HandOverRecord.DoesNotExist:
            raise HandOverUnknown(hand_over_id) from None

    def newest(self, most: int) -> list[HandOverRecord]:
        return list(HandOverRecord.query(_SHIFTS, scan_index_forward=False, limit=most, consistent_read=True))

    def offer(self, hand_over: HandOver, by_name: str | None) -> HandOverRecord:
        """Offered again under the same id, it is the one that stands."""
        record = _record(hand_over)
        record.offered_by_name = by_name
        try:
            record.save(condition=ProcedureTable.entry.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self.get(hand_over.hand_over_id)
        return record

    def decide(self, known: HandOverRecord, decided: HandOver, by_name: str | None) -> HandOverRecord:
        """Raises HandOverDecided where somebody was faster."""
        record = _record(decided)
        record.offered_by_name, record.signed_by_name = known.offered_by_name, by_name
        try:
            record.save(condition=HandOverRecord.state == HandOverState.OFFERED.value)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            raise HandOverDecided from None
        return record


def hand_over_id(by: str, at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}-{by[:8]}"


def _record(hand_over: HandOver) -> HandOverRecord:
    incidents = [asdict(each) for each in hand_over.incidents]
    return HandOverRecord(
        _SHIFTS,
        hand_over.hand_over_id,
        offered_by=hand_over.offered_by,
        offered_at=hand_over.offered_at,
        incidents=json.dumps(incidents, ensure_ascii=False),
        remark=hand_over.remark or None,
        state=hand_over.state.value,
        signed_by=hand_over.signed_by,
        signed_at=hand_over.signed_at,
    )
