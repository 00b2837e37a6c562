"""The bad days of the make-believe card operator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """How often the make-believe operator misbehaves: shares between 0 and 1 of all orders, of all lines for `returned`."""

    unreachable: float = 0.0  # the first call is lost before the operator sees it
    lost_answers: float = 0.0  # the operator pays, and its first answer is lost
    refused: float = 0.0  # the whole order, the first time it comes
    returned: float = 0.0  # single lines: the card is closed
    told_twice: float = 0.0  # a line stands in the answer twice
    late: float = 0.0  # accepted first, answered when asked again
