"""Work done ahead in another thread, a little and in order: NumPy and PyArrow let go of Python while they count. Pure."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")
# Each result ahead is held in memory until it is taken.
_AHEAD = 2


def ahead(work: Callable[[_Item], _Done], items: Iterable[_Item]) -> Iterator[_Done]:
    """As `map`, with up to two results made before they are asked for. What `work` raises is raised in its turn."""
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting: deque[Future[_Done]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def one_ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items, the next of which is being made while one is used."""
    source, end = iter(items), object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, source, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, source, end)
            yield item  # type: ignore[misc]  # it is not the end
