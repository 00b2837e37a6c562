"""The table of what is measured: each subject at its full size, and at the smallest that still goes the whole way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.city import busy_city, event_delay, used_city
from benchmarks.crosswalk import cloud_round_trip
from benchmarks.crosswalk import unit as crosswalk_unit
from benchmarks.crosswalk import units as crosswalk_units
from benchmarks.detection import endpoint as detection_endpoint
from benchmarks.detection import models as detection_models
from benchmarks.dividend import adult as dividend_adult
from benchmarks.dividend import round as dividend_round
from benchmarks.dividend import rows as dividend_rows
from benchmarks.dividend import statistics as dividend_statistics
from benchmarks.dividend import watermark as dividend_watermark
from benchmarks.fines import aws_calls, lessor, notice_import, own_cpu
from benchmarks.functions import cold_start, package_size
from benchmarks.functions.build import build_city
from benchmarks.functions.templates import CityPlan
from benchmarks.measurement import Measurement
from benchmarks.mobility import matching as mobility_matching
from benchmarks.operations import alert_reading, camera_register, correlation, correlation_oracle
from benchmarks.operations import cameras as operations_cameras
from benchmarks.operations import hiding as operations_hiding
from benchmarks.operations import load as operations_load
from benchmarks.pages import board_delay, first_paint
from infra.local.city import City
from infra.local.own_city import own_city


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a subject is measured with. Its folder is its own and is gone when it ends."""

    folder: Path
    # The artifacts that Lambda would get, built once for the whole run.
    built: Callable[[], CityPlan]
    # A local city: one for each subject that asks, or one for all of them.
    city: Callable[[], City]


Measure = Callable[[Workshop], Iterable[Measurement]]


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the table: the same measurement at its full and at its smallest size."""

    full: Measure
    smallest: Measure


# Named as their modules, with the folder before a name that says too little alone. Cold starts first, while this process
# holds little and disturbs nobody; the round of the dividend last of those with a city, because it leaves a payout rail
# that fails.
SUBJECTS: dict[str, Subject] = {
    "cold_start": Subject(
        lambda at: cold_start.measure(at.built(), at.folder),
        lambda at: cold_start.measure(at.built(), at.folder, rounds=1),
    ),
    "package_size": Subject(
        lambda at: package_size.measure(at.built()),
        lambda at: package_size.measure(at.built()),
    ),
    "aws_calls": Subject(
        lambda _: aws_calls.measure(),
        lambda _: aws_calls.measure(),
    ),
    "own_cpu": Subject(
        lambda _: own_cpu.measure(),
        lambda _: own_cpu.measure(owners=4, through_handler=14),
    ),
    "lessor": Subject(
        lambda _: lessor.measure(),
        lambda _: lessor.measure(notices=60, enquiries=4),
    ),
    "notice_import": Subject(
        lambda _: notice_import.measure(),
        lambda _: notice_import.measure(rows=100, runs=1),
    ),
    "operations_hiding": Subject(
        lambda _: operations_hiding.measure(),
        lambda _: operations_hiding.measure(frames=10, stills=2),
    ),
    "operations_cameras": Subject(
        lambda _: operations_cameras.measure(),
        lambda _: operations_cameras.measure(cameras=300, points=20),
    ),
    "alert_reading": Subject(
        lambda _: alert_reading.measure(),
        lambda _: alert_reading.measure(documents=50),
    ),
    "busy_city": Subject(
        lambda at: busy_city.measure(at.city()),
        lambda at: busy_city.measure(at.city(), texts_a_second=10, seconds=2, notices=200),
    ),
    "event_delay": Subject(
        lambda at: event_delay.measure(at.city()),
        lambda at: event_delay.measure(at.city(), singly=3, burst=20),
    ),
    "camera_register": Subject(
        lambda at: camera_register.measure(at.city()),
        lambda at: camera_register.measure(at.city(), cameras=150, new=1, turns=1, lookups=5),
    ),
    "first_paint": Subject(
        lambda at: first_paint.measure(at.city()),
        lambda at: first_paint.measure(at.city(), runs=1),
    ),
    "board_delay": Subject(
        lambda at: board_delay.measure(at.city()),
        lambda at: board_delay.measure(at.city(), reports=2, warm=1),
    ),
    # Stops and starts its city, so it has one of its own.
    "used_city": Subject(
        lambda at: used_city.measure(at.folder),
        lambda at: used_city.measure(at.folder, items=2_000),
    ),
    "detection_models": Subject(
        lambda _: detection_models.measure(),
        lambda _: detection_models.measure(rounds=1, pictures=1),
    ),
    "detection_endpoint": Subject(
        lambda _: detection_endpoint.measure(),
        lambda _: detection_endpoint.measure(workers=(1,), rounds=1, seconds=0.2),
    ),
    "crosswalk_unit": Subject(
        lambda _: crosswalk_unit.measure(),
        lambda _: crosswalk_unit.measure(frames=5),
    ),
    "crosswalk_units": Subject(
        lambda at: crosswalk_units.measure(at.city(), at.folder),
        lambda at: crosswalk_units.measure(at.city(), at.folder, units=3, seconds=5.0),
    ),
    "cloud_round_trip": Subject(
        lambda at: cloud_round_trip.measure(at.city(), at.folder),
        lambda at: cloud_round_trip.measure(at.city(), at.folder, frames=3, warm=1),
    ),
    "dividend_round": Subject(
        lambda at: dividend_round.measure(at.city()),
        lambda at: dividend_round.measure(at.city(), cards=500, files=1, shards=(1,), cards_a_shard=25),
    ),
    "dividend_adult": Subject(
        lambda at: dividend_adult.measure(at.folder),
        lambda at: dividend_adult.measure(at.folder, cases=dividend_adult.CASES[-1:], runs=1),
    ),
    "dividend_rows": Subject(
        lambda at: dividend_rows.measure(at.folder),
        lambda at: dividend_rows.measure(at.folder, rows=(1_000, 2_000)),
    ),
    "dividend_watermark": Subject(
        lambda at: dividend_watermark.measure(at.folder),
        lambda at: dividend_watermark.measure(at.folder, draws=1, rows=20_000),
    ),
    "dividend_statistics": Subject(
        lambda at: dividend_statistics.measure(at.folder),
        lambda at: dividend_statistics.measure(at.folder, few=1_000, many=2_000),
    ),
    # --- incidents
    "correlation": Subject(
        lambda _: correlation.measure(),
        lambda _: correlation.measure(events=600, storm=400),
    ),
    "correlation_oracle": Subject(
        lambda _: correlation_oracle.measure(),
        lambda _: correlation_oracle.measure(sets=20, orders=3),
    ),
    "operations_load": Subject(
        lambda at: operations_load.measure(at.city()),
        lambda at: operations_load.measure(at.city(), events=200, a_second=40, cuts=5, events_while_cut=100),
    ),
    # --- mobility
    "mobility_matching": Subject(
        lambda _: mobility_matching.measure(),
        lambda _: mobility_matching.measure(places=("monaco",), settings=((5, False, 15),), traces=2),
    ),
}


@dataclass
class Workplace:
    """Makes every subject's workshop. Where they share a city, it starts when the first asks, and runs to the end."""

    folder: Path
    share_city: bool
    _until_the_end: ExitStack = field(default_factory=ExitStack)
    _shared: City | None = None

    @contextmanager
    def workshop(self) -> Iterator[Workshop]:
        with TemporaryDirectory(dir=self.folder) as folder, ExitStack() as until_measured:
            yield Workshop(
                folder=Path(folder),
                built=lambda: build_city(self.folder / "artifacts"),
                city=self._share_city
                if self.share_city
                else lambda: until_measured.enter_context(own_city(Path(folder) / "city", "bench")),
            )

    def _share_city(self) -> City:
        if self._shared is None:
            self._shared = self._until_the_end.enter_context(own_city(self.folder / "city", "bench"))
        return self._shared

    def close(self) -> None:
        self._until_the_end.close()
