"""Requests of people who want to see video of themselves: taken in, answered, a copy prepared by one and released by another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from city.aws.observability import count
from city.contracts.operations.staff.evidence import (
    AccessLine,
    AccessList,
    AnswerAccess,
    PlaceHold,
    PrepareCopy,
    ReceiveAccess,
    ReleaseCopy,
)
from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.calendar import Calendar
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid
from city.operations.evidence.access import (
    AccessRequest,
    Answer,
    RefusalGround,
    answer,
    days_left,
    due_day,
    prepare,
    release,
)
from city.operations.evidence.errors import CaseChanged
from city.operations.evidence.film import LONGEST, Film, access_case
from city.operations.evidence.retention import LegalHold
from city.operations.evidence.service.order_film import OrderFilm, access_hold, film_line
from city.operations.evidence.tables.cases import OPEN, OVER, AccessRequests, Films, Holds
from city.operations.viewlog.tables.log import ViewLog

MOST = 100
# An answer due in so many days or fewer rings.
NEARLY_DUE_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRequest:
    """`new_id`: an id nobody guesses. What is asked for is held and fetched from that moment, so that it is not destroyed."""

    requests: AccessRequests
    orders: OrderFilm
    calendar: Calendar
    new_id: Callable[[], str]
    clock: Clock

    def receive(self, body: ReceiveAccess, by: str, name: str) -> AccessLine:
        """Raises Invalid, and HolidaysUnknown."""
        now = self.clock.now()
        today = seoul_date(now)
        if body.received_on > today or body.ends > now or not timedelta(0) < body.ends - body.starts <= LONGEST:
            raise Invalid
        due, plain = due_day(body.received_on, self.calendar)
        request = AccessRequest(
            id=self.new_id(),
            received_on=body.received_on,
            due=due,
            plain_due=plain,
            requester=body.requester,
            contact=body.contact,
            camera=body.camera,
            starts=body.starts,
            ends=body.ends,
            description=body.description,
            received_by=by,
            received_name=name,
        )
        written = _write(self.requests, request)
        film = self.orders.order(access_hold(written, by, self.clock), written.camera)
        return _line(written, self.clock, film)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequests:
    requests: AccessRequests
    films: Films
    clock: Clock

    def list(self, which: str | None, limit: int, page: str | None) -> AccessList:
        """Open ones by their last day, or those that are over. Raises Invalid."""
        if which not in (None, OPEN, OVER):
            raise Invalid
        found, following = self.requests.list(which or OPEN, limit, page)
        films = self.films.find([access_case(request.id) for request in found])
        return AccessList(
            requests=[_line(request, self.clock, films.get(access_case(request.id))) for request in found],
            next=following,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    requests: AccessRequests
    films: Films
    clock: Clock

    def show(self, request_id: str) -> AccessLine:
        """Raises CaseUnknown."""
        return _line(self.requests.read(request_id), self.clock, _film(self.films, request_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRequest:
    requests: AccessRequests
    films: Films
    log: ViewLog
    holds: Holds
    clock: Clock

    def answer(self, request_id: str, body: AnswerAccess, by: str, name: str) -> AccessLine:
        """Raises CaseUnknown, CaseChanged, NotAtThisPoint and AnswerIncomplete."""
        known = _seen(self.requests.read(request_id), body.revision)
        answered = answer(
            known,
            Answer(body.answer),
            by=by,
            at=self.clock.now(),
            name=name,
            reason=body.reason,
            ground=RefusalGround(body.ground) if body.ground else None,
            place=body.place,
            seen_at=body.seen_at,
        )
        written = _write(self.requests, answered)
        if written.answer is Answer.REFUSE:
            self.log.append(
                _entry(written, ViewOutcome.REFUSAL, by, name, reason=f"{written.ground}: {written.reason}")
            )
            _lift(self.holds, written, by, self.clock)
        return _line(written, self.clock, _film(self.films, request_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareRedactedCopy:
    """Enters a copy on which others are hidden, with the rectangles that the person who made it confirmed."""

    requests: AccessRequests
    films: Films
    clock: Clock

    def prepare(self, request_id: str, body: PrepareCopy, by: str) -> AccessLine:
        """Raises CaseUnknown, CaseChanged and NotAtThisPoint."""
        known = _seen(self.requests.read(request_id), body.revision)
        prepared = prepare(
            known,
            sha256=body.sha256,
            box_count=body.box_count,
            detector=body.detector,
            by=by,
            at=self.clock.now(),
        )
        return _line(_write(self.requests, prepared), self.clock, _film(self.films, request_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRedactedCopy:
    """Released by another who watched it to its end; the entry in the log comes before the release."""

    requests: AccessRequests
    films: Films
    log: ViewLog
    holds: Holds
    clock: Clock

    def release(self, request_id: str, body: ReleaseCopy, by: str, name: str) -> AccessLine:
        """Raises CaseUnknown, CaseChanged, NotAtThisPoint, SamePerson and OthersVisible."""
        known = _seen(self.requests.read(request_id), body.revision)
        released = release(known, sha256=body.sha256, nobody_else=body.nobody_else, by=by, at=self.clock.now())
        self.log.append(_entry(released, ViewOutcome.ACCESS, by, name, reason=released.reason))
        written = _write(self.requests, released)
        _lift(self.holds, written, by, self.clock)
        return _line(written, self.clock, _film(self.films, request_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRequests:
    requests: AccessRequests
    clock: Clock

    def watch(self) -> int:
        """How many answers are due within two days or late; each is counted."""
        today = seoul_date(self.clock.now())
        nearly = [
            each for each in self.requests.all_open() if each.is_open and days_left(each, today) <= NEARLY_DUE_DAYS
        ]
        count("AccessAnswerDue", len(nearly))
        return len(nearly)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldVideo:
    holds: Holds
    new_id: Callable[[], str]
    clock: Clock

    def hold(self, body: PlaceHold, by: str) -> None:
        """Keeps video from being destroyed, for an investigation or a suit. Raises Invalid."""
        if body.ends <= body.starts:
            raise Invalid
        self.holds.write(
            LegalHold(self.new_id(), body.camera, body.starts, body.ends, body.reason, by, self.clock.now())
        )


def _seen(request: AccessRequest, revision: int) -> AccessRequest:
    if request.revision != revision:
        raise CaseChanged
    return request


def _write(requests: AccessRequests, request: AccessRequest) -> AccessRequest:
    over = request.state.value in ("refused", "released")
    return requests.write(request, since=request.due.isoformat(), is_open=not over)


def _lift(holds: Holds, request: AccessRequest, by: str, clock: Clock) -> None:
    hold = holds.read(access_case(request.id))
    holds.write(replace(hold, lifted_by=by, lifted_at=clock.now()))


def _entry(request: AccessRequest, outcome: ViewOutcome, by: str, name: str, *, reason: str) -> ViewEntryV1:
    """Who asked stands with the request, by its number; the log needs no name of a citizen."""
    return ViewEntryV1(
        key=f"access#{request.id}#{outcome}",
        outcome=outcome,
        at=request.released_at or request.answered_at or request.starts,
        who=by,
        name=f"정보주체 (열람 요구 {request.id})",
        organisation="정보주체",
        handler=name,
        outside=True,
        camera=request.camera,
        basis=LegalBasis.PERSON_SEEN,
        purpose="정보주체 열람",
        reason=reason,
        form="열람",
        starts=request.starts,
        ends=request.ends,
        sha256=request.copy_sha256,
    )


def _film(films: Films, request_id: str) -> Film | None:
    case = access_case(request_id)
    return films.find([case]).get(case)


def _line(request: AccessRequest, clock: Clock, film: Film | None) -> AccessLine:
    left = days_left(request, seoul_date(clock.now()))
    return AccessLine(
        request_id=request.id,
        received_on=request.received_on,
        due=request.due,
        plain_due=request.plain_due,
        days_left=left,
        late=request.is_open and left < 0,
        requester=request.requester,
        contact=request.contact,
        camera=request.camera,
        starts=request.starts,
        ends=request.ends,
        description=request.description,
        state=request.state.value,
        answer=request.answer.value if request.answer else None,
        ground=request.ground.value if request.ground else None,
        reason=request.reason,
        appeal=request.appeal,
        place=request.place,
        seen_at=request.seen_at,
        copy_sha256=request.copy_sha256,
        box_count=request.box_count,
        detector=request.detector,
        prepared_by=request.prepared_by,
        released_by=request.released_by,
        revision=request.revision,
        received_by=request.received_by,
        received_by_name=request.received_name,
        answered_by=request.answered_by,
        answered_by_name=request.answered_name,
        film=film_line(film) if film else None,
    )
