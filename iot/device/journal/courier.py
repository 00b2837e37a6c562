"""The courier: takes what a device says to the journal, and from the journal to the city. A thread of its own.

`tell` never waits, so the watch may call it between two frames. Messages go in the journal's order, a window of them
unacknowledged at a time; when one fails, nothing more is sent until the fate of all others is known, and then the
journal is read again from its oldest message. Within a journal the city therefore hears numbers in order, and hears
some again after a broken line.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final

from pydantic import ValidationError

from iot.device.journal.journal import Draft, Entry, Journal, Report
from iot.device.line.link import MOST_IN_FLIGHT, Link, LinkBusy, PublishRefused

logger = logging.getLogger(__name__)

# What may wait for the disk: at a few messages a second that is an hour of a disk that hangs.
_MOST_IN_HAND: Final = 10_000
_GATHER_S, _BUSY_S, _DOWN_S, _IDLE_S = 0.01, 0.02, 1.0, 5.0
_DISK_RETRY_S, _REFUSED_S = 60.0, 30.0


class Courier:
    """Between a device, its journal and the line."""

    def __init__(
        self, journal: Journal, link: Link, monotonic_s: Callable[[], float], window: int = MOST_IN_FLIGHT
    ) -> None:
        self._journal, self._link, self._monotonic_s = journal, link, monotonic_s
        self._window = min(window, MOST_IN_FLIGHT)
        self._in_hand: deque[Draft] = deque()
        self._lock = threading.Lock()
        self._outstanding: dict[tuple[str, int], Future[None]] = {}
        # The line failed a message: settle all others before anything is sent again.
        self._settling = False
        self._quiet_until_s = float("-inf")
        self._disk_tried_s = float("-inf")
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.dropped = 0
        self.refused = ""
        link.when_connected(self._wake.set)

    # --- for the device ----------------------------------------------------------------------------

    def tell(self, drafts: Sequence[Draft]) -> None:
        """Hands messages over; returns at once. What a hanging disk leaves no room for is dropped and counted."""
        with self._lock:
            room = _MOST_IN_HAND - len(self._in_hand)
            self._in_hand.extend(drafts[:room])
            self.dropped += max(0, len(drafts) - room)
        self._wake.set()

    @property
    def full(self) -> bool:
        """Whether something had to be given up, or soon will be: the fault `journal_full`."""
        return self._journal.full or len(self._in_hand) > _MOST_IN_HAND // 2

    @property
    def waiting(self) -> int:
        return self._journal.waiting + len(self._in_hand)

    # --- the thread ------------------------------------------------------------------------------

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Puts what is in hand into the journal and ends. What is unacknowledged is sent again after the next start."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause_s = self.work()
            self._wake.wait(timeout=pause_s)
            # Acknowledgements come one by one; a moment's wait makes one commit of many.
            self._stopping.wait(timeout=_GATHER_S)
            self._wake.clear()
        self._write()
        self._take_acknowledgements()
        self._journal.close()

    def work(self) -> float:
        """One round: write, take acknowledgements, send. Returns how many seconds it may rest unless woken."""
        self._write()
        self._take_acknowledgements()
        return self._send()

    def _write(self) -> None:
        if not self._journal.on_disk and self._monotonic_s() - self._disk_tried_s >= _DISK_RETRY_S:
            self._disk_tried_s = self._monotonic_s()
            self._journal.reopen()
        with self._lock:
            drafts = list(self._in_hand)
        try:
            self._journal.keep(drafts)
        except ValidationError:
            # One of them cannot be said; the others can.
            for draft in drafts:
                self._write_alone(draft)
        with self._lock:
            # Only now they are out of hand: `waiting` never says less than there is.
            for _ in drafts:
                self._in_hand.popleft()

    def _write_alone(self, draft: Draft) -> list[Report]:
        try:
            return self._journal.keep([draft])
        except ValidationError as error:
            self.dropped += 1
            # Where it does not fit, not what it says.
            reasons = error.errors(include_input=False, include_url=False)
            logger.error("a message does not fit its contract: %s", reasons)  # noqa: TRY400
            return []

    def _take_acknowledgements(self) -> None:
        settled = [(key, future) for key, future in self._outstanding.items() if future.done()]
        taken: list[tuple[str, int]] = []
        for key, future in settled:
            del self._outstanding[key]
            error = future.exception()
            if error is None:
                taken.append(key)
                continue
            self._settling = True
            if isinstance(error, PublishRefused):
                # The message stays: a policy can be mended, and a number must not go missing by our hand.
                self.refused = str(error)
                self._quiet_until_s = self._monotonic_s() + _REFUSED_S
                logger.warning("the city refuses what this device publishes: %s", error)
        if taken:
            self.refused = ""
            self._journal.remove(taken)
        if not self._outstanding:
            self._settling = False

    def _send(self) -> float:
        if not self._link.connected:
            return _DOWN_S
        if self._settling or self._monotonic_s() < self._quiet_until_s:
            return _DOWN_S
        for entry in self._journal.oldest(self._window):
            if entry.key in self._outstanding:
                continue
            try:
                self._publish(entry)
            except LinkBusy:
                return _BUSY_S
        return _IDLE_S

    def _publish(self, entry: Entry) -> None:
        """Raises LinkBusy."""
        future = self._link.publish(entry.topic, entry.payload)
        self._outstanding[entry.key] = future
        future.add_done_callback(lambda _: self._wake.set())
