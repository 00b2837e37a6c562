"""What the log of views is told of grants, views and refusals, in its words. Pure."""

from dataclasses import dataclass
from datetime import datetime

from city.operations.viewing.basis import CITY
from city.operations.viewing.grants import Grant

_LONGEST = 500
# 담당자 of what opened by itself.
_BY_POLICY = "자동 열람 정책"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedLook:
    """What the log of views is told; `outcome` is one of its words."""

    key: str
    outcome: str
    at: datetime
    who: str
    name: str
    organisation: str
    outside: bool
    grant: str
    incident: str
    basis: str
    purpose: str
    document: str | None = None
    camera: str | None = None
    camera_name: str | None = None
    handler: str | None = None
    event_kind: str | None = None
    reason: str = ""
    scope: str = ""
    starts: datetime | None = None
    ends: datetime | None = None


def look(
    grant: Grant,
    outcome: str,
    key: str,
    at: datetime,
    *,
    who: str = CITY,
    name: str = CITY,
    camera: str | None = None,
    reason: str = "",
) -> LoggedLook:
    """An entry about a grant: its ground, purpose and window are those of the grant at this moment."""
    return LoggedLook(
        key=key,
        outcome=outcome,
        at=at,
        who=who,
        name=name,
        organisation=grant.organisation,
        outside=grant.organisation != CITY,
        grant=grant.id,
        incident=grant.incident_id,
        basis=grant.basis.value,
        purpose=grant.purpose,
        document=grant.document,
        camera=camera,
        camera_name=next((each.name for each in grant.cameras if each.id == camera), None),
        handler=_handler(grant),
        event_kind=grant.event_kind,
        reason=reason[:_LONGEST],
        scope="" if camera else ", ".join(each.id for each in grant.cameras)[:_LONGEST],
        starts=grant.starts_at,
        ends=grant.ends_at,
    )


def given(grant: Grant, at: datetime) -> LoggedLook:
    """By whoever's voice gave it, or by the rule."""
    last = grant.voices[-1] if grant.voices else None
    by, name = (last.by, last.by_name or last.by) if last is not None else (CITY, CITY)
    return look(
        grant, "grant", f"grant#{grant.id}#given#{grant.revision}", at, who=by, name=name, reason=_reasons(grant)
    )


def longer(grant: Grant, by: str, name: str, at: datetime) -> LoggedLook:
    return look(grant, "grant", f"grant#{grant.id}#longer#{grant.revision}", at, who=by, name=name, reason="longer")


def ended(grant: Grant) -> LoggedLook:
    assert grant.ended_at is not None
    assert grant.ending is not None
    by = grant.ended_by or CITY
    reason = f"{grant.ending.value}: {grant.ended_because}" if grant.ended_because else grant.ending.value
    return look(
        grant, "end", f"grant#{grant.id}#ended", grant.ended_at, who=by, name=grant.ended_by_name or by, reason=reason
    )


def _handler(grant: Grant) -> str | None:
    """Who of the city answers for what another body sees: whoever gave it last, or the policy. Of the city's own, the viewer."""
    if grant.organisation == CITY:
        return None
    last = grant.voices[-1] if grant.voices else None
    return _BY_POLICY if last is None else last.by_name or last.by


def _reasons(grant: Grant) -> str:
    return "; ".join(voice.reason for voice in grant.voices) or "automatic"
