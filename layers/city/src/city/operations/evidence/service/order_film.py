"""Has the film of a case fetched, from the moment it is asked for; and anew, where some of it did not come."""

from dataclasses import dataclass

from city.aws.queues import Queue
from city.contracts.operations.staff.evidence import FilmGap, FilmLine
from city.kernel.clock import Clock
from city.operations.evidence.access import AccessRequest, AccessState
from city.operations.evidence.errors import NotAtThisPoint
from city.operations.evidence.exports import Export, ExportState
from city.operations.evidence.film import Film, access_case, begin_again, export_case
from city.operations.evidence.retention import LegalHold
from city.operations.evidence.tables.cases import AccessRequests, Exports, Films, Holds


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilm:
    """`queue`: of what fetches it."""

    films: Films
    holds: Holds
    queue: Queue
    clock: Clock

    def order(self, hold: LegalHold, camera: str) -> Film:
        """Holds it, and has all of it fetched that is not there. A hold that was lifted is placed again."""
        if not self.holds.is_in_force(hold.id):
            self.holds.write(hold)
        known = self.films.find([hold.id]).get(hold.id) or Film(
            id=hold.id, camera=camera, starts=hold.starts, ends=hold.ends, asked_at=self.clock.now()
        )
        film = self.films.keep(begin_again(known))
        self.queue.send(film.id)
        return film


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExportFilm:
    exports: Exports
    orders: OrderFilm
    clock: Clock

    def order(self, export_id: str, by: str) -> FilmLine:
        """Raises CaseUnknown, NotAtThisPoint, CaseChanged."""
        export = self.exports.read(export_id)
        if export.state not in (ExportState.REQUESTED, ExportState.APPROVED):
            raise NotAtThisPoint
        return film_line(self.orders.order(export_hold(export, by, self.clock), export.camera))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccessFilm:
    requests: AccessRequests
    orders: OrderFilm
    clock: Clock

    def order(self, request_id: str, by: str) -> FilmLine:
        """Raises CaseUnknown, NotAtThisPoint, CaseChanged."""
        request = self.requests.read(request_id)
        if request.state in (AccessState.REFUSED, AccessState.RELEASED):
            raise NotAtThisPoint
        return film_line(self.orders.order(access_hold(request, by, self.clock), request.camera))


def export_hold(export: Export, by: str, clock: Clock) -> LegalHold:
    return LegalHold(
        export_case(export.id), export.camera, export.starts, export.ends, "영상 반출 요청", by, clock.now()
    )


def access_hold(request: AccessRequest, by: str, clock: Clock) -> LegalHold:
    return LegalHold(
        access_case(request.id), request.camera, request.starts, request.ends, "정보주체 열람 요구", by, clock.now()
    )


def film_line(film: Film) -> FilmLine:
    return FilmLine(
        pieces=len(film.pieces),
        done=film.done,
        fetched=film.fetched,
        is_complete=film.is_complete,
        gaps=[FilmGap(starts=gap.starts, ends=gap.ends, why=gap.why.value) for gap in film.gaps],
    )
