"""Reports: what units said, in streams, and the sums and heat cells made of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes
from city.aws.paging import name_page, read_page
from city.contracts.crosswalk.devices import UnitFaultV1, UnitIncidentV1, UnitStatisticsV1, UnitTelemetryV1
from city.contracts.crosswalk.staff.reports import Traffic
from city.crosswalk.heat import cell_of
from city.crosswalk.traffic import flat, from_flat
from city.kernel.clock import SEOUL, end_of_day_in_seoul

TELEMETRY_KEPT = timedelta(days=7)
WINDOWS_KEPT = timedelta(days=400)  # a month can be compared with the same month of last year
INCIDENTS_KEPT = timedelta(days=3 * 365)


class ReportsTable(Model):
    class Meta:
        table_name = "reports"

    stream = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    expires = TTLAttribute(null=True)


class TelemetryRecord(ReportsTable, discriminator="telemetry"):
    body = UnicodeAttribute()


class WindowRecord(ReportsTable, discriminator="window"):
    """One message's share of a window of five minutes."""

    start = UTCDateTimeAttribute()
    body = UnicodeAttribute()


class IncidentRecord(ReportsTable, discriminator="incident"):
    body = UnicodeAttribute()


class FaultRecord(ReportsTable, discriminator="fault"):
    fault = UnicodeAttribute()
    lamp = UnicodeAttribute(null=True)
    raised = BooleanAttribute()
    at = UTCDateTimeAttribute()


class HeatRecord(ReportsTable, discriminator="heat"):
    incident_kind = UnicodeAttribute()
    cell_x = NumberAttribute()
    cell_y = NumberAttribute()
    incidents = NumberAttribute()


class DayRecord(ReportsTable, discriminator="day"):
    """A day in Seoul; every number of `city.crosswalk.traffic.flat` under its own name."""

    people_left_to_right = NumberAttribute(null=True)
    people_right_to_left = NumberAttribute(null=True)
    bicycles = NumberAttribute(null=True)
    vehicles = NumberAttribute(null=True)
    conflicts = NumberAttribute(null=True)
    stop_line_violations = NumberAttribute(null=True)
    not_yielding = NumberAttribute(null=True)
    jaywalking = NumberAttribute(null=True)
    covered_s = NumberAttribute(null=True)
    waiting_s_total = NumberAttribute(null=True)
    lit_s = NumberAttribute(null=True)
    night_s = NumberAttribute(null=True)
    speed_0 = NumberAttribute(null=True)
    speed_1 = NumberAttribute(null=True)
    speed_2 = NumberAttribute(null=True)
    speed_3 = NumberAttribute(null=True)
    speed_4 = NumberAttribute(null=True)
    speed_5 = NumberAttribute(null=True)
    speed_6 = NumberAttribute(null=True)
    speed_7 = NumberAttribute(null=True)
    speed_8 = NumberAttribute(null=True)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def incident_id(report: UnitIncidentV1) -> str:
    return f"{report.journal}-{report.sequence}"


def _month(at: datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m}"


class Reports:
    # --- writing -----------------------------------------------------------------------------------

    def keep_telemetry(self, reports: Iterable[UnitTelemetryV1], now: datetime) -> None:
        """Keeps telemetry for a few days; the same one twice is the same item."""
        # A batch may not name an item twice.
        records = {
            (report.unit, report.journal, report.sequence): TelemetryRecord(
                f"telemetry#{report.unit}",
                f"{report.journal}#{report.sequence:012d}",
                body=report.model_dump_json(exclude_defaults=True),
                expires=now + TELEMETRY_KEPT,
            )
            for report in reports
        }
        with TelemetryRecord.batch_write() as batch:
            for record in records.values():
                batch.save(record)

    def add_windows(self, writes: Writes, unit: str, reports: Sequence[UnitStatisticsV1], now: datetime) -> None:
        """Adds windows and their share of the day's sums."""
        for report in reports:
            record = WindowRecord(
                f"statistics#{unit}",
                f"{_moment(report.window_start)}#{report.journal}#{report.sequence:012d}",
                start=report.window_start,
                body=report.model_dump_json(exclude_defaults=True),
                expires=now + WINDOWS_KEPT,
            )
            writes.add(f"window {record.entry}", lambda t, record=record: t.save(record))  # type: ignore[misc]

    def add_to_day(self, writes: Writes, unit: str, day: date, traffic: Traffic) -> None:
        record = DayRecord(f"days#{unit}", day.isoformat())
        actions: list[Any] = [DayRecord.kind.set(DayRecord)]
        actions += [getattr(DayRecord, name).add(value) for name, value in flat(traffic).items() if value]
        writes.add(f"day {day}", lambda t: t.update(record, actions=actions))

    def add_incident(self, writes: Writes, report: UnitIncidentV1, now: datetime) -> None:
        body, expires = report.model_dump_json(exclude_defaults=True), now + INCIDENTS_KEPT
        entry = f"{_moment(report.at)}#{report.journal}#{report.sequence:012d}"
        by_time = IncidentRecord(f"incidents#{report.unit}", entry, body=body, expires=expires)
        by_number = IncidentRecord(f"incident#{report.unit}", incident_id(report), body=body, expires=expires)
        writes.add(f"incident {entry}", lambda t: t.save(by_time))
        writes.add(f"incident number {entry}", lambda t: t.save(by_number))

    def add_heat(self, writes: Writes, unit: str, reports: Sequence[UnitIncidentV1]) -> None:
        """Adds incidents to their cells; a cell that several fell into is written once."""
        counts: dict[tuple[str, str, int, int], int] = {}
        for report in reports:
            cell = (_month(report.at), report.kind, *cell_of(report.x_m, report.y_m))
            counts[cell] = counts.get(cell, 0) + 1
        for (month, kind, column, row), count in counts.items():
            record = HeatRecord(f"heat#{unit}#{month}", f"{kind}#{column}#{row}")
            actions: list[Any] = [
                HeatRecord.kind.set(HeatRecord),
                HeatRecord.incident_kind.set(kind),
                HeatRecord.cell_x.set(column),
                HeatRecord.cell_y.set(row),
                HeatRecord.incidents.add(count),
            ]
            writes.add(
                f"heat {month} {record.entry}",
                lambda t, record=record, actions=actions: t.update(record, actions=actions),  # type: ignore[misc]
            )

    def add_fault(self, writes: Writes, report: UnitFaultV1, now: datetime) -> None:
        record = FaultRecord(
            f"faults#{report.unit}",
            f"{_moment(report.at)}#{report.journal}#{report.sequence:012d}",
            fault=report.fault,
            lamp=report.lamp,
            raised=report.raised,
            at=report.at,
            expires=now + INCIDENTS_KEPT,
        )
        writes.add(f"fault {record.entry}", lambda t: t.save(record))

    # --- reading -----------------------------------------------------------------------------------

    def telemetry_of(self, unit: str, journal: str, most: int) -> list[UnitTelemetryV1]:
        """The last telemetry of a journal, oldest first."""
        found = TelemetryRecord.query(
            f"telemetry#{unit}", ReportsTable.entry.startswith(f"{journal}#"), scan_index_forward=False, limit=most
        )
        return [UnitTelemetryV1.model_validate_json(record.body) for record in found][::-1]

    def windows_of(self, unit: str, day: date) -> list[UnitStatisticsV1]:
        """The windows that start on a day in Seoul."""
        start, end = end_of_day_in_seoul(day - timedelta(days=1)), end_of_day_in_seoul(day)
        found = WindowRecord.query(
            f"statistics#{unit}",
            # Nothing lies at the end itself: entries go on after the moment.
            ReportsTable.entry.between(_moment(start), _moment(end)),
        )
        return [UnitStatisticsV1.model_validate_json(record.body) for record in found]

    def days_of(self, unit: str, first: date, last: date) -> dict[date, Traffic]:
        found = DayRecord.query(f"days#{unit}", ReportsTable.entry.between(first.isoformat(), last.isoformat()))
        return {date.fromisoformat(record.entry): from_flat(record.attribute_values) for record in found}

    def list_incidents(self, unit: str, limit: int, page: str | None) -> tuple[list[UnitIncidentV1], str | None]:
        """A page, newest first, and the name of the next one. Raises Invalid."""
        stream = f"incidents#{unit}"
        found = IncidentRecord.query(
            stream,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "entry", stream=stream) if page else None,
        )
        reports = [UnitIncidentV1.model_validate_json(record.body) for record in found]
        return reports, name_page(found.last_evaluated_key, "entry")

    def find_incident(self, unit: str, number: str) -> UnitIncidentV1 | None:
        try:
            record: IncidentRecord = IncidentRecord.get(f"incident#{unit}", number)
        except DoesNotExist:
            return None
        return UnitIncidentV1.model_validate_json(record.body)

    def list_faults(self, unit: str, limit: int, page: str | None) -> tuple[list[FaultRecord], str | None]:
        """A page, newest first, and the name of the next one. Raises Invalid."""
        stream = f"faults#{unit}"
        found = FaultRecord.query(
            stream,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "entry", stream=stream) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")

    def heat_of(self, unit: str, months: Sequence[str]) -> dict[tuple[str, int, int], int]:
        """Incidents by kind and cell, over months as `2026-11`."""
        counts: dict[tuple[str, int, int], int] = {}
        for month in months:
            for record in HeatRecord.query(f"heat#{unit}#{month}"):
                cell = (record.incident_kind, int(record.cell_x), int(record.cell_y))
                counts[cell] = counts.get(cell, 0) + int(record.incidents)
        return counts
