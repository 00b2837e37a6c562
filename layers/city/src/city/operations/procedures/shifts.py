"""Handing a shift over: what is open is signed by who leaves and by who comes. Pure.

Both sign the same list. What was opened, ended or changed in between makes another list: who comes signs what they see.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from city.operations.procedures.errors import HandOverDecided, HandOverOfAnotherList, SameWhoHandsOver


class HandOverState(StrEnum):
    OFFERED = "offered"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident that is not over, as it stood. `note`: what who leaves wants who comes to know."""

    incident_id: str
    revision: int
    state: str
    headline: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    hand_over_id: str
    offered_by: str
    offered_at: datetime
    incidents: tuple[OpenIncident, ...]
    remark: str = ""
    state: HandOverState = HandOverState.OFFERED
    signed_by: str | None = None
    signed_at: datetime | None = None


def list_digest(incidents: Iterable[OpenIncident]) -> str:
    """SHA-256 over which incidents are open and at which revision: notes change nothing of what there is to answer."""
    lines = sorted([incident.incident_id, incident.revision] for incident in incidents)
    return sha256(json.dumps(lines, separators=(",", ":")).encode()).hexdigest()


def differences(offered: Iterable[OpenIncident], now: Iterable[OpenIncident]) -> tuple[str, ...]:
    """Ids of incidents that were opened, ended or changed since the list was offered, in order."""
    before = {incident.incident_id: incident.revision for incident in offered}
    after = {incident.incident_id: incident.revision for incident in now}
    return tuple(sorted(each for each in before.keys() | after.keys() if before.get(each) != after.get(each)))


def sign(hand_over: HandOver, by: str, at: datetime, seen: str, now: tuple[OpenIncident, ...]) -> HandOver:
    """The hand-over as the second person signs it; signed again by the same person, it stands as it stood.

    `seen`: the digest of the list that the person has before them; `now`: what is open. Notes of who leaves go along.
    Raises SameWhoHandsOver, HandOverDecided, HandOverOfAnotherList.
    """
    if hand_over.state is HandOverState.SIGNED and hand_over.signed_by == by:
        return hand_over
    if hand_over.state is not HandOverState.OFFERED:
        raise HandOverDecided
    if hand_over.offered_by == by:
        raise SameWhoHandsOver
    if seen != list_digest(now):
        raise HandOverOfAnotherList
    notes = {incident.incident_id: incident.note for incident in hand_over.incidents}
    signed = tuple(replace(incident, note=notes.get(incident.incident_id, "")) for incident in now)
    return replace(hand_over, incidents=signed, state=HandOverState.SIGNED, signed_by=by, signed_at=at)


def withdraw(hand_over: HandOver, by: str) -> HandOver:
    """Raises HandOverDecided for one that was signed, or that somebody else offered."""
    if hand_over.state is HandOverState.WITHDRAWN and hand_over.offered_by == by:
        return hand_over
    if hand_over.state is not HandOverState.OFFERED or hand_over.offered_by != by:
        raise HandOverDecided
    return replace(hand_over, state=HandOverState.WITHDRAWN)
