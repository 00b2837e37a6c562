"""How fast a device may speak, and how long it waits before it comes back. Pure.

Quotas are those of the message broker of AWS IoT Core.
"""

from dataclasses import dataclass, field
from random import Random
from typing import ClassVar, Final

# Publishes a second on one connection, and bytes a second; what is above is throttled.
MOST_PUBLISHES_PER_S: Final = 100
MOST_BYTES_PER_S: Final = 512 * 1024
# AWS takes one CONNECT a second of a client id, and thousands of devices come back at once after an outage.
FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 128.0


@dataclass(slots=True)
class PublishBudget:
    """What a connection may still send at a moment: two token buckets, messages and bytes.

    A fifth of the quota lies in the bucket and four fifths flow in each second, so no second ever sees more than all.
    """

    messages_per_s: float = MOST_PUBLISHES_PER_S
    bytes_per_s: float = MOST_BYTES_PER_S
    # Messages in the bucket that only urgent ones may use, as a share of it.
    reserve: float = 0.25
    _messages: float = field(init=False)
    _bytes: float = field(init=False)
    _at_s: float = field(init=False, default=float("-inf"))

    DEEP: ClassVar[float] = 0.2

    def __post_init__(self) -> None:
        self._messages, self._bytes = self.messages_per_s * self.DEEP, self.bytes_per_s * self.DEEP

    def take(self, size: int, now_s: float, *, urgent: bool = False) -> bool:
        """Whether a message of `size` bytes may go now; if so, it is counted. What is larger than the bucket never may."""
        passed = max(0.0, now_s - self._at_s)
        self._at_s = max(now_s, self._at_s)
        flowing = passed * (1 - self.DEEP)
        self._messages = min(self.messages_per_s * self.DEEP, self._messages + flowing * self.messages_per_s)
        self._bytes = min(self.bytes_per_s * self.DEEP, self._bytes + flowing * self.bytes_per_s)
        floor = 0.0 if urgent else self.messages_per_s * self.DEEP * self.reserve
        if self._messages < floor + 1 or self._bytes < size:
            return False
        self._messages -= 1
        self._bytes -= size
        return True


def draw_wait_s(
    attempt: int, chance: Random, first_s: float = FIRST_RETRY_S, longest_s: float = LONGEST_RETRY_S
) -> float:
    """How long to wait before the attempt after `attempt` failed ones: `first_s`, and full jitter on top of it.

    Full jitter (Brooker, "Exponential Backoff And Jitter", 2015): anywhere between nothing and the doubled bound.
    """
    bound_s = min(longest_s - first_s, first_s * 2.0 ** min(attempt, 30))
    return first_s + chance.uniform(0.0, max(0.0, bound_s))
