"""What correlation computes for an event, without any cloud: 12,000 events of a hundred happenings, and a storm.

    python -m benchmarks.operations.correlation

One worker takes batches of a hundred. Beside it in the cloud stand some ten calls for each batch
(tests/integration/operations/incidents).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time

from benchmarks.measurement import Measurement, percentile
from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace
from city.operations.incidents.correlate import Correlation, wanted_of
from city.operations.incidents.incident import Incident

_SEED, _BATCH = 15, 100
_BEGIN = datetime(2026, 11, 10, 3, tzinfo=UTC)
_KINDS = (("fire", Category.DISASTER), ("collision", Category.TRAFFIC), ("assault", Category.CRIME))


def measure(events: int = 12_000, storm: int = 5_000) -> Iterator[Measurement]:
    """At 200 events a second, a batch may take half a second in all; a fifth of it is for computing."""
    yield _measured("correlation", _load(Random(_SEED), events))
    yield _measured("correlation_storm", _storm(Random(_SEED), storm))


def _measured(name: str, events: Sequence[CityEventV1]) -> Measurement:
    kept = Correlation(find_incidents=_nobody, now=_BEGIN)
    took = []
    for at in range(0, len(events), _BATCH):
        batch = events[at : at + _BATCH]
        began = process_time()
        wanted_of(batch)
        kept.prefetch(batch)
        for event in batch:
            kept.take(event)
        took.append((process_time() - began) * 1000)
    going_on = [each for each in kept.incidents.values() if each.merged_into is None]
    counted = sum(each.count for each in going_on)
    assert counted == len(events)
    detail = f"{len(events)} events became {len(going_on)} incidents; median {percentile(took, 50):.0f} ms"
    return Measurement(f"{name}: a batch of {_BATCH}, p95", percentile(took, 95), "ms", at_most=100, detail=detail)


def _nobody(ids: Collection[str]) -> Mapping[str, Incident]:  # noqa: ARG001  # all there is was made here
    return {}


def _load(random: Random, events: int) -> list[CityEventV1]:
    happenings = [(random.choice(_KINDS), random.uniform(126.3, 126.6), random.uniform(36.7, 36.9)) for _ in range(100)]
    told = []
    for number in range(events):
        (kind, category), longitude, latitude = random.choice(happenings)
        place = (longitude + random.uniform(-0.0003, 0.0003), latitude + random.uniform(-0.0003, 0.0003))
        told.append(_event(f"agency.{number % 3}", number, number / 200, kind, category, place))
    return told


def _storm(random: Random, events: int) -> list[CityEventV1]:
    places = [(random.uniform(126.3, 126.6), random.uniform(36.7, 36.9)) for _ in range(400)]
    return [
        _event("sensors", n, n * 60 / events, "sensor_fault", Category.FACILITY, random.choice(places), gateway="gw-1")
        for n in range(events)
    ]


def _event(
    source: str,
    number: int,
    seconds: float,
    kind: str,
    category: Category,
    position: tuple[float, float],
    gateway: str | None = None,
) -> CityEventV1:
    at = _BEGIN + timedelta(seconds=seconds)
    return CityEventV1(
        source=source,
        source_id=str(number),
        category=category,
        kind=kind,
        occurred_at=at,
        reported_at=at,
        place=Place(shape=PointPlace(position=position)),
        gateway=gateway,
    )


if __name__ == "__main__":
    for measurement in measure():
        print(measurement)
