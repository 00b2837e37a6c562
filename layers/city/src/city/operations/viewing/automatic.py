"""Which cameras open by themselves when an emergency call is told of. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from city.contracts.operations.viewing import CameraVerdict
from city.kernel.clock import seoul_date
from city.operations.viewing.basis import CITY
from city.operations.viewing.grants import Grant, GrantedCamera, IncidentStanding, give
from city.operations.viewing.policy import ViewingPolicy, policy_on

RULE = "city"


@dataclass(frozen=True, slots=True)
class CameraNear:
    """A camera near a place; `distance_m`: to the nearest point of it."""

    id: str
    distance_m: float
    verdict: CameraVerdict

    @property
    def seeing(self) -> bool:
        return self.verdict in ("sees", "may_see")


def choose_cameras(near: Sequence[CameraNear], policy: ViewingPolicy) -> tuple[CameraNear, ...]:
    """Those that see or may see the place within the policy's radius; where they are too few, the nearest besides them."""
    ordered = sorted(near, key=lambda camera: (camera.distance_m, camera.id))
    chosen = [camera for camera in ordered if camera.seeing and camera.distance_m <= policy.radius_m]
    missing = max(0, policy.nearest - len(chosen))
    chosen += [camera for camera in ordered if camera not in chosen][:missing]
    return tuple(chosen[: policy.most_cameras])


def name_cameras(chosen: Sequence[CameraNear], named: Sequence[GrantedCamera]) -> tuple[GrantedCamera, ...]:
    """The chosen ones that the register knows by name, as they stand to the place."""
    names = {camera.id: camera.name for camera in named}
    return tuple(GrantedCamera(each.id, names[each.id], each.verdict) for each in chosen if each.id in names)


def automatic_id(incident_id: str, organisation: str, turn: int = 0) -> str:
    """Of the grant that an incident opens to a body by itself: one, however often the incident is told of; another one
    where the body's part of it was over, and it told of it again."""
    return f"{incident_id}-auto-{organisation}" + (f"-{turn}" if turn else "")


def turn_of(organisation: str, incident: IncidentStanding) -> int:
    """How often what a body sees the incident for was over."""
    return incident.rests if organisation == CITY else incident.ended_for.get(organisation, 0)


def asked_id(*key: str) -> str:
    """Of a grant that somebody asks for: the same request has the same id."""
    return hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:16]


def open_by_themselves(
    incident: IncidentStanding,
    sources: Sequence[str],
    cameras: tuple[GrantedCamera, ...],
    policy: ViewingPolicy,
    now: datetime,
) -> Iterator[Grant]:
    """A grant for every body to which these sources open cameras. `sources`: those for which something goes on."""
    opened = {each.organisation: each for source in sources for each in policy.automatic.get(source, ())}
    for organisation, automatic in sorted(opened.items()):
        turn = turn_of(organisation, incident)
        asked = Grant(
            id=automatic_id(incident.incident_id, organisation, turn),
            incident_id=incident.incident_id,
            organisation=organisation,
            person=None,
            basis=automatic.basis,
            document=None,
            purpose=automatic.purpose,
            cameras=cameras,
            lasts=policy.automatic_window,
            inactive_after=policy.inactive_after,
            asked_by=RULE,
            asked_at=now,
            automatic=True,
            revision=0,
            turn=turn,
        )
        yield give(asked, now)


def opens_by_itself(sources: Sequence[str], now: datetime) -> bool:
    automatic = policy_on(seoul_date(now)).automatic
    return any(source in automatic for source in sources)
