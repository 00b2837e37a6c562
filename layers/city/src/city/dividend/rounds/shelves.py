"""The shelves on which a round's linkage table and statements lie, so that one card is found by reading a small file."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shelves:
    """Shelves are named by the first hexadecimal digits of what lies on them: 256 of them with two digits.

    With 360,782 cards a shelf of 256 has about 1,400. A round's files lie where the number of digits says, so it may not
    change while a round is kept.
    """

    digits: int = 2

    def of(self, name: str) -> str:
        """The shelf of a pseudonym, or of the handle of a statement."""
        return name[: self.digits]

    def __iter__(self) -> Iterator[str]:
        return (f"{number:0{self.digits}x}" for number in range(16**self.digits))
