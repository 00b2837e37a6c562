"""Taking in signs of life: a batch changes one item for each gateway in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from city.aws.observability import count
from city.contracts.operations.heartbeats import AssetsHeardV1
from city.kernel.clock import Clock
from city.operations.incidents.errors import WorkersRaced
from city.operations.incidents.tables.gateways import Gateways

_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class HearAssets:
    gateways: Gateways
    clock: Clock
    pause: Callable[[int], None]

    def hear(self, messages: Sequence[AssetsHeardV1]) -> None:
        """Whatever order and however often they come. Raises WorkersRaced."""
        now = int(self.clock.now().timestamp())
        heard: dict[str, list[tuple[str, int]]] = {}
        for message in messages:
            # A clock that is ahead keeps nobody alive.
            of = [(each.asset, min(now, int(each.at.timestamp()))) for each in message.heard]
            heard.setdefault(message.gateway, []).extend(of)
        for attempt in range(_TRIES):
            known = self.gateways.find(heard)
            if self.gateways.write([known[name].with_heard(of) for name, of in heard.items()]):
                count("AssetsHeard", sum(len(of) for of in heard.values()))
                return
            self.pause(attempt)
        raise WorkersRaced
