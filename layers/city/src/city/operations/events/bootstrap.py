"""The composition root of the event feed: the only place of this area that reads the environment and builds clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from city.aws.dynamo import bind, open_connection
from city.kernel.clock import Clock, SystemClock
from city.operations.settings import FeedSettings, RecordSettings, SweepSettings

if TYPE_CHECKING:
    from city.contracts.events import BusEvent
    from city.operations.events.model import KnownEvents
    from city.operations.events.service.record_event import RecordEvent
    from city.operations.events.service.show_events import ShowEvents
    from city.operations.events.service.sweep_outbox import SweepOutbox
    from city.operations.events.tables import EventsTable


def build_recorder(environment: Mapping[str, str], clock: Clock) -> RecordEvent:
    from city.operations.events.service.record_event import RecordEvent

    settings = RecordSettings.from_environment(environment)
    kept = timedelta(days=settings.event_kept_days)
    return RecordEvent(events=_open_events(settings), known=find_known_events(), kept=kept, clock=clock)


def build_feed(environment: Mapping[str, str], clock: Clock) -> ShowEvents:
    from city.operations.events.service.show_events import ShowEvents

    return ShowEvents(events=_open_events(FeedSettings.from_environment(environment)), clock=clock)


def build_sweep(environment: Mapping[str, str], clock: Clock) -> SweepOutbox:
    from city.aws.outbox import open_outbox
    from city.operations.events.service.sweep_outbox import SweepOutbox

    settings = SweepSettings.from_environment(environment)
    outbox = open_outbox(
        table_name=settings.outbox_table,
        bus_name=settings.event_bus,
        connection=open_connection(settings.aws_region),
        clock=clock,
    )
    return SweepOutbox(outbox=outbox, clock=clock)


def find_known_events() -> KnownEvents:
    """Every version of every event, found in the contracts of the domains as they stand."""
    import city.contracts
    from city.contracts.events import BusEvent

    for package in iter_modules(city.contracts.__path__, "city.contracts."):
        if package.ispkg and find_spec(f"{package.name}.events"):
            import_module(f"{package.name}.events")
    known: dict[tuple[str, str, int], type[BusEvent]] = {}
    waiting = BusEvent.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("city.contracts.") and hasattr(kind, "detail_type"):
            known[kind.source, kind.detail_type, kind.model_fields["version"].default] = kind
    return known


def _open_events(settings: FeedSettings) -> EventsTable:
    from city.operations.events.tables import EventRecord, EventsTable

    bind(EventRecord, settings.events_table, open_connection(settings.aws_region))
    return EventsTable()


@cache
def recorder_from_env() -> RecordEvent:
    return build_recorder(os.environ, SystemClock())


@cache
def feed_from_env() -> ShowEvents:
    return build_feed(os.environ, SystemClock())


@cache
def sweep_from_env() -> SweepOutbox:
    return build_sweep(os.environ, SystemClock())
