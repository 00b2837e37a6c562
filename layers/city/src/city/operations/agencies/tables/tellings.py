"""What each agency was told of each incident, and under which number it knows it."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError, UpdateError

from city.contracts.operations.integrated_platform import PlatformStatus
from city.operations.agencies.errors import NoticeInWork
from city.operations.agencies.reach import Told, number_of
from city.operations.agencies.tables.records import AgencyMessageTable, NumberRecord, ToldRecord
from city.operations.agencies.wire_writing import as_moment

# Longer than the function may run that holds it: whoever holds a claim beyond it is dead.
CLAIMED = timedelta(seconds=90)
_REFUSED = "ConditionalCheckFailedException"


class Tellings:
    """`kept`: how long it is remembered what an agency was told of an incident."""

    def __init__(self, kept: timedelta) -> None:
        self._kept = kept

    def claim(self, agency_id: str, incident_id: str, now: datetime) -> Told | None:
        """What was told so far; nobody else tells more until it is noted or let go. Raises NoticeInWork."""
        record = ToldRecord(_subject(agency_id), incident_id)
        free = ToldRecord.claimed_until.does_not_exist() | (ToldRecord.claimed_until < now)
        actions: list[Any] = [
            ToldRecord.claimed_until.set(now + CLAIMED),
            ToldRecord.kind.set(ToldRecord),
            ToldRecord.expires.set(now + self._kept),
        ]
        try:
            record.update(actions=actions, condition=free)
        except UpdateError as error:
            if error.cause_response_code != _REFUSED:
                raise
            raise NoticeInWork from None
        if record.revision is None:
            return None
        return Told(
            revision=int(record.revision),
            status=PlatformStatus(record.status),
            looks=record.looks,
            number=record.number,
        )

    def let_go(self, agency_id: str, incident_id: str) -> None:
        """Nothing was told; another may try."""
        ToldRecord(_subject(agency_id), incident_id).update(actions=[ToldRecord.claimed_until.remove()])

    def note(self, agency_id: str, incident_id: str, told: Told, now: datetime) -> None:
        ToldRecord(
            _subject(agency_id),
            incident_id,
            number=told.number,
            revision=told.revision,
            status=told.status.value,
            looks=told.looks,
            expires=now + self._kept,
        ).save()

    def number(self, agency_id: str, incident_id: str, began_at: datetime, now: datetime) -> str:
        """The number under which an agency knows an incident, and no other."""
        second, taken = as_moment(began_at), set[str]()
        while True:
            number = number_of(second, incident_id, taken)
            record = NumberRecord(f"number#{agency_id}", number, incident_id=incident_id, expires=now + self._kept)
            mine = AgencyMessageTable.subject.does_not_exist() | (NumberRecord.incident_id == incident_id)
            try:
                record.save(condition=mine)
            except PutError as error:
                if error.cause_response_code != _REFUSED:
                    raise
                taken.add(number)
            else:
                return number


def _subject(agency_id: str) -> str:
    return f"told#{agency_id}"
