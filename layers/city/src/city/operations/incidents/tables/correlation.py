"""The tables that correlation works on: reports, each once; and packs of what is near, which are forgotten after days."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.paging import name_page, read_page
from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.correlate import Correlation, wanted_of
from city.operations.incidents.reports import Report
from city.operations.incidents.storms import Blow, Run, Storms
from city.operations.incidents.tables.incidents import Incidents
from city.operations.incidents.tracks import Pack, Track

# A report that comes later than this joins nothing: what it could have joined is forgotten.
PACKS_KEPT = timedelta(days=3)
_STORM = "storm#"
_PARKED = "parked"
# How `CityEventV1.source` begins for what a partner agency tells.
AGENCY_SOURCE = "agency."


class IncidentIndex(GlobalSecondaryIndex["ReportRecord"]):
    class Meta:
        index_name = "incident"
        projection = KeysOnlyProjection()

    incident = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)


class AgencyIndex(GlobalSecondaryIndex["ReportRecord"]):
    """Members that an agency told of: few, among the thousands that a storm may bring."""

    class Meta:
        index_name = "agency"
        projection = KeysOnlyProjection()

    agency_incident = UnicodeAttribute(hash_key=True)
    report = UnicodeAttribute(range_key=True)


class ParkedIndex(GlobalSecondaryIndex["ReportRecord"]):
    """Updates and cancels whose event has not come, the oldest first."""

    class Meta:
        index_name = "parked"
        projection = KeysOnlyProjection()

    parked = UnicodeAttribute(hash_key=True)
    parked_at = UnicodeAttribute(range_key=True)


class ReportRecord(Model):
    """What one source told of one thing. One that is parked stands in the index of those, one that was over in none."""

    class Meta:
        table_name = "city_events"

    report = UnicodeAttribute(hash_key=True)
    incident = UnicodeAttribute(null=True)
    moment = UnicodeAttribute(null=True)
    agency_incident = UnicodeAttribute(null=True)
    version = NumberAttribute()
    body = UnicodeAttribute()
    expires = TTLAttribute()

    by_incident = IncidentIndex()
    parked = UnicodeAttribute(null=True)
    parked_at = UnicodeAttribute(null=True)

    by_agency = AgencyIndex()
    by_parked = ParkedIndex()


class PackRecord(Model):
    """Tracks of a family, a cell and an hour; or the storms of a source."""

    class Meta:
        table_name = "correlation"

    pack = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    body = UnicodeAttribute()
    expires = TTLAttribute()


@cache
def _messages() -> TypeAdapter[tuple[CityEventV1, ...]]:
    return TypeAdapter(tuple[CityEventV1, ...])


class CorrelationTables:
    def __init__(self, incidents: Incidents, kept: timedelta) -> None:
        """`kept`: how long a report is kept; told again later, it would be new."""
        self._incidents, self._kept = incidents, kept

    def read(self, events: Sequence[CityEventV1], now: datetime) -> Correlation:
        """All that the events can touch, in three questions, and one more for each merge on the way."""
        correlation = Correlation(find_incidents=self._incidents.find_all, now=now)
        wanted = wanted_of(events)
        correlation.reports = self.find_reports(wanted.reports)
        # What was parked is taken in with its event: what is near to it is needed too.
        known = [message for report in correlation.reports.values() for message in report.messages]
        more = wanted_of(known)
        packs = {*wanted.packs, *more.packs, *wanted.storms, *more.storms}
        for record in PackRecord.batch_get(sorted(packs), consistent_read=True):
            if record.pack.startswith(_STORM):
                correlation.storms[record.pack] = _read_storms(record)
            else:
                correlation.packs[record.pack] = _read_pack(record)
        correlation.prefetch([*events, *known])
        return correlation

    def find_reports(self, keys: Collection[str]) -> dict[str, Report]:
        found = ReportRecord.batch_get(sorted(keys), consistent_read=True)
        return {each.report: _read_report(each) for each in found}

    def list_of(self, incident_id: str, limit: int, page: str | None) -> tuple[list[Report], str | None]:
        """Members whose reports name an incident, oldest first, and the name of the next page. Raises Invalid."""
        found: Any = ReportRecord.by_incident.query(
            incident_id,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "moment", "report", incident=incident_id) if page else None,
        )
        keys = [each.report for each in found]
        reports = self.find_reports(keys)
        following = name_page(found.last_evaluated_key, "moment", "report")
        return [reports[key] for key in keys if key in reports], following

    def list_agencies(self, incident_id: str) -> list[Report]:
        """Members whose reports name an incident and came from an agency."""
        found: Any = ReportRecord.by_agency.query(incident_id)
        return list(self.find_reports({each.report for each in found}).values())

    def list_parked(self, before: datetime, limit: int, page: str | None) -> tuple[list[Report], str | None]:
        """What waits for its event since before a moment, the oldest first, and the name of the next page. Raises Invalid."""
        found: Any = ReportRecord.by_parked.query(
            _PARKED,
            ReportRecord.parked_at < _moment(before),
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "parked_at", "report", parked=_PARKED) if page else None,
        )
        keys = [each.report for each in found]
        reports = self.find_reports(keys)
        following = name_page(found.last_evaluated_key, "parked_at", "report")
        return [reports[key] for key in keys if key in reports and reports[key].is_parked], following

    def count_parked(self, before: datetime) -> int:
        return ReportRecord.by_parked.count(_PARKED, ReportRecord.parked_at < _moment(before))

    def wait_no_longer(self, report: Report) -> bool:
        """Takes it off the list; False where a message of it came meanwhile."""
        try:
            ReportRecord(report.key).update(
                actions=[ReportRecord.parked.remove()], condition=ReportRecord.version == report.version
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    # --- writes of a transaction ---

    def put_report(self, transaction: TransactWrite, report: Report, now: datetime) -> Report:
        """Returns the report as it is once it is written."""
        record = ReportRecord(
            report.key,
            version=report.version + 1,
            body=_messages().dump_json(report.messages).decode(),
            expires=now + self._kept,
        )
        if report.incident is not None:
            record.incident = report.incident
            record.moment = f"{report.moment:%Y-%m-%dT%H:%M:%S.%f}"
            if report.messages[0].source.startswith(AGENCY_SOURCE):
                record.agency_incident = report.incident
        elif report.is_parked:
            record.parked, record.parked_at = _PARKED, _moment(report.parked_at)
        transaction.save(record, condition=_unchanged(ReportRecord.report, ReportRecord.version, report.version))
        return replace(report, version=report.version + 1)

    def put_pack(self, transaction: TransactWrite, pack: Pack, now: datetime) -> Pack:
        tracks = [[list(t.spot) if t.spot else None, t.first_ms, t.last_ms, t.incident] for t in pack.tracks]
        self._put(transaction, pack.key, pack.version, json.dumps(tracks, separators=(",", ":")), now)
        return replace(pack, version=pack.version + 1)

    def put_storms(self, transaction: TransactWrite, storms: Storms, now: datetime) -> Storms:
        body = {
            "blows": [[each.first_ms, each.last_ms, each.incident] for each in storms.blows],
            "runs": [[each.place, each.first_ms, each.last_ms, each.incident] for each in storms.runs],
        }
        self._put(transaction, storms.key, storms.version, json.dumps(body, separators=(",", ":")), now)
        return replace(storms, version=storms.version + 1)

    def _put(self, transaction: TransactWrite, key: str, version: int, body: str, now: datetime) -> None:
        record = PackRecord(key, version=version + 1, body=body, expires=now + PACKS_KEPT)
        transaction.save(record, condition=_unchanged(PackRecord.pack, PackRecord.version, version))


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"


def _unchanged(key: Any, attribute: Any, version: int) -> Any:
    return attribute == version if version else key.does_not_exist()


def _read_report(record: ReportRecord) -> Report:
    body = record.body.encode()
    return Report(record.report, _messages().validate_json(body), record.incident, int(record.version), len(body))


def _read_pack(record: PackRecord) -> Pack:
    tracks = tuple(
        Track((spot[0], spot[1]) if spot else None, first, last, incident)
        for spot, first, last, incident in json.loads(record.body)
    )
    return Pack(record.pack, tracks, int(record.version))


def _read_storms(record: PackRecord) -> Storms:
    body = json.loads(record.body)
    return Storms(
        record.pack,
        tuple(Blow(*each) for each in body["blows"]),
        tuple(Run(*each) for each in body["runs"]),
        int(record.version),
    )
