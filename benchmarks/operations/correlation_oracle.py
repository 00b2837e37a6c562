"""Correlation against brute force: a thousand random sets of events, each in fifty orders and batches with repeats.

An order that comes to something else is an error and not a number. Every processor takes a share of the sets.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from benchmarks.measurement import BenchmarkTrouble, Measurement
from tests.unit.operations.incidents.orders import Judged, judge

SETS, ORDERS = 1_000, 50
_FIRST, _AT_A_TIME = 10_000, 10


def measure(sets: int = SETS, orders: int = ORDERS) -> Iterator[Measurement]:
    """Raises BenchmarkTrouble."""
    shares = [
        range(first, min(first + _AT_A_TIME, _FIRST + sets)) for first in range(_FIRST, _FIRST + sets, _AT_A_TIME)
    ]
    began = time.monotonic()
    with ProcessPoolExecutor(os.cpu_count()) as processors:
        judged = list(processors.map(judge, shares, [orders] * len(shares)))
    taken_s = time.monotonic() - began
    whole = sum(judged, Judged())
    if whole.wrong:
        raise BenchmarkTrouble(f"Orders of the sets {whole.wrong[:5]} came to something else than brute force finds.")
    yield Measurement("sets of events in every order as brute force has them", sets, "", detail=f"{orders} orders each")
    yield Measurement("of them with an incident of three and more", whole.several, "")
    yield Measurement("of them with a storm", whole.storms, "")
    yield Measurement("orders that came to something else", len(whole.wrong), "", at_most=0)
    yield Measurement("taken", taken_s, "s", detail=f"{os.cpu_count()} processors")
