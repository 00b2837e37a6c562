"""What a bank tells the city when money reaches a virtual account."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, ForeignContract

SIGNATURE_HEADER = "x-bank-signature"
TIMESTAMP_HEADER = "x-bank-timestamp"
DELIVERY_HEADER = "x-bank-delivery"
MAX_BODY_BYTES = 8 * 1024


class DepositNotificationV1(ForeignContract):
    """One deposit. `deposit_id` is the bank's own key and stays the same when the bank tells us again."""

    version: Literal[1] = 1
    bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")]
    deposit_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{6,64}$")]
    account_number: Annotated[str, Field(pattern=r"^[0-9]{8,16}$")]
    amount_krw: Annotated[int, Field(gt=0, le=1_000_000_000)]
    deposited_at: AwareMoment
