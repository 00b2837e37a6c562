"""The ways in and out of the city that are no API: events by their contracts, and what domains list."""

from importlib import import_module
from pathlib import Path

from city.contracts import base
from city.contracts.channels import Channel
from city.contracts.events import BusEvent
from iot.schemas.__main__ import contracts_with_schemas

_CONTRACTS = Path(base.__file__).parent


def events() -> dict[str, list[type[BusEvent]]]:
    """Every event there is, by the source that it bears on the bus."""
    found: dict[str, list[type[BusEvent]]] = {}
    for contract in contracts_with_schemas().values():
        if issubclass(contract, BusEvent):
            found.setdefault(contract.source, []).append(contract)
    return dict(sorted(found.items()))


def channels() -> list[Channel]:
    """What every domain lists in its `city.contracts.<domain>.channels`."""
    return [
        channel
        for file in sorted(_CONTRACTS.glob("*/channels.py"))
        for channel in import_module(f"city.contracts.{file.parent.name}.channels").CHANNELS
    ]
