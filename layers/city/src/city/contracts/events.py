"""Events on the city's bus: names are facts. No plate, phone, name or account leaves its domain in one."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract


class Event(Contract):
    """Base of every event. `source` and `detail_type` are what EventBridge patterns match."""

    source: ClassVar[str]
    detail_type: ClassVar[str]


class FinePaidV1(Event):
    """A parking fine was paid in full and its case is closed."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "FinePaid"

    version: Literal[1] = 1
    notice_number: str
    stage: Literal["early", "full", "overdue"]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment
    correlation_id: str


class InstalmentPaidV1(Event):
    """One instalment of a parking fine was paid, and others are still to come. The last one is a FinePaid."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "InstalmentPaid"

    version: Literal[1] = 1
    notice_number: str
    instalments_left: Annotated[int, Field(gt=0)]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment
    correlation_id: str


class DepositSuspendedV1(Event):
    """A deposit could not be matched to a fine and waits for staff."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "DepositSuspended"

    version: Literal[1] = 1
    deposit_id: str
    reason: str
    amount_krw: Annotated[int, Field(gt=0)]
    deposited_at: AwareMoment


class PaymentReversedV1(Event):
    """The bank took a deposit back; a fine it had paid is unpaid again."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "PaymentReversed"

    version: Literal[1] = 1
    deposit_id: str
    notice_number: str | None
    amount_krw: Annotated[int, Field(gt=0)]
    correlation_id: str


class PedestrianInConflictV1(Event):
    """Somebody on a crosswalk was nearly hit, or a vehicle did not yield."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "PedestrianInConflict"

    version: Literal[1] = 1
    incident_id: str
    unit: str
    kind: Literal["conflict", "stop_line", "not_yielding", "jaywalking"]
    latitude: float
    longitude: float
    post_encroachment_s: float | None = None
    time_to_crossing_s: float | None = None
    speed_kmh: float | None = None
    occurred_at: AwareMoment


class CrosswalkFaultV1(Event):
    """A crosswalk unit is faulty, and what its lamps do meanwhile."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFault"

    version: Literal[1] = 1
    unit: str
    fault: str
    since: AwareMoment


class CrosswalkFaultClearedV1(Event):
    """A fault of a crosswalk unit is over."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFaultCleared"

    version: Literal[1] = 1
    unit: str
    fault: str
    cleared_at: AwareMoment


class CrosswalkSilentV1(Event):
    """Nothing was heard of a crosswalk unit for longer than it may be silent; told once for each silence."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkSilent"

    version: Literal[1] = 1
    unit: str
    last_heard_at: AwareMoment


class DividendRoundPublishedV1(Event):
    """A round's data set passed verification and the panel, and stands in the catalogue."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundPublished"

    version: Literal[1] = 1
    round_id: str
    rows: Annotated[int, Field(ge=0)]
    certificate_sha256: str


class DividendRoundStoppedV1(Event):
    """A round stopped: a step failed for good, or the panel refused. Nothing was published."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendRoundStopped"

    version: Literal[1] = 1
    round_id: str
    step: str
    error: str


class DividendApprovalAskedV1(Event):
    """The adequacy panel is asked to look at a round's certificate."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendApprovalAsked"

    version: Literal[1] = 1
    round_id: str
    asked_at: AwareMoment
    until: AwareMoment


class DividendPaidV1(Event):
    """A round was paid out and agrees with the operator's record, line by line."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendPaid"

    version: Literal[1] = 1
    round_id: str
    citizens: Annotated[int, Field(ge=0)]
    paid_krw: Annotated[int, Field(ge=0)]
    returned_krw: Annotated[int, Field(ge=0)]
    paid_at: AwareMoment


class DividendDiffersV1(Event):
    """A payout does not agree with the operator's record, or is not answered for. The report names each difference."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DividendDiffers"

    version: Literal[1] = 1
    round_id: str
    differences: Annotated[int, Field(ge=0)]
    open_batches: Annotated[int, Field(ge=0)]


class DataRevisionRevokedV1(Event):
    """A revision of a data set was revoked; whoever has a copy is asked to destroy it."""

    source: ClassVar[str] = "dongne.dividend"
    detail_type: ClassVar[str] = "DataRevisionRevoked"

    version: Literal[1] = 1
    data_set: str
    revision: Annotated[int, Field(ge=1)]
    reason: str
