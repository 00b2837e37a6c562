"""Which messages of a journal were heard: a window that slides, as IPsec keeps one against replay (RFC 4303, 3.4.3)."""

from dataclasses import dataclass
from enum import StrEnum

# Messages that may be overtaken. Half an hour's backlog is thirty of sixty fixes.
WINDOW = 256


class Hearing(StrEnum):
    NEW = "new"
    AGAIN = "again"
    # So far behind that nobody remembers whether it was heard.
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Heard:
    """`highest`: of the sequences heard, 0 before the first. Bit i of `window`: whether `highest - i` was heard."""

    highest: int = 0
    window: int = 0

    def hear(self, sequence: int) -> tuple["Heard", Hearing]:
        """What is known after a message, and what it was. Only a new one changes what is known."""
        behind = self.highest - sequence
        if behind >= WINDOW:
            return self, Hearing.FORGOTTEN
        if behind >= 0:
            if self.window >> behind & 1:
                return self, Hearing.AGAIN
            return Heard(self.highest, self.window | 1 << behind), Hearing.NEW
        # Shifting by a number that a sender chose would make an integer as long as it likes.
        kept = self.window << -behind if -behind < WINDOW else 0
        return Heard(sequence, kept & (1 << WINDOW) - 1 | 1), Hearing.NEW
