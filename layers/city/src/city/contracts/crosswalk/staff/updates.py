"""What staff ask about updates of units, and what the API answers."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.crosswalk.staff.fields import Digest, Reason, Ring
from city.contracts.staff import RequestBody


class StartUpdate(RequestBody):
    """A release for one ring of units. `key` is its object in the releases bucket."""

    operation: Literal["update_model", "update_software"]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,39}$")]
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$")]
    sha256: Digest
    size_bytes: Annotated[int, Field(gt=0, le=500_000_000)]
    ring: Ring
    reason: Reason
    health_check_s: Annotated[int, Field(ge=1, le=3600)] = 60


class CancelUpdate(RequestBody):
    reason: Reason


class UpdateLine(Contract):
    number: str
    operation: str
    name: str
    ring: Ring
    started_at: AwareMoment
    started_by: str
    started_by_name: str | None = None
    reason: str
    units: int


class UpdateList(Contract):
    updates: tuple[UpdateLine, ...]


class UnitProgress(Contract):
    unit: str
    status: str


class UpdateFile(Contract):
    """`status` as AWS IoT jobs name it; `counts` units by theirs."""

    line: UpdateLine
    status: str
    counts: dict[str, int]
    units: tuple[UnitProgress, ...]
