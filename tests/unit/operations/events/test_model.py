"""What an event on the bus is read as: its id, its moment, and what of it no contract takes."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from city.contracts.events import BusEvent, Event
from city.contracts.operations.arrivals import BusMessage
from city.operations.events.bootstrap import find_known_events
from city.operations.events.model import moment_of, moment_text, read_event
from iot.schemas.__main__ import contracts_with_schemas

SAMPLES = Path("tests/unit/contracts/samples")
KNOWN = find_known_events()
AT = "2026-11-29T03:04:05Z"


def sample(name: str) -> dict[str, Any]:
    detail: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return detail


def message(detail: Any, source: str = "dongne.fines", name: str = "FinePaid", **more: Any) -> BusMessage:
    return BusMessage.model_validate(
        {"id": "0a1b", "source": source, "detail-type": name, "time": AT, "detail": detail, "account": "1", **more}
    )


@pytest.mark.parametrize("name", [n for n, c in contracts_with_schemas().items() if issubclass(c, BusEvent)])
def test_every_version_of_every_event_is_known(name: str) -> None:
    kind = contracts_with_schemas()[name]
    assert issubclass(kind, BusEvent)

    event = read_event(message(sample(name), kind.source, kind.detail_type), KNOWN)

    assert event.fault is None
    assert event.domain == kind.source.removeprefix("dongne.")
    assert event.name == kind.detail_type
    assert json.loads(event.detail) == sample(name)
    if issubclass(kind, Event):
        assert event.event_id == sample(name)["event_id"]
        assert event.occurred_at == datetime.fromisoformat(sample(name)["occurred_at"])
    else:
        assert event.event_id == "bus/0a1b"
        assert event.occurred_at == datetime.fromisoformat(AT)


def test_a_replayed_event_is_the_one_it_was() -> None:
    detail = sample("fine-paid.v1")

    assert read_event(message(detail), KNOWN) == read_event(message(detail, **{"replay-name": "again"}), KNOWN)


@pytest.mark.parametrize(
    ("source", "name", "changes", "fault"),
    [
        ("dongne.fines", "FinePayed", {}, "unknown event"),
        ("dongne.drones", "FinePaid", {}, "unknown event"),
        ("dongne.fines", "FinePaid", {"version": 3}, "unknown version 3"),
        ("dongne.fines", "FinePaid", {"version": True}, "unknown version None"),
        ("dongne.fines", "FinePaid", {"amount_krw": 0}, "malformed: amount_krw (greater_than)"),
        ("dongne.fines", "FinePaid", {"plate": "12가3456"}, "malformed: plate (extra_forbidden)"),
        (
            "dongne.fines",
            "FinePaid",
            {"paid_at": "today", "stage": "late"},
            "malformed: paid_at (datetime_from_date_parsing), stage (literal_error)",
        ),
    ],
)
def test_what_no_contract_takes_is_kept_with_its_fault(
    source: str, name: str, changes: dict[str, Any], fault: str
) -> None:
    detail = {**sample("fine-paid.v2"), **changes}

    event = read_event(message(detail, source, name), KNOWN)

    assert event.fault == fault
    assert json.loads(event.detail) == detail


@pytest.mark.parametrize("detail", [None, "text", 3, [], {}, {"version": "2"}])
def test_a_detail_of_any_shape_is_kept(detail: Any) -> None:
    event = read_event(message(detail), KNOWN)

    assert event.fault is not None
    assert (event.event_id, json.loads(event.detail)) == ("bus/0a1b", detail)


@pytest.mark.parametrize("event_id", ["", "fines/FinePaid/", "fines/InstalmentPaid/1", "dividend/FinePaid/1"])
def test_an_id_of_another_event_is_not_taken(event_id: str) -> None:
    event = read_event(message({**sample("fine-paid.v2"), "event_id": event_id}), KNOWN)

    assert event.event_id == "bus/0a1b"
    assert event.fault is not None


def test_a_version_to_come_is_known_by_its_own_id() -> None:
    detail = {**sample("fine-paid.v2"), "version": 9, "new": 1}

    assert read_event(message(detail), KNOWN).event_id == detail["event_id"]


def test_moments_sort_as_time_does_whatever_the_offset() -> None:
    seoul = timezone(timedelta(hours=9))
    moments = [
        datetime(2026, 11, 29, 8, 59, 59, 999999, tzinfo=seoul),
        datetime(2026, 11, 29, tzinfo=UTC),
        datetime(2026, 11, 29, 9, 0, 0, 1, tzinfo=seoul),
    ]

    assert [moment_text(moment) for moment in moments] == sorted(moment_text(moment) for moment in moments)
    assert moment_text(moments[0]).startswith("2026-11-28")


def test_two_events_of_one_moment_stand_apart() -> None:
    first, second = (
        read_event(message({**sample("fine-paid.v2"), "event_id": f"fines/FinePaid/{key}"}), KNOWN) for key in "ab"
    )

    assert moment_of(first) != moment_of(second)


def test_a_clock_that_is_far_ahead_does_not_hide_an_event_in_the_future() -> None:
    detail = {**sample("fine-paid.v2"), "occurred_at": "2027-01-01T00:00:00Z"}

    event = read_event(message(detail), KNOWN)

    assert event.occurred_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert moment_of(event).startswith("2026-11-29T03:04:05")
