"""The making of a copy on which others are hidden: which cuts of which pieces, and the step that comes next. Pure.

A step is one cut of film looked at, everything followed, one cut drawn, or the cuts joined. Each is short, may be done
twice, and leaves what the next one needs; so a worker may die in any of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from city.operations.evidence.errors import NotAtThisPoint, NothingRecorded, TooMuchVideo
from city.operations.evidence.hiding.covering import Doubt
from city.operations.evidence.hiding.showing import Pointed
from city.operations.evidence.recordings import Recording

# A function lives 900 s; of a cut it decodes, looks at and codes ten pictures a second: see docs/cctv.md for the sums.
CUT_S = 60.0
# A copy is joined in memory.
MOST_S = 1800.0


class HidingState(StrEnum):
    LOOKING = "looking"
    CHOOSING = "choosing"  # waits for staff to point at the person who may be seen, or to say that nobody may
    DRAWING = "drawing"
    DRAFT = "draft"  # waits for a person to watch it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Cut:
    """`from_s`, `to_s`: in the recorded piece; `at_s`: where its beginning stands in the copy."""

    recording: str
    from_s: float
    to_s: float
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HidingJob:
    """`id`: of the request. `round`: how often somebody began or pointed; what was sent in an earlier one is void.

    `doubts`: where to look first. `shown`: in how many of the pictures the person may be seen; `box_count`: rectangles.
    """

    id: str
    camera: str
    asked_by: str
    asked_at: datetime
    cuts: tuple[Cut, ...]
    state: HidingState = HidingState.LOOKING
    round: int = 1
    done: int = 0
    pointed: tuple[Pointed, ...] = ()
    pointed_by: str | None = None
    pictures: int = 0
    shown: int = 0
    box_count: int = 0
    doubts: tuple[Doubt, ...] = ()
    sha256: str | None = None
    fault_ko: str = ""
    fault_en: str = ""
    revision: int = 0

    @property
    def steps(self) -> int:
        return 2 * len(self.cuts) + 2

    @property
    def is_working(self) -> bool:
        return self.state in (HidingState.LOOKING, HidingState.DRAWING)

    @property
    def draft_name(self) -> str | None:
        """Named by its content, so that nobody is handed another than the one that was watched."""
        return f"drafts/{self.id}/{self.sha256}.webm" if self.sha256 else None


def cut_film(
    recordings: Iterable[Recording], starts: datetime, ends: datetime, cut_s: float = CUT_S
) -> tuple[Cut, ...]:
    """What was recorded between two moments, in cuts of so many seconds at most. Raises NothingRecorded, TooMuchVideo."""
    cuts: list[Cut] = []
    told = starts
    for piece in sorted(recordings, key=lambda each: (each.starts, each.name)):
        # Where two pieces show the same time, it is shown once.
        begin, end = max(piece.starts, told), min(piece.ends, ends)
        while begin < end:
            from_s, rest = (begin - piece.starts).total_seconds(), (end - begin).total_seconds()
            length = min(cut_s, rest)
            cuts.append(Cut(piece.name, from_s, from_s + length, (begin - starts).total_seconds()))
            begin = piece.starts + (end - piece.starts if length == rest else timedelta(seconds=from_s + length))
        told = max(told, end)
    if not cuts:
        raise NothingRecorded
    if sum(cut.to_s - cut.from_s for cut in cuts) > MOST_S:
        raise TooMuchVideo
    return tuple(cuts)


def step_done(job: HidingJob) -> HidingJob:
    """One step on; after the last look it waits for staff."""
    done = job.done + 1
    looked = job.state is HidingState.LOOKING and done == len(job.cuts)
    return replace(job, done=done, state=HidingState.CHOOSING if looked else job.state)


def point(job: HidingJob, pointed: Sequence[Pointed], by: str) -> HidingJob:
    """Staff pointed at the person who may be seen, or at nobody; again, and the draft is drawn again.

    Raises NotAtThisPoint.
    """
    looked_at = job.state in (HidingState.CHOOSING, HidingState.DRAFT)
    if not looked_at:
        raise NotAtThisPoint
    return replace(
        job,
        state=HidingState.DRAWING,
        round=job.round + 1,
        done=len(job.cuts),
        pointed=tuple(pointed),
        pointed_by=by,
        sha256=None,
        doubts=(),
        shown=0,
        box_count=0,
    )


def drafted(job: HidingJob, sha256: str) -> HidingJob:
    return replace(job, done=job.steps, state=HidingState.DRAFT, sha256=sha256)


def failed(job: HidingJob, ko: str, en: str) -> HidingJob:
    return replace(job, state=HidingState.FAILED, fault_ko=ko, fault_en=en)
