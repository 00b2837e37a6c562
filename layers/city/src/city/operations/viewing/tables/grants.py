"""Grants as they stand. Each writing says which revision it saw; of two at once one is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition

from city.aws.paging import name_page, read_page
from city.contracts.operations.viewing import GrantState
from city.operations.viewing.errors import GrantChanged, GrantUnknown
from city.operations.viewing.grants import Grant
from city.operations.viewing.tables.records import GrantRecord

# What is still due: somebody's decision, an end, or the note of an end in the log of views.
DECISION, ENDING, NOTE = "decision", "ending", "note"


class Grants:
    def read(self, grant_id: str) -> Grant:
        """As it stands now, strongly consistent. Raises GrantUnknown."""
        try:
            return _grant(GrantRecord.get(grant_id, consistent_read=True))
        except GrantRecord.DoesNotExist as error:
            raise GrantUnknown from error

    def find(self, grant_id: str) -> Grant | None:
        try:
            return self.read(grant_id)
        except GrantUnknown:
            return None

    def add(self, grant: Grant) -> bool:
        """False where it is there already, and then nothing changes."""
        return self._put(grant, GrantRecord.grant_id.does_not_exist())

    def save(self, grant: Grant, seen: int) -> None:
        """Raises GrantChanged where it is not any more what was seen."""
        if not self._put(grant, GrantRecord.revision == seen):
            raise GrantChanged(self.read(grant.id).revision)

    def use(self, grant: Grant, now: datetime) -> None:
        """Notes that somebody looked; a grant that has changed meanwhile is left alone, and judged at the next look."""
        record = GrantRecord(grant.id)
        try:
            record.update(actions=[GrantRecord.used_at.set(now)], condition=GrantRecord.revision == grant.revision)
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def of_incident(self, incident_id: str) -> list[Grant]:
        return [_grant(record) for record in GrantRecord.by_incident.query(incident_id, scan_index_forward=False)]

    def of_organisation(self, organisation: str, limit: int, page: str | None) -> tuple[list[Grant], str | None]:
        """Newest first. Raises Invalid."""
        keys = ("grant_id", "asked")
        found = GrantRecord.by_organisation.query(
            organisation,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, *keys, organisation=organisation) if page else None,
        )
        grants = [_grant(record) for record in found]
        return grants, name_page(found.last_evaluated_key, *keys)

    def due(self, what: str) -> Iterator[Grant]:
        """The oldest first."""
        return (_grant(record) for record in GrantRecord.by_due.query(what))

    def _put(self, grant: Grant, condition: Condition) -> bool:
        record = GrantRecord(
            grant.id,
            incident_id=grant.incident_id,
            organisation=grant.organisation,
            asked=f"{grant.asked_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}#{grant.id}",
            due=_due(grant),
            revision=grant.revision,
            body=_adapter().dump_json(replace(grant, used_at=None)).decode(),
            used_at=grant.used_at,
        )
        try:
            record.save(condition=condition)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _due(grant: Grant) -> str | None:
    if grant.state is GrantState.WAITING:
        return DECISION
    if grant.state is GrantState.GIVEN:
        return ENDING
    return None if grant.logged or grant.state is GrantState.DECLINED else NOTE


def _grant(record: GrantRecord) -> Grant:
    return replace(_adapter().validate_json(record.body), used_at=record.used_at)


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Grant)
