"""Exports: asked for by one, decided by another, made into an archive, and handed out by a link that soon ends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from city.aws.observability import count
from city.aws.presigned import Presigner
from city.aws.store import Folder
from city.contracts.operations.staff.evidence import AskExport, DecideExport, ExportLine, ExportLink, ExportList
from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.clock import Clock, seoul_date
from city.operations.evidence.errors import (
    CaseChanged,
    FilmOnItsWay,
    NotAtThisPoint,
    NothingRecorded,
    OutsideGrant,
    TooMuchVideo,
)
from city.operations.evidence.exports import Export, ExportState, decide, made, require_exportable
from city.operations.evidence.film import Film, export_case
from city.operations.evidence.ports import Grants
from city.operations.evidence.recordings import ROOT, require_silence
from city.operations.evidence.service.archives import AuditLine, write_archive
from city.operations.evidence.service.order_film import OrderFilm, export_hold, film_line
from city.operations.evidence.tables.cases import OPEN, Exports, Films, Holds
from city.operations.viewlog.errors import NotSealedYet
from city.operations.viewlog.proving.canonical import moment_text
from city.operations.viewlog.proving.chain import read_line
from city.operations.viewlog.proving.heads import Signer
from city.operations.viewlog.service.show_log import ProveEntry
from city.operations.viewlog.tables.log import ViewLog

MOST = 100
LINK_SECONDS = 300
# An archive is made in memory.
MOST_BYTES = 100 * 1024 * 1024
# How far back the log is read for the entries of a grant.
_AUDITED = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExport:
    """What is asked for is held and fetched from that moment, so that it is there once somebody has decided."""

    exports: Exports
    grants: Grants
    orders: OrderFilm
    new_id: Callable[[], str]
    clock: Clock

    def request(self, body: AskExport, by: str, name: str) -> ExportLine:
        """Raises Invalid, ExportUndocumented, OutsideGrant."""
        now = self.clock.now()
        grant = self.grants.find(body.grant)
        if grant is None:
            raise OutsideGrant
        export = Export(
            id=self.new_id(),
            grant=grant.id,
            incident=grant.incident,
            organisation=grant.organisation,
            outside=grant.outside,
            camera=body.camera,
            starts=body.starts,
            ends=body.ends,
            basis=LegalBasis(body.basis),
            document=body.document,
            purpose=body.purpose,
            safeguards=body.safeguards,
            requested_by=by,
            requested_name=name,
            requested_at=now,
        )
        require_exportable(export, grant, now)
        written = _write(self.exports, export)
        return line_of(written, self.orders.order(export_hold(written, by, self.clock), written.camera))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExports:
    exports: Exports
    films: Films

    def list(self, which: str | None, limit: int, page: str | None) -> ExportList:
        """Those that wait for somebody, or those that are over. Raises Invalid."""
        found, following = self.exports.list(which or OPEN, limit, page)
        films = self.films.find([export_case(export.id) for export in found])
        return ExportList(
            exports=[line_of(export, films.get(export_case(export.id))) for export in found], next=following
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowExport:
    exports: Exports
    films: Films

    def show(self, export_id: str) -> ExportLine:
        """Raises CaseUnknown."""
        return line_of(self.exports.read(export_id), _film(self.films, export_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOnExport:
    exports: Exports
    films: Films
    holds: Holds
    log: ViewLog
    clock: Clock

    def decide(self, export_id: str, body: DecideExport, by: str, name: str) -> ExportLine:
        """Raises CaseUnknown, CaseChanged, NotAtThisPoint, SamePerson. The decision stands in the log first.

        What is declined is held no longer, and no more of it is fetched.
        """
        known = self.exports.read(export_id)
        if known.revision != body.revision:
            raise CaseChanged
        decided = decide(known, approves=body.approves, by=by, name=name, because=body.because, at=self.clock.now())
        if decided == known:
            return line_of(known, _film(self.films, export_id))
        outcome = ViewOutcome.GRANT if body.approves else ViewOutcome.REFUSAL
        self.log.append(_entry(decided, f"export#{export_id}#decided", outcome, decided.decided_at or self.clock.now()))
        written = _write(self.exports, decided)
        if written.state is ExportState.DECLINED:
            _let_go(self.holds, written, by, self.clock)
        return line_of(written, _film(self.films, export_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeArchive:
    """`recordings`: where recorded pieces lie; `archives`: where archives go."""

    exports: Exports
    films: Films
    holds: Holds
    recordings: Folder
    archives: Folder
    log: ViewLog
    proofs: ProveEntry
    sign: Signer
    clock: Clock

    def make(self, export_id: str, by: str) -> ExportLine:
        """The archive of an export that was approved and fetched; made again, it is the one that stands.

        Raises CaseUnknown, NotAtThisPoint, FilmOnItsWay, NothingRecorded, HasSound, TooMuchVideo.
        """
        export, film = self.exports.read(export_id), _film(self.films, export_id)
        if export.state is ExportState.MADE:
            return line_of(export, film)
        if export.state is not ExportState.APPROVED:
            raise NotAtThisPoint
        if film is None or not film.is_complete:
            raise FilmOnItsWay
        content = write_archive(_said(export, film), self._video(film), self._audit(export), self.sign)
        name = f"exports/{export.id}.zip"
        self.archives.write(name, content, "application/zip")
        count("ExportMade")
        written = _write(self.exports, made(export, name=name, sha256=sha256(content).hexdigest()))
        _let_go(self.holds, written, by, self.clock)
        return line_of(written, film)

    def _video(self, film: Film) -> dict[str, bytes]:
        wanted = {film.name_of(piece) for piece in film.pieces}
        found = [each for each in self.recordings.list(f"{ROOT}{film.purpose}/{film.camera}/") if each.name in wanted]
        if sum(each.size_bytes for each in found) > MOST_BYTES:
            raise TooMuchVideo
        video: dict[str, bytes] = {}
        for name in (each.name for each in found):
            # Another case's film may be destroyed between the list and the look; this one's is held.
            if (content := self.recordings.read(name)) is not None:
                require_silence(content)
                video[name.removeprefix(ROOT).replace("/", "_")] = content
        if not video:
            raise NothingRecorded
        return video

    def _audit(self, export: Export) -> list[AuditLine]:
        """The entries of the export's grant and of the export itself, with proofs where there are."""
        first, last = seoul_date(export.requested_at - _AUDITED), seoul_date(self.clock.now())
        found = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for place, content in self.log.lines(day):
                entry = read_line(content).entry
                if entry.get("grant") == export.grant:
                    found.append(AuditLine(content.decode(), self._proof(day.isoformat(), place)))
        return found

    def _proof(self, day: str, place: int) -> str | None:
        try:
            return self.proofs.prove(day, place).text
        except NotSealedYet:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOutExport:
    """`bucket`: of the archives."""

    exports: Exports
    log: ViewLog
    presigner: Presigner
    bucket: str
    clock: Clock

    def hand_out(self, export_id: str) -> ExportLink:
        """An address for five minutes; the video has left once it stands in the log. Raises CaseUnknown, NotAtThisPoint."""
        export = self.exports.read(export_id)
        if export.state is not ExportState.MADE or export.name is None:
            raise NotAtThisPoint
        now = self.clock.now()
        self.log.append(_entry(export, f"export#{export_id}#{moment_text(now)}", ViewOutcome.EXPORT, now))
        url = self.presigner.download(
            self.bucket, export.name, f"export-{export_id}.zip", LINK_SECONDS, content_type="application/zip"
        )
        return ExportLink(url=url, expires_in=LINK_SECONDS, sha256=export.sha256 or "")


def _film(films: Films, export_id: str) -> Film | None:
    case = export_case(export_id)
    return films.find([case]).get(case)


def _let_go(holds: Holds, export: Export, by: str, clock: Clock) -> None:
    """What was fetched is kept as long as its purpose allows, and no longer for this."""
    if holds.is_in_force(case := export_case(export.id)):
        holds.write(replace(holds.read(case), lifted_by=by, lifted_at=clock.now()))


def _write(exports: Exports, export: Export) -> Export:
    is_open = export.state in (ExportState.REQUESTED, ExportState.APPROVED)
    return exports.write(export, since=moment_text(export.requested_at), is_open=is_open)


def _said(export: Export, film: Film) -> dict[str, Any]:
    """What the manifest says of an export, and which minutes are not in it: no person outside the city's desk is named."""
    return {
        "basis": export.basis.value,
        "camera": export.camera,
        "decided_at": moment_text(export.decided_at) if export.decided_at else None,
        "decided_by": export.decided_name,
        "document": export.document,
        "ends": moment_text(export.ends),
        "grant": export.grant,
        "id": export.id,
        "incident": export.incident,
        "missing": [
            {"ends": moment_text(gap.ends), "starts": moment_text(gap.starts), "why": gap.why.value}
            for gap in film.gaps
        ],
        "organisation": export.organisation,
        "purpose": export.purpose,
        "requested_at": moment_text(export.requested_at),
        "requested_by": export.requested_name,
        "safeguards": export.safeguards,
        "starts": moment_text(export.starts),
    }


def _entry(export: Export, key: str, outcome: ViewOutcome, at: object) -> ViewEntryV1:
    return ViewEntryV1.model_validate(
        {
            "key": key,
            "outcome": outcome,
            "at": at,
            "who": export.requested_by,
            "name": export.requested_name,
            "organisation": export.organisation,
            "outside": export.outside,
            "grant": export.grant,
            "incident": export.incident,
            "camera": export.camera,
            "basis": export.basis,
            "purpose": export.purpose,
            "reason": export.decided_because or export.purpose or "-",
            "document": export.document,
            "handler": export.decided_name,
            "form": "사본 제공",
            "starts": export.starts,
            "ends": export.ends,
            "safeguards": export.safeguards,
            "sha256": export.sha256,
        }
    )


def line_of(export: Export, film: Film | None) -> ExportLine:
    return ExportLine(
        export_id=export.id,
        grant=export.grant,
        incident=export.incident,
        organisation=export.organisation,
        camera=export.camera,
        starts=export.starts,
        ends=export.ends,
        basis=export.basis.value,
        document=export.document,
        purpose=export.purpose,
        safeguards=export.safeguards,
        requested_by=export.requested_name,
        requested_at=export.requested_at,
        state=export.state.value,
        decided_by=export.decided_name,
        decided_at=export.decided_at,
        decided_because=export.decided_because,
        sha256=export.sha256,
        revision=export.revision,
        asked_by=export.requested_by,
        film=film_line(film) if film else None,
    )
