"""Whether a request came by the city's door, which says for whom it stands and proves itself by a secret.

CloudFront adds the proof to what it sends on to an API, in the place of whatever a caller sends under that name. Who calls
an API by its own address knows no proof, and is bounded by the address he really has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from city.aws.observability import count, describe_failure, logger
from city.kernel.clock import Clock

ADDRESS, PROOF = "x-viewer-address", "x-door-proof"
# A worker lives for hours, and the secret may be changed meanwhile. Who sends wrong proofs makes no call of each.
_ASKED_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(slots=True)
class DoorProof:
    """Knows a right proof. `read` gives every one that is right now; it is first called when somebody shows one."""

    read: Callable[[], tuple[bytes, ...]]
    clock: Clock
    _right: tuple[bytes, ...] = ()
    _asked_at: datetime | None = None

    def is_right(self, shown: str) -> bool:
        """Nothing is right while the secret cannot be read: whoever comes by the door then counts as the door itself."""
        if not shown:
            return False
        return self._fits(shown) or (self._asks_again() and self._fits(shown))

    def _fits(self, shown: str) -> bool:
        # Each is compared, and each in full: how long it takes says nothing.
        fits = [compare_digest(right, shown.encode(errors="replace")) for right in self._right]
        return any(fits)

    def _asks_again(self) -> bool:
        now = self.clock.now()
        if self._asked_at is not None and now - self._asked_at < _ASKED_AGAIN_AFTER:
            return False
        self._asked_at = now
        try:
            self._right = self.read()
        except Exception as error:  # noqa: BLE001  # citizens are answered all the same, though many may count as one
            logger().error("door proof unread", extra=describe_failure(error))
            count("DoorProofUnread")
            return False
        return True
