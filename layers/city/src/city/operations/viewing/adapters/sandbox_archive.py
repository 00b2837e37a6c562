"""Drawn film as an archive would keep it, for the local city; refused in prod. The same stretch gives the same film."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from city.kernel.clock import Clock
from city.operations.viewing.adapters.sandbox_film import code_second
from city.operations.viewing.film.fragments import TIMESCALE, beginning, fragment


@dataclass(frozen=True, slots=True)
class SandboxArchive:
    """`kept`: how long film is there; what is older, or has not been yet, nobody has."""

    clock: Clock
    kept: timedelta

    def clip(self, stream: str, starts: datetime, ends: datetime) -> bytes | None:
        now = self.clock.now()
        first, last = int(max(starts, now - self.kept).timestamp()), int(min(ends, now).timestamp())
        if first >= last:
            return None
        pieces = [
            fragment(number + 1, number * TIMESCALE, code_second(stream, second))
            for number, second in enumerate(range(first, last))
        ]
        return beginning() + b"".join(pieces)
