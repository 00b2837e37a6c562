"""Showing staff what units reported: incidents, faults, traffic, the heat map, the last hours' telemetry."""

from datetime import date, timedelta

from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.contracts.crosswalk.staff.reports import (
    DayOfWindows,
    DaysOfTraffic,
    FaultLine,
    FaultPage,
    HeatCell,
    HeatMap,
    IncidentLine,
    IncidentPage,
    TelemetryPoint,
    TelemetryTrack,
    TrafficDay,
    TrafficWindow,
)
from city.crosswalk.heat import CELL_M, corner_of
from city.crosswalk.site_review import drawn_zones
from city.crosswalk.tables.reports import Reports, incident_id
from city.crosswalk.tables.sites import Sites
from city.crosswalk.tables.units import Units
from city.crosswalk.traffic import add_up, by_window, traffic_of
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid

# What a page of incidents or faults may hold.
MOST_SHOWN = 100
_MOST_DAYS, _MOST_MONTHS, _MOST_POINTS = 62, 12, 180


class ListIncidents:
    def __init__(self, units: Units, reports: Reports) -> None:
        self._units, self._reports = units, reports

    def list(self, unit: str, limit: int, page: str | None) -> IncidentPage:
        """Raises UnitUnknown, Invalid."""
        self._units.get(unit)
        found, following = self._reports.list_incidents(unit, limit, page)
        lines = [
            IncidentLine(
                incident=incident_id(report),
                **{name: getattr(report, name) for name in IncidentLine.model_fields if name != "incident"},
            )
            for report in found
        ]
        return IncidentPage(incidents=tuple(lines), next_page=following)


class ListFaults:
    def __init__(self, units: Units, reports: Reports) -> None:
        self._units, self._reports = units, reports

    def list(self, unit: str, limit: int, page: str | None) -> FaultPage:
        """Raises UnitUnknown, Invalid."""
        self._units.get(unit)
        found, following = self._reports.list_faults(unit, limit, page)
        lines = [FaultLine(fault=f.fault, lamp=f.lamp, raised=f.raised, at=f.at) for f in found]
        return FaultPage(faults=tuple(lines), next_page=following)


class ShowDay:
    def __init__(self, units: Units, reports: Reports, clock: Clock) -> None:
        self._units, self._reports, self._clock = units, reports, clock

    def show(self, unit: str, day: str | None) -> DayOfWindows:
        """A day in Seoul, today if none is named. Raises UnitUnknown, Invalid."""
        self._units.get(unit)
        wanted = _read_day(day) if day else seoul_date(self._clock.now())
        reports = self._reports.windows_of(unit, wanted)
        windows = by_window((report.window_start, traffic_of(report)) for report in reports)
        return DayOfWindows(
            day=wanted,
            total=add_up(windows.values()),
            windows=tuple(TrafficWindow(start=start, traffic=traffic) for start, traffic in windows.items()),
        )


class ShowDays:
    def __init__(self, units: Units, reports: Reports, clock: Clock) -> None:
        self._units, self._reports, self._clock = units, reports, clock

    def show(self, unit: str, first: str | None, last: str | None) -> DaysOfTraffic:
        """Raises UnitUnknown, Invalid."""
        self._units.get(unit)
        end = _read_day(last) if last else seoul_date(self._clock.now())
        start = _read_day(first) if first else end - timedelta(days=13)
        if not timedelta(0) <= end - start < timedelta(days=_MOST_DAYS):
            raise Invalid
        days = self._reports.days_of(unit, start, end)
        lines = tuple(TrafficDay(day=day, traffic=days[day]) for day in sorted(days))
        return DaysOfTraffic(days=lines, total=add_up(days.values()))


class ShowHeat:
    def __init__(self, units: Units, reports: Reports, sites: Sites, clock: Clock) -> None:
        self._units, self._reports, self._sites, self._clock = units, reports, sites, clock

    def show(self, unit: str, first: str | None, last: str | None) -> HeatMap:
        """Conflicts of whole months (`2026-11`), the last twelve if none are named. Raises UnitUnknown, Invalid."""
        record = self._units.get(unit)
        today = seoul_date(self._clock.now())
        end = _read_month(last) if last else today.year * 12 + today.month - 1
        start = _read_month(first) if first else end - _MOST_MONTHS + 1
        if not 0 <= end - start < _MOST_MONTHS:
            raise Invalid
        months = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1)]
        kinds: dict[str, list[HeatCell]] = {}
        for (kind, column, row), count in sorted(self._reports.heat_of(unit, months).items()):
            x, y = corner_of(column, row)
            kinds.setdefault(kind, []).append(HeatCell(x_m=x, y_m=y, count=count))
        return HeatMap(
            cell_m=CELL_M,
            kinds={kind: tuple(cells) for kind, cells in kinds.items()},
            crossing=self._crossing(unit, record.site_in_force),
        )

    def _crossing(self, unit: str, revision: int | None) -> tuple[tuple[float, float], ...]:
        file = self._sites.find(unit, revision) if revision is not None else None
        if file is None:
            return ()
        return drawn_zones(CrosswalkSiteV1.model_validate_json(file.document)).road.get("crossing", ())


class ShowTelemetry:
    def __init__(self, units: Units, reports: Reports) -> None:
        self._units, self._reports = units, reports

    def show(self, unit: str) -> TelemetryTrack:
        """The last three hours of the journal that is being written. Raises UnitUnknown."""
        telemetry = self._units.get(unit).state.telemetry
        if telemetry is None:
            return TelemetryTrack(points=())
        found = self._reports.telemetry_of(unit, telemetry.journal, _MOST_POINTS)
        points = [TelemetryPoint(**{name: getattr(t, name) for name in TelemetryPoint.model_fields}) for t in found]
        return TelemetryTrack(points=tuple(points))


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid from None
    # Python reads more spellings of a day than one, and years no crosswalk of ours has seen.
    if day.isoformat() != text or not 2020 <= day.year <= 2100:
        raise Invalid
    return day


def _read_month(text: str) -> int:
    """Months since the year 0. Raises Invalid."""
    day = _read_day(f"{text}-01")
    return day.year * 12 + day.month - 1
