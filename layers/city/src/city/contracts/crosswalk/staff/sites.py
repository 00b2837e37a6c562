"""What staff ask about site files, and what the API answers."""

from typing import Annotated, Any, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.site import Approach, Outline, ReportedSiteV1, SignalHead, UnitName
from city.contracts.crosswalk.staff.fields import Digest, Note, Reason
from city.contracts.staff import RequestBody


class WriteDraft(RequestBody):
    """A site file. Its unit and revision are the city's to fill in; if they are given, they have to be right."""

    site: dict[str, Any]
    note: Note = ""


class DrawZones(RequestBody):
    """What the editor draws on a frame, as fractions of it; the rest of the file stays."""

    waiting_left: Any
    waiting_right: Any
    crossing: Any
    approaches: Annotated[tuple[Any, ...], Field(max_length=8)]
    signals: Annotated[tuple[Any, ...], Field(max_length=4)] = ()
    note: Note = ""


class ActivateSite(RequestBody):
    """`digest` is that of the draft that was reviewed, so that nobody activates what somebody else changed since."""

    digest: Digest


class RestoreSite(RequestBody):
    revision: Annotated[int, Field(ge=1)]
    reason: Reason


class SiteProblem(Contract):
    """What is wrong with a site file, and where. `field` as in the file, `approaches.0.zone`."""

    field: str
    reason: str
    ko: str
    en: str


class SiteWarning(Contract):
    code: str
    ko: str
    en: str


class DrawnZones(Contract):
    """Outlines as fractions of the frame, and the same on the road in metres where the road can be seen."""

    waiting_left: Outline
    waiting_right: Outline
    crossing: Outline
    approaches: tuple[Approach, ...]
    signals: tuple[SignalHead, ...]
    road: dict[str, tuple[tuple[float, float], ...]]


class SiteDraft(Contract):
    """A draft as it would be signed, and what it would mean on the road."""

    unit: UnitName
    revision: int
    digest: Digest
    author: str
    author_name: str | None = None
    written_at: AwareMoment
    note: str
    restored_from: int | None
    site: dict[str, Any]
    zones: DrawnZones
    hold_s: float
    walking_speed_m_s: float
    longest_lit_s: float
    needs_another_person: bool
    changes: tuple[str, ...]
    warnings: tuple[SiteWarning, ...]


class SiteRevision(Contract):
    revision: int
    digest: Digest
    author: str
    author_name: str | None = None
    activated_by: str
    activated_by_name: str | None = None
    activated_at: AwareMoment
    note: str
    restored_from: int | None


class SiteFile(Contract):
    """The active file, what the unit says of it, and the files before it, newest first."""

    active: SiteRevision | None
    site: dict[str, Any] | None
    zones: DrawnZones | None
    reported: ReportedSiteV1 | None
    # in_force | waiting | refused | none: what became of the active file on the unit.
    answer: Literal["in_force", "waiting", "refused", "none"]
    has_draft: bool
    revisions: tuple[SiteRevision, ...]


class ActivatedSite(Contract):
    revision: int
    digest: Digest
