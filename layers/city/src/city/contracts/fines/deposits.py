"""What a bank tells the city when money reaches a virtual account, or is taken back from it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from city.contracts.base import AwareMoment, Contract, ForeignContract

SIGNATURE_HEADER = "x-bank-signature"
TIMESTAMP_HEADER = "x-bank-timestamp"
DELIVERY_HEADER = "x-bank-delivery"
MAX_BODY_BYTES = 8 * 1024


class DepositNotificationV1(ForeignContract):
    """One deposit. `deposit_id` is the bank's own key and stays the same when the bank tells us again."""

    model_config = ConfigDict(hide_input_in_errors=True)

    version: Literal[1] = 1
    bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")]
    deposit_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{6,64}$")]
    account_number: Annotated[str, Field(pattern=r"^[0-9]{8,16}$")]
    amount_krw: Annotated[int, Field(gt=0, le=1_000_000_000)]
    deposited_at: AwareMoment


class DepositNotificationV2(ForeignContract):
    """One deposit, or the cancellation of one: a cancel bears the `deposit_id` of the deposit it takes back.

    `deposited_at` is when the bank moved the money, in or back. `account_issue` is the order under which the bank
    issued the account, where banks issue accounts themselves.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    version: Literal[2] = 2
    kind: Literal["deposit", "cancel"]
    bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")]
    deposit_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{6,64}$")]
    account_number: Annotated[str, Field(pattern=r"^[0-9]{8,16}$", repr=False)]
    amount_krw: Annotated[int, Field(gt=0, le=1_000_000_000)]
    deposited_at: AwareMoment
    account_issue: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_\-]{6,64}$")] = None


class DepositTaken(Contract):
    """Where the deposit can be looked up; null for what was no news."""

    deposit_key: str | None


class _Versioned(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    version: int = 1


def read_deposit(json: str | bytes) -> DepositNotificationV2:
    """Reads any version in use. Raises pydantic.ValidationError."""
    if _Versioned.model_validate_json(json).version == 2:
        return DepositNotificationV2.model_validate_json(json)
    first = DepositNotificationV1.model_validate_json(json)
    return DepositNotificationV2(
        kind="deposit",
        bank=first.bank,
        deposit_id=first.deposit_id,
        account_number=first.account_number,
        amount_krw=first.amount_krw,
        deposited_at=first.deposited_at,
    )
