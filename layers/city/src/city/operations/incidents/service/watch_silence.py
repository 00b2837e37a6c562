"""Watching who fell silent, every minute: each silence is a city event, and is taken back when the thing is heard again."""

from dataclasses import dataclass
from datetime import UTC, datetime

from city.aws.observability import count, logger
from city.aws.queues import Queue
from city.contracts.operations.city_event import Category, CityEventV1, MessageType, Severity
from city.kernel.clock import Clock
from city.operations.incidents.silence import Verdict, judge
from city.operations.incidents.tables.gateways import Gateways

_SOURCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSilence:
    gateways: Gateways
    queue: Queue
    clock: Clock

    def watch(self) -> None:
        """Told first and marked then: what is told again after a crash has the same id, and is one event."""
        now, silent, out = self.clock.now(), 0, 0
        for gateway in self.gateways.list_all():
            verdict = judge(gateway, int(now.timestamp()))
            for event in events_of(verdict, now):
                self.queue.send(event.model_dump_json())
            if verdict.gateway != gateway:
                # Somebody heard of it meanwhile: a minute later it is judged anew.
                self.gateways.write([verdict.gateway])
            silent += sum(asset.told is not None for asset in verdict.gateway.assets.values())
            out += verdict.gateway.told is not None
            if verdict.out is not None:
                logger().warning("gateway silent", extra={"gateway": gateway.name})
        count("AssetsSilent", silent)
        count("GatewaysSilent", out)


def events_of(verdict: Verdict, now: datetime) -> list[CityEventV1]:
    """What is to be told: named by the thing and by when it was heard last, so that it is told once."""
    gateway, new, cancel = verdict.gateway.name, MessageType.NEW, MessageType.CANCEL
    things: list[tuple[str | None, int, MessageType]] = [(name, last, new) for name, last in verdict.silent]
    things += [(name, last, cancel) for name, last in verdict.heard_again]
    things += [(None, verdict.out, new)] if verdict.out is not None else []
    things += [(None, verdict.back, cancel)] if verdict.back is not None else []
    return [_event(gateway, asset, last, message_type, now) for asset, last, message_type in things]


def _event(gateway: str, asset: str | None, last: int, message_type: MessageType, now: datetime) -> CityEventV1:
    since = datetime.fromtimestamp(last, UTC)
    return CityEventV1(
        source=_SOURCE,
        source_id=f"{gateway}/{asset or ''}@{last}",
        message_type=message_type,
        category=Category.FACILITY,
        kind="asset_silent" if asset else "gateway_silent",
        severity=Severity.MINOR if asset else Severity.MODERATE,
        occurred_at=now,
        reported_at=now,
        asset=asset,
        gateway=gateway,
        headline=f"{asset or gateway}: {since:%Y-%m-%dT%H:%M:%SZ}"[:200],
    )
