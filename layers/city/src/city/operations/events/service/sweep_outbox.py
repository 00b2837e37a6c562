"""Publishing what a crash or a refusing bus left in the outbox."""

from dataclasses import dataclass

from city.aws.outbox import Outbox
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOutbox:
    outbox: Outbox
    clock: Clock

    def sweep(self) -> int:
        """How many events were published late."""
        return self.outbox.sweep(self.clock.now())
