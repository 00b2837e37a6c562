"""Events of operations on the city's bus."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import AwareMoment
from city.contracts.events import Event
from city.contracts.operations.city_event import Category, Place, Severity

IncidentState = Literal["detected", "acknowledged", "dispatched", "resolved", "cancelled", "false"]


class IncidentOpenedV1(Event):
    """Something happened that somebody has to answer.

    - sources: who told of it so far, as `CityEventV1.source` names them: `agency.112` opens cameras by itself.
    """

    source: ClassVar[str] = "dongne.operations"
    detail_type: ClassVar[str] = "IncidentOpened"

    version: Literal[1] = 1
    incident_id: str
    revision: Annotated[int, Field(ge=1)]
    category: Category
    kind: str
    severity: Severity
    began_at: AwareMoment
    place: Place | None = None
    sources: tuple[str, ...]
    exercise: bool = False


class IncidentChangedV1(Event):
    """An incident is otherwise than it was: its state, severity, place, or into which other it was merged.

    - revision: grows with every change; a consumer that knows a later one drops this.
    - merged_into: the incident that goes on; this one's id lives on and points there.
    """

    source: ClassVar[str] = "dongne.operations"
    detail_type: ClassVar[str] = "IncidentChanged"

    version: Literal[1] = 1
    incident_id: str
    revision: Annotated[int, Field(ge=2)]
    change: Literal["state", "severity", "place", "events", "merged"]
    state: IncidentState
    category: Category
    kind: str
    severity: Severity
    began_at: AwareMoment
    place: Place | None = None
    sources: tuple[str, ...]
    merged_into: str | None = None
    exercise: bool = False
