"""What staff ask of a unit's pictures, and what the API answers."""

from typing import Literal, Self

from pydantic import model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.devices import SeenBoxV1
from city.contracts.crosswalk.staff.fields import IncidentId, Reason
from city.contracts.staff import RequestBody, ViewLine


class AskPicture(RequestBody):
    """The last frame, or the seconds around an incident; why is written down for the auditors."""

    what: Literal["frame", "clip"]
    reason: Reason
    incident: IncidentId | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.what == "clip") != (self.incident is not None):
            raise ValueError("a clip names its incident, a frame none")
        return self


class ViewPicture(RequestBody):
    reason: Reason


PictureState = Literal["asked", "sent", "failed", "expired"]


class PictureLine(Contract):
    number: str
    what: Literal["frame", "clip"]
    state: PictureState
    asked_at: AwareMoment
    asked_by: str
    asked_by_name: str | None = None
    reason: str
    incident: IncidentId | None
    trouble: str | None


class PictureList(Contract):
    pictures: tuple[PictureLine, ...]


class ShownPicture(Contract):
    """A frame itself in base64, or an address of a clip that works for a minute."""

    number: str
    what: Literal["frame", "clip"]
    taken_at: AwareMoment
    jpeg: str | None = None
    url: str | None = None
    width: int | None = None
    height: int | None = None
    # What the city's detector sees in it, best first; None where it was not asked or did not answer.
    boxes: tuple[SeenBoxV1, ...] | None = None
    model: str = ""


class PictureViewLine(ViewLine):
    """`what`: which picture of the unit was looked at."""

    what: str
