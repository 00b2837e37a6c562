"""Drawn film in the place of cameras, for the local city; refused in prod. Every camera has a street of its own."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from city.kernel.clock import SEOUL, Clock
from city.operations.viewing.errors import SegmentUnknown
from city.operations.viewing.film.fragments import TIMESCALE, beginning, fragment
from city.operations.viewing.film.pictures_coded import code_pictures
from city.operations.viewing.film.street import RATE, draw_street
from city.operations.viewing.playlists import INIT, write_media
from city.operations.viewing.ports import OpenFilm

# Seconds of film that a playlist names, and that may still be fetched.
_SHOWN, _KEPT = 4, 12
_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SandboxFilm:
    """A second of film is a piece, named by its number since 1970; it is drawn when it is asked for."""

    clock: Clock

    def open(self, stream: str) -> OpenFilm:
        return OpenFilm(stream, self.clock.now() + _FOR)

    def playlist(self, film: OpenFilm) -> str:  # noqa: ARG002  # every street has the same seconds
        last = int(self.clock.now().timestamp()) - 1
        numbers = range(last - _SHOWN + 1, last + 1)
        return write_media(numbers[0], [(f"{number}.mp4", 1.0, False) for number in numbers])

    def segment(self, film: OpenFilm, name: str) -> bytes:
        stem = name.removesuffix(".mp4")
        if stem == INIT:
            return beginning()
        now = int(self.clock.now().timestamp())
        if not (stem.isascii() and stem.isdigit() and now - _KEPT <= int(stem) < now):
            raise SegmentUnknown
        return _draw(film.session, int(stem))


def _draw(stream: str, second: int) -> bytes:
    return fragment(second % 2**32, second * TIMESCALE, code_second(stream, second))


@lru_cache(maxsize=64)
def code_second(stream: str, second: int) -> list[bytes]:
    """The coded pictures of a second since 1970, always the same; the first is a whole one."""
    seed = int.from_bytes(hashlib.sha256(stream.encode()).digest()[:4])
    shown = f"{datetime.fromtimestamp(second, UTC).astimezone(SEOUL):%m-%d %H:%M:%S}".replace(" ", "-")
    ticks = second % 86_400 * RATE
    return code_pictures([draw_street(seed, ticks + number, shown) for number in range(RATE)])
