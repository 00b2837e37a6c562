"""Events of the dividend on the city's bus. A round is named, and nobody in it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import AwareMoment
from city.contracts.events import BusEvent, Event


class DividendRoundPublishedV1(BusEvent):
    """A round's data set passed verification and the panel, and stands in the catalogue."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundPublished"

    version: Literal[1] = 1
    round_id: str
    rows: Annotated[int, Field(ge=0)]
    certificate_sha256: str


class DividendRoundPublishedV2(Event):
    """A round's data set passed verification and the panel, and stands in the catalogue."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundPublished"

    version: Literal[2] = 2
    round_id: str
    rows: Annotated[int, Field(ge=0)]
    certificate_sha256: str


class DividendRoundStoppedV1(BusEvent):
    """A round stopped: a step failed for good, or the panel refused. Nothing was published."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundStopped"

    version: Literal[1] = 1
    round_id: str
    step: str
    error: str


class DividendRoundStoppedV2(Event):
    """A round stopped: a step failed for good, or the panel refused. Nothing was published."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundStopped"

    version: Literal[2] = 2
    round_id: str
    step: str
    error: str


class DividendApprovalAskedV1(BusEvent):
    """The adequacy panel is asked to look at a round's certificate."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendApprovalAsked"

    version: Literal[1] = 1
    round_id: str
    asked_at: AwareMoment
    until: AwareMoment


class DividendApprovalAskedV2(Event):
    """The adequacy panel is asked to look at a round's certificate."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendApprovalAsked"

    version: Literal[2] = 2
    round_id: str
    asked_at: AwareMoment
    until: AwareMoment


class DividendPaidV1(BusEvent):
    """A round was paid out and agrees with the operator's record, line by line."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendPaid"

    version: Literal[1] = 1
    round_id: str
    citizens: Annotated[int, Field(ge=0)]
    paid_krw: Annotated[int, Field(ge=0)]
    returned_krw: Annotated[int, Field(ge=0)]
    paid_at: AwareMoment


class DividendPaidV2(Event):
    """A round was paid out and agrees with the operator's record, line by line."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendPaid"

    version: Literal[2] = 2
    round_id: str
    citizens: Annotated[int, Field(ge=0)]
    paid_krw: Annotated[int, Field(ge=0)]
    returned_krw: Annotated[int, Field(ge=0)]
    paid_at: AwareMoment


class DividendDiffersV1(BusEvent):
    """A payout does not agree with the operator's record, or is not answered for. The report names each difference."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendDiffers"

    version: Literal[1] = 1
    round_id: str
    differences: Annotated[int, Field(ge=0)]
    open_batches: Annotated[int, Field(ge=0)]


class DividendDiffersV2(Event):
    """A payout does not agree with the operator's record, or is not answered for. The report names each difference."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendDiffers"

    version: Literal[2] = 2
    round_id: str
    differences: Annotated[int, Field(ge=0)]
    open_batches: Annotated[int, Field(ge=0)]


class DataRevisionRevokedV1(BusEvent):
    """A revision of a data set was revoked; whoever has a copy is asked to destroy it."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DataRevisionRevoked"

    version: Literal[1] = 1
    data_set: str
    revision: Annotated[int, Field(ge=1)]
    reason: str


class DataRevisionRevokedV2(Event):
    """A revision of a data set was revoked; whoever has a copy is asked to destroy it."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DataRevisionRevoked"

    version: Literal[2] = 2
    data_set: str
    revision: Annotated[int, Field(ge=1)]
    reason: str
