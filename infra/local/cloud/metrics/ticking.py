"""One thread that does by the clock what CloudWatch does by the clock: measure queues, judge alarms, tidy up."""

import contextvars
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator

# Tests have less time.
TICK_S = float(os.environ.get("DONGNE_TICK_S", "10"))
_log = logging.getLogger("cloudwatch")
_every_tick: list[Callable[[], None]] = []


def at_every_tick(work: Callable[[], None]) -> None:
    """`work` is called every ten seconds, in the order of these calls; the thread starts with the first."""
    _every_tick.append(work)
    if len(_every_tick) == 1:
        threading.Thread(target=_tick, name="dongne-metrics", daemon=True).start()


def _tick() -> None:
    while True:
        time.sleep(TICK_S)
        for work in _every_tick:
            try:
                contextvars.copy_context().run(work)
            except Exception:  # noqa: BLE001  # the next tick may do better; a city without metrics still works
                _log.exception("%s failed", getattr(work, "__qualname__", work))


def scopes_of(*stores: dict[tuple[str, str, object], object]) -> Iterator[tuple[str, str]]:
    """Account and region of everything in these stores, each once."""
    yield from sorted({key[:2] for store in stores for key in list(store)})
