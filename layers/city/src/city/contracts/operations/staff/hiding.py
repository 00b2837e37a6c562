"""What staff ask about copies on which others are hidden, and what they are answered."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.staff import RequestBody

_Share = Annotated[float, Field(ge=0, le=1)]
HidingStanding = Literal["looking", "choosing", "drawing", "draft", "failed"]
DoubtOf = Literal["lost", "unclear", "appeared", "missed", "weak"]


class Finger(RequestBody):
    """A person in a picture: at which second of the copy, and where, in shares of the picture's width and height."""

    at_s: Annotated[float, Field(ge=0, le=86_400)]
    x: _Share
    y: _Share


class PointAtPerson(RequestBody):
    """Who may be seen; again after each place where they were lost. Nobody pointed at: everybody is hidden."""

    revision: Annotated[int, Field(ge=1)]
    fingers: Annotated[list[Finger], Field(max_length=50)]


class DoubtLine(Contract):
    """Where to look first, and why; seconds of the copy."""

    kind: DoubtOf
    from_s: float
    to_s: float


class StillLink(Contract):
    """A picture of the film as it was recorded, for pointing; its address ends after five minutes."""

    at_s: float
    url: str


class HidingLine(Contract):
    """`done` of `steps`. `pictures`, `shown`, `box_count`: of the draft; `url`: of the draft, for five minutes."""

    request_id: str
    state: HidingStanding
    asked_at: AwareMoment
    done: int
    steps: int
    seconds: float
    pictures: int
    shown: int
    box_count: int
    doubts: list[DoubtLine]
    detector: str
    sha256: str | None
    url: str | None
    stills: list[StillLink]
    fault_ko: str
    fault_en: str
    revision: int
