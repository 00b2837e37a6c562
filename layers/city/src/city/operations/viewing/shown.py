"""A grant, and somebody of an agency, as staff are shown them. Pure."""

from datetime import datetime

from city.contracts.operations.staff.viewing import (
    BasisLine,
    ExtensionLine,
    GrantedCameraLine,
    GrantLine,
    PersonLine,
    VoiceLine,
)
from city.contracts.operations.viewing import GrantState
from city.operations.viewing.basis import BASES
from city.operations.viewing.grants import Grant, IncidentStanding, Voice, ending_of
from city.operations.viewing.people import AgencyPerson


def line_of(grant: Grant, incident: IncidentStanding | None, now: datetime) -> GrantLine:
    """What stands at this moment: what would refuse a look is shown as ended."""
    ending = ending_of(grant, incident, now) if grant.state is GrantState.GIVEN else grant.ending
    basis, extension = BASES[grant.basis], grant.extension
    return GrantLine(
        grant_id=grant.id,
        incident_id=grant.incident_id,
        state=GrantState.ENDED if ending is not None else grant.state,
        organisation=grant.organisation,
        person=grant.person,
        person_name=grant.person_name,
        basis=BasisLine(code=grant.basis, article=basis.article, ko=basis.ko, en=basis.en),
        document=grant.document,
        purpose=grant.purpose,
        cameras=tuple(
            GrantedCameraLine(camera_id=each.id, name=each.name, verdict=each.verdict) for each in grant.cameras
        ),
        automatic=grant.automatic,
        minutes=int(grant.lasts.total_seconds()) // 60,
        asked_by=grant.asked_by,
        asked_by_name=grant.asked_by_name,
        asked_at=grant.asked_at,
        voices=_voices(grant.voices),
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
        used_at=grant.used_at,
        inactive_minutes=int(grant.inactive_after.total_seconds()) // 60,
        extension=ExtensionLine(
            minutes=int(extension.longer.total_seconds()) // 60,
            reason=extension.reason,
            asked_by=extension.asked_by,
            asked_by_name=extension.asked_by_name,
            asked_at=extension.asked_at,
            voices=_voices(extension.voices),
        )
        if extension is not None and ending is None
        else None,
        ending=ending,
        ended_by=grant.ended_by,
        ended_by_name=grant.ended_by_name,
        ended_at=grant.ended_at,
        ended_because=grant.ended_because,
        revision=grant.revision,
    )


def _voices(voices: tuple[Voice, ...]) -> tuple[VoiceLine, ...]:
    return tuple(
        VoiceLine(by=each.by, by_name=each.by_name, at=each.at, approves=each.approves, reason=each.reason)
        for each in voices
    )


def person_line(person: AgencyPerson) -> PersonLine:
    return PersonLine(
        person_id=person.id,
        name=person.name,
        organisation=person.organisation,
        state=person.state.value,
        reason=person.reason,
        seen_at=person.seen_at,
        proposed_by=person.proposed_by,
        proposed_by_name=person.proposed_by_name,
        proposed_at=person.proposed_at,
        decided_by=person.decided_by,
        decided_by_name=person.decided_by_name,
        decided_at=person.decided_at,
        decided_because=person.decided_because,
    )
