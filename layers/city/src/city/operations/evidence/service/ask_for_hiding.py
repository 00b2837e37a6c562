"""Staff ask for a copy on which others are hidden, point at the person who may be seen, and look at what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from city.aws.presigned import Presigner
from city.aws.queues import Queue
from city.aws.store import Folder
from city.contracts.operations.staff.hiding import DoubtLine, HidingLine, PointAtPerson, StillLink
from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.clock import Clock
from city.kernel.errors import Invalid
from city.operations.evidence.access import AccessRequest, AccessState
from city.operations.evidence.errors import CaseChanged, CaseUnknown, FilmOnItsWay, NotAtThisPoint
from city.operations.evidence.film import access_case
from city.operations.evidence.hiding.job import CUT_S, HidingJob, HidingState, cut_film, point
from city.operations.evidence.hiding.showing import Pointed
from city.operations.evidence.recordings import ROOT, Recording, read_name
from city.operations.evidence.retention import RecordingPurpose
from city.operations.evidence.service.hiding_steps import step_of, write_job
from city.operations.evidence.tables.cases import AccessRequests, Films, HidingJobs
from city.operations.viewlog.tables.log import ViewLog

LINK_SECONDS = 300
MOST_STILLS = 30
DETECTOR = "yolox-nano 416²+768²"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForHiding:
    """`recordings`: where recorded pieces lie; only their names are read here. `films`: what is being fetched of them."""

    requests: AccessRequests
    jobs: HidingJobs
    films: Films
    recordings: Folder
    queue: Queue
    clock: Clock
    cut_s: float = CUT_S

    def ask(self, request_id: str, by: str) -> HidingLine:
        """Begins a copy; one that is being made, or lies there as a draft, is the one that stands. A failed one begins anew.

        Raises CaseUnknown, NotAtThisPoint, FilmOnItsWay, NothingRecorded, TooMuchVideo.
        """
        request = self.requests.read(request_id)
        if request.state not in (AccessState.ALLOWED, AccessState.PREPARED):
            raise NotAtThisPoint
        if self._is_fetched_still(request_id):
            raise FilmOnItsWay
        known = _job_of(self.jobs, request_id)
        if known is None or known.state is HidingState.FAILED:
            job = HidingJob(
                id=request_id,
                camera=request.camera,
                asked_by=by,
                asked_at=self.clock.now(),
                cuts=cut_film(self._pieces(request), request.starts, request.ends, self.cut_s),
                round=known.round + 1 if known else 1,
                revision=known.revision if known else 0,
            )
            known = write_job(self.jobs, job)
        if known.is_working:
            # Also where it works already: what was sent before may have been lost with the worker that sent it.
            self.queue.send(step_of(known))
        return line_of(known)

    def _is_fetched_still(self, request_id: str) -> bool:
        """A copy of what came so far would be a copy of a part, and nobody would see it."""
        try:
            return not self.films.read(access_case(request_id)).is_complete
        except CaseUnknown:
            return False

    def _pieces(self, request: AccessRequest) -> Iterator[Recording]:
        for purpose in RecordingPurpose:
            for name in self.recordings.names(f"{ROOT}{purpose}/{request.camera}/"):
                recording = read_name(name)
                if recording is not None and recording.overlaps(request.starts, request.ends):
                    yield recording


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAtShown:
    jobs: HidingJobs
    queue: Queue

    def point(self, request_id: str, body: PointAtPerson, by: str) -> HidingLine:
        """Raises CaseUnknown, CaseChanged, NotAtThisPoint."""
        job = self.jobs.read(request_id)
        if job.revision != body.revision:
            raise CaseChanged
        fingers = [Pointed(each.at_s, each.x, each.y) for each in body.fingers]
        written = write_job(self.jobs, point(job, fingers, by))
        self.queue.send(step_of(written))
        return line_of(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHiding:
    """`kept`: stills and drafts. Whoever is shown pictures of people stands in the log first."""

    requests: AccessRequests
    jobs: HidingJobs
    kept: Folder
    presigner: Presigner
    log: ViewLog
    clock: Clock

    def show(self, request_id: str, from_s: str | None, by: str, name: str) -> HidingLine:
        """With pictures from a second on, where staff may point, and with the draft. Raises CaseUnknown, Invalid."""
        job = self.jobs.read(request_id)
        if job.state not in (HidingState.CHOOSING, HidingState.DRAFT):
            return line_of(job)
        since = _second(from_s)
        self.log.append(_entry(self.requests.read(request_id), job, by, name, self.clock))
        root = f"stills/{job.id}/"
        later = (each for each in self.kept.names(root) if _at(each) >= since)
        stills = [StillLink(at_s=_at(each), url=self._url(each, "image/jpeg")) for each in islice(later, MOST_STILLS)]
        url = self._url(job.draft_name, "video/webm") if job.draft_name else None
        return line_of(job, stills=stills, url=url)

    def _url(self, name: str, content_type: str) -> str:
        file_name = name.rpartition("/")[2]
        return self.presigner.download(self.kept.bucket, name, file_name, LINK_SECONDS, content_type=content_type)


def _job_of(jobs: HidingJobs, request_id: str) -> HidingJob | None:
    try:
        return jobs.read(request_id)
    except CaseUnknown:
        return None


def _second(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError as error:
        raise Invalid from error


def _at(name: str) -> float:
    return int(name.rpartition("/")[2].removesuffix(".jpg")) / 1000


def _entry(request: AccessRequest, job: HidingJob, by: str, name: str, clock: Clock) -> ViewEntryV1:
    """One for each person and round: a session of looking is one entry."""
    return ViewEntryV1(
        key=f"hiding#{job.id}#{job.round}#{by}",
        outcome=ViewOutcome.VIEW,
        at=clock.now(),
        who=by,
        name=name,
        organisation="통합관제",
        handler=name,
        camera=job.camera,
        basis=LegalBasis.PERSON_SEEN,
        purpose="정보주체 열람",
        reason=f"열람 요구 {job.id}: 다른 사람을 가린 사본 준비",
        starts=request.starts,
        ends=request.ends,
        sha256=job.sha256,
    )


def line_of(job: HidingJob, *, stills: list[StillLink] | None = None, url: str | None = None) -> HidingLine:
    return HidingLine(
        request_id=job.id,
        state=job.state.value,
        asked_at=job.asked_at,
        done=job.done,
        steps=job.steps,
        seconds=sum(cut.to_s - cut.from_s for cut in job.cuts),
        pictures=job.pictures,
        shown=job.shown,
        box_count=job.box_count,
        doubts=[DoubtLine(kind=each.kind.value, from_s=each.from_s, to_s=each.to_s) for each in job.doubts],
        detector=DETECTOR,
        sha256=job.sha256,
        url=url,
        stills=stills or [],
        fault_ko=job.fault_ko,
        fault_en=job.fault_en,
        revision=job.revision,
    )
