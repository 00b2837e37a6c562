"""Prefetching: work done in another thread before it is asked for. NumPy and PyArrow let go of Python while they count."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")
# So many results are made before they are asked for; each is held in memory until it is taken.
_DEPTH = 2


def prefetch(work: Callable[[_Item], _Done], items: Iterable[_Item]) -> Iterator[_Done]:
    """As `map`, with up to two results made before they are asked for. What `work` raises is raised in its turn."""
    with ThreadPoolExecutor(_DEPTH) as pool:
        pending: deque[Future[_Done]] = deque()
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) > _DEPTH:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def prefetch_next(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items, the next of which is being made while one is used."""
    source, end = iter(items), object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, source, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, source, end)
            yield item  # type: ignore[misc]  # it is not the end
