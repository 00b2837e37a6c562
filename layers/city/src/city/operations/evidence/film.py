"""The film of a case: fetched from where it is kept in pieces of a minute, one after another, and what of it is not there. Pure.

A piece ends where a minute ends, so that cases about one camera share their pieces; the first and the last are as short as
what was asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from city.operations.evidence.recordings import write_name
from city.operations.evidence.retention import RecordingPurpose

# Of a fast stream too, a minute is less than the 100 MB and 200 fragments that one call of Kinesis Video Streams gives.
PIECE = timedelta(minutes=1)
# More than this of one camera is another case.
LONGEST = timedelta(hours=24)


class GapReason(StrEnum):
    """Why a minute is not among the pieces."""

    NO_FILM = "no_film"  # nothing was recorded, or its time of keeping is over
    NO_STREAM = "no_stream"  # nobody has filed where this camera's film is
    HAS_SOUND = "has_sound"  # 개인정보 보호법 25조⑤
    TOO_LARGE = "too_large"  # more than one call gives, so that its end would be missing


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole seconds, a minute at most."""

    starts: datetime
    ends: datetime

    @property
    def seconds(self) -> int:
        return int((self.ends - self.starts).total_seconds())


@dataclass(frozen=True, slots=True)
class Gap:
    """Pieces in a row that are not there, for one reason."""

    starts: datetime
    ends: datetime
    why: GapReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """`id`: of the case, which is also that of its hold. `done`: pieces that were fetched, or are known not to be there."""

    id: str
    camera: str
    starts: datetime
    ends: datetime
    asked_at: datetime
    purpose: RecordingPurpose = RecordingPurpose.PUBLIC_PLACE
    done: int = 0
    gaps: tuple[Gap, ...] = ()
    revision: int = 0

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(_pieces(self.starts, self.ends))

    @property
    def is_complete(self) -> bool:
        """Nothing is left to be fetched; whether all of it is there, `gaps` says."""
        return self.done >= len(self.pieces)

    @property
    def fetched(self) -> int:
        """How many of the pieces that are done are here."""
        done = self.pieces[: self.done]
        return sum(not any(gap.starts <= piece.starts < gap.ends for gap in self.gaps) for piece in done)

    def name_of(self, piece: Piece) -> str:
        return write_name(self.purpose, self.camera, piece.starts, piece.seconds)


def export_case(export_id: str) -> str:
    return f"export-{export_id}"


def access_case(request_id: str) -> str:
    return f"access-{request_id}"


def pass_piece(film: Film, why: GapReason | None = None) -> Film:
    """The film once its next piece is fetched, or (`why`) is known not to be there."""
    piece = film.pieces[film.done]
    if why is None:
        return replace(film, done=film.done + 1)
    gaps, gap = film.gaps, Gap(piece.starts, piece.ends, why)
    if gaps and gaps[-1].ends == piece.starts and gaps[-1].why is why:
        gaps, gap = gaps[:-1], replace(gaps[-1], ends=piece.ends)
    return replace(film, done=film.done + 1, gaps=(*gaps, gap))


def begin_again(film: Film) -> Film:
    """From the first piece: what is there is not fetched twice, and what was not is asked for once more."""
    return replace(film, done=0, gaps=())


def _pieces(starts: datetime, ends: datetime) -> Iterator[Piece]:
    at = starts.astimezone(UTC).replace(microsecond=0)
    last = ends.astimezone(UTC)
    if last.microsecond:
        last = last.replace(microsecond=0) + timedelta(seconds=1)
    while at < last:
        following = min(last, at.replace(second=0) + PIECE)
        yield Piece(at, following)
        at = following
