"""From a fact in a domain to its line in the feed of events: outbox, bus, queue, function, table; and a burst of them.

On the local city, where the worker is warm: the first facts wake it and are not measured.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from benchmarks.measurement import Measurement, percentile
from infra.local.city import City
from infra.operations.feed import Domains, EventsClient

SINGLY, BURST, WARM = 60, 1_000, 5
# What the operators' room is promised.
IN_THE_FEED_MS = 2_000.0


def measure(city: City, singly: int = SINGLY, burst: int = BURST) -> Iterator[Measurement]:
    domains, feed = Domains(city, uuid.uuid4().hex[:8]), EventsClient(city)
    events = []
    for _ in range(WARM + singly):
        events += domains.decide(1)
        domains.tell(events[-1:])
    taken_ms = _delays_ms(feed.wait_for_events(events))[WARM:]
    yield Measurement(
        "fact to the feed, p50", percentile(taken_ms, 50), "ms", at_most=IN_THE_FEED_MS, detail="one after the other"
    )
    yield Measurement("fact to the feed, p95", percentile(taken_ms, 95), "ms", at_most=IN_THE_FEED_MS)

    events = domains.decide(burst)
    began = time.monotonic()
    domains.tell(events)
    feed.wait_for_events(events)
    yield Measurement(
        "events a second, outbox to feed", burst / (time.monotonic() - began), "1/s", detail=f"{burst:,} at once"
    )


def _delays_ms(lines: Sequence[dict[str, Any]]) -> list[float]:
    """Of the lines of the feed, oldest first."""
    return [
        (datetime.fromisoformat(line["recorded_at"]) - datetime.fromisoformat(line["occurred_at"])).total_seconds()
        * 1000
        for line in reversed(lines)
    ]
