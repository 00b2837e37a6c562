"""Counting what one internet address asks: a page can take a new session for every guess, an address is dearer."""

from dataclasses import dataclass

from city.aws.observability import count
from city.fines.law.tables.cases import Cases
from city.fines.talk.errors import TooManyMessages
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True)
class CountVisits:
    """Keeps only a hash of the address, for two hours."""

    cases: Cases
    hashed: KeyedHash
    clock: Clock

    def admit(self, purpose: str, source_ip: str, at_most: int) -> None:
        """Raises TooManyMessages for the address that has asked more than `at_most` in an hour."""
        if self.cases.count_visit(self.hashed.of(purpose, source_ip), self.clock.now()) > at_most:
            count("ChatRefused")
            raise TooManyMessages
