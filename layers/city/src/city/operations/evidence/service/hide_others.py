"""A copy on which others are hidden, made in short steps by a queue: looked at, followed, drawn, joined. A draft, no more."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from city.aws.observability import count
from city.aws.queues import Queue
from city.aws.store import Folder
from city.kernel.errors import Rejected, Transient
from city.operations.evidence.errors import CaseChanged, CaseUnknown, FilmUnreadable, NothingRecorded
from city.operations.evidence.hiding.covering import Hidden, hide
from city.operations.evidence.hiding.filling import cover
from city.operations.evidence.hiding.found import Found, Look, Rectangle
from city.operations.evidence.hiding.job import Cut, HidingJob, drafted, failed, step_done
from city.operations.evidence.recordings import require_silence
from city.operations.evidence.service.hiding_steps import HidingStep, step_of, write_job
from city.operations.evidence.tables.cases import HidingJobs

# A picture as it was recorded, for pointing, each so many seconds.
STILL_EVERY_S = 2.0
# (height, width, 3), RGB.
Picture = NDArray[np.uint8]
Find = Callable[[Picture], tuple[Found, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTools:
    """Film in and out: `city.operations.evidence.adapters.film` says what each does."""

    pictures: Callable[[bytes, float, float], Iterator[tuple[float, Picture]]]
    write_copy: Callable[[Iterable[tuple[float, Picture]]], bytes]
    join_copies: Callable[[Sequence[bytes]], bytes]
    still: Callable[[Picture], bytes]


@dataclass(frozen=True, slots=True)
class LooksOfCut:
    width: int
    height: int
    looks: list[Look]


_LOOKS, _PLACES = TypeAdapter(LooksOfCut), TypeAdapter(list[list[Rectangle]])


@dataclass(frozen=True, slots=True, kw_only=True)
class HideOthers:
    """`recordings`: the pieces; `kept`: work, stills and drafts; `find`: the detector, opened at its first use."""

    jobs: HidingJobs
    recordings: Folder
    kept: Folder
    film: FilmTools
    find: Find
    queue: Queue

    def take(self, body: str) -> None:
        """Does the step that a message asks for, if it is the next one, and asks for the one after it.

        A message that comes again asks again for what follows, so that nothing stops where a worker died in between.
        """
        asked = HidingStep.model_validate_json(body)
        try:
            job = self.jobs.read(asked.request_id)
        except CaseUnknown:
            return
        if job.round != asked.round or not job.is_working:
            return
        if job.done == asked.step:
            try:
                job = self._write(self._step(job))
            except Transient:
                raise
            except CaseChanged:
                # Another worker did the same step, or staff pointed anew; whoever wrote goes on.
                return
            except Rejected as refusal:
                count("HidingFailed")
                self._write(failed(job, refusal.message_ko, refusal.message_en))
                return
        if job.is_working and job.done == asked.step + 1:
            self.queue.send(step_of(job))

    def _step(self, job: HidingJob) -> HidingJob:
        cuts = len(job.cuts)
        if job.done < cuts:
            return self._look(job, job.done)
        if job.done == cuts:
            return self._follow(job)
        if job.done <= 2 * cuts:
            return self._draw(job, job.done - cuts - 1)
        return self._join(job)

    def _look(self, job: HidingJob, number: int) -> HidingJob:
        looks: list[Look] = []
        width = height = 0
        still_due = 0.0
        for at, picture in self._pictures(job.cuts[number]):
            if looks and (height, width) != picture.shape[:2]:
                raise FilmUnreadable
            height, width = picture.shape[:2]
            looks.append(Look(at, self.find(picture)))
            if at >= still_due:
                still_due = at + STILL_EVERY_S
                name = f"stills/{job.id}/{round(at * 1000):09d}.jpg"
                self.kept.write(name, self.film.still(picture), "image/jpeg")
        self.kept.write(f"work/{job.id}/looks-{number:04d}.json", _LOOKS.dump_json(LooksOfCut(width, height, looks)))
        return step_done(replace(job, pictures=(job.pictures if number else 0) + len(looks)))

    def _follow(self, job: HidingJob) -> HidingJob:
        """Over the whole film at once: whoever is lost at the end of a cut is found in the next."""
        seen = [_LOOKS.validate_json(self._work(f"work/{job.id}/looks-{at:04d}.json")) for at in range(len(job.cuts))]
        sizes = {(each.width, each.height) for each in seen if each.looks}
        if len(sizes) != 1:
            raise FilmUnreadable
        [(width, height)] = sizes
        hidden = hide([look for each in seen for look in each.looks], width, height, job.pointed)
        places = iter(hidden.places)
        for number, each in enumerate(seen):
            own = [next(places) for _ in each.looks]
            self.kept.write(self._places_name(job, number), _PLACES.dump_json(own))
        return step_done(_with_counts(job, hidden))

    def _draw(self, job: HidingJob, number: int) -> HidingJob:
        places = _PLACES.validate_json(self._work(self._places_name(job, number)))
        self.kept.write(self._drawn_name(job, number), self.film.write_copy(self._covered(job.cuts[number], places)))
        return step_done(job)

    def _covered(self, cut: Cut, places: Sequence[Sequence[Rectangle]]) -> Iterator[tuple[float, Picture]]:
        drawn = 0
        for at, picture in self._pictures(cut):
            if drawn >= len(places):
                raise FilmUnreadable
            # What came out of a decoder may not be writable.
            copied = picture.copy()
            cover(copied, places[drawn])
            drawn += 1
            yield at, copied
        if drawn != len(places):
            raise FilmUnreadable

    def _join(self, job: HidingJob) -> HidingJob:
        drawn = [self._work(self._drawn_name(job, number)) for number in range(len(job.cuts))]
        copy = self.film.join_copies([each for each in drawn if each])
        done = drafted(job, sha256(copy).hexdigest())
        self.kept.write(str(done.draft_name), copy, "video/webm")
        count("HidingDrafted")
        return done

    def _pictures(self, cut: Cut) -> Iterator[tuple[float, Picture]]:
        """Each with its second in the copy."""
        content = self.recordings.read(cut.recording)
        if content is None:
            raise NothingRecorded
        require_silence(content)
        for at, picture in self.film.pictures(content, cut.from_s, cut.to_s):
            yield cut.at_s + at - cut.from_s, picture

    def _work(self, name: str) -> bytes:
        content = self.kept.read(name)
        if content is None:
            # Work is kept for a week; staff begin anew.
            raise NothingRecorded
        return content

    def _places_name(self, job: HidingJob, number: int) -> str:
        return f"work/{job.id}/{job.round}/places-{number:04d}.json"

    def _drawn_name(self, job: HidingJob, number: int) -> str:
        return f"work/{job.id}/{job.round}/drawn-{number:04d}.webm"

    def _write(self, job: HidingJob) -> HidingJob:
        return write_job(self.jobs, job)


def _with_counts(job: HidingJob, hidden: Hidden) -> HidingJob:
    return replace(job, shown=hidden.shown, box_count=hidden.count, doubts=tuple(hidden.doubts))
