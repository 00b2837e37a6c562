"""Giving a recorded piece out of the room: what must be said, under which grant, and who decides. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from city.contracts.operations.viewlog import LegalBasis
from city.kernel.errors import Invalid
from city.operations.evidence.errors import ExportUndocumented, NotAtThisPoint, OutsideGrant, SamePerson

LONGEST = timedelta(hours=6)
_NEED_DOCUMENT = frozenset({LegalBasis.INVESTIGATION, LegalBasis.COURT})


class ExportState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """What an export asks of a grant: whose it is, for which incident, and which cameras it opens."""

    id: str
    incident: str
    organisation: str
    outside: bool
    cameras: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`sha256`: of the archive. `name`: where it lies."""

    id: str
    grant: str
    incident: str
    organisation: str
    outside: bool
    camera: str
    starts: datetime
    ends: datetime
    basis: LegalBasis
    document: str | None
    purpose: str
    safeguards: str
    requested_by: str
    requested_name: str
    requested_at: datetime
    state: ExportState = ExportState.REQUESTED
    decided_by: str | None = None
    decided_name: str | None = None
    decided_at: datetime | None = None
    decided_because: str = ""
    sha256: str | None = None
    name: str | None = None
    revision: int = 0


def require_exportable(export: Export, grant: GrantSeen, now: datetime) -> None:
    """Raises Invalid, ExportUndocumented and OutsideGrant."""
    if not timedelta(0) < export.ends - export.starts <= LONGEST or export.ends > now:
        raise Invalid
    if export.basis in _NEED_DOCUMENT and not export.document:
        raise ExportUndocumented
    if export.basis is LegalBasis.PERSON_SEEN:
        # Whoever was seen has a procedure of their own, in which others are hidden first.
        raise Invalid
    if export.camera not in grant.cameras or export.organisation != grant.organisation:
        raise OutsideGrant


def decide(export: Export, *, approves: bool, by: str, name: str, because: str, at: datetime) -> Export:
    """Decided by another than who asked; the same decision again changes nothing. Raises NotAtThisPoint and SamePerson."""
    state = ExportState.APPROVED if approves else ExportState.DECLINED
    if by == export.requested_by:
        raise SamePerson
    if export.decided_by == by and (export.state is state or (approves and export.state is ExportState.MADE)):
        return export
    if export.state is not ExportState.REQUESTED:
        raise NotAtThisPoint
    return replace(export, state=state, decided_by=by, decided_name=name, decided_at=at, decided_because=because)


def made(export: Export, *, name: str, sha256: str) -> Export:
    """With its archive. Raises NotAtThisPoint."""
    if export.state is not ExportState.APPROVED:
        raise NotAtThisPoint
    return replace(export, state=ExportState.MADE, name=name, sha256=sha256)
