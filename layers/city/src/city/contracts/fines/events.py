"""Events of fines on the city's bus. A case or a deposit is named by its number, never by a person's data."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from city.contracts.base import AwareMoment
from city.contracts.events import BusEvent, Event


class FinePaidV1(BusEvent):
    """A parking fine was paid in full and its case is closed."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "FinePaid"

    version: Literal[1] = 1
    notice_number: str
    stage: Literal["early", "full", "overdue"]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment
    correlation_id: str


class FinePaidV2(Event):
    """A parking fine was paid in full and its case is closed."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "FinePaid"

    version: Literal[2] = 2
    notice_number: str
    stage: Literal["early", "full", "overdue"]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment


class InstalmentPaidV1(BusEvent):
    """One instalment of a parking fine was paid, and others are still to come. The last one is a FinePaid."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "InstalmentPaid"

    version: Literal[1] = 1
    notice_number: str
    instalments_left: Annotated[int, Field(gt=0)]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment
    correlation_id: str


class InstalmentPaidV2(Event):
    """One instalment of a parking fine was paid, and others are still to come. The last one is a FinePaid."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "InstalmentPaid"

    version: Literal[2] = 2
    notice_number: str
    instalments_left: Annotated[int, Field(gt=0)]
    amount_krw: Annotated[int, Field(gt=0)]
    paid_at: AwareMoment


class DepositSuspendedV1(BusEvent):
    """A deposit could not be matched to a fine and waits for staff."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "DepositSuspended"

    version: Literal[1] = 1
    deposit_id: str
    reason: str
    amount_krw: Annotated[int, Field(gt=0)]
    deposited_at: AwareMoment


class DepositSuspendedV2(Event):
    """A deposit could not be matched to a fine and waits for staff."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "DepositSuspended"

    version: Literal[2] = 2
    deposit_id: str
    reason: str
    amount_krw: Annotated[int, Field(gt=0)]
    deposited_at: AwareMoment


class PaymentReversedV1(BusEvent):
    """The bank took a deposit back; a fine it had paid is unpaid again."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "PaymentReversed"

    version: Literal[1] = 1
    deposit_id: str
    notice_number: str | None
    amount_krw: Annotated[int, Field(gt=0)]
    correlation_id: str


class PaymentReversedV2(Event):
    """The bank took a deposit back, or it is returned as paid by mistake; a fine it had paid is unpaid again."""

    source: ClassVar[str] = "dongne.fines"
    detail_type: ClassVar[str] = "PaymentReversed"

    version: Literal[2] = 2
    deposit_id: str
    notice_number: str | None
    amount_krw: Annotated[int, Field(gt=0)]
