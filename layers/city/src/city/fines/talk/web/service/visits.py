"""Counting what one talk, one car or one internet address asks in an hour."""

from dataclasses import dataclass

from city.aws.observability import count
from city.fines.law.tables.cases import Cases
from city.fines.talk.errors import TooManyMessages
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True)
class CountVisits:
    """Keeps only a hash of whose visits they are, for two hours."""

    cases: Cases
    hashed: KeyedHash
    clock: Clock

    def admit(self, purpose: str, whose: str, at_most: int) -> None:
        """Counts one. Raises TooManyMessages for whoever has asked more than `at_most` in an hour."""
        if self.note(purpose, whose) > at_most:
            count("ChatRefused")
            raise TooManyMessages

    def note(self, purpose: str, whose: str) -> int:
        """Counts one. Returns how many it makes in this hour."""
        return self.cases.count_visit(self.hashed.of(purpose, whose), self.clock.now())

    def noted(self, purpose: str, whose: str) -> int:
        """How many there were in this hour."""
        return self.cases.visits(self.hashed.of(purpose, whose), self.clock.now())
