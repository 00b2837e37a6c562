"""Virtual accounts: what each is bound to, and whether it still serves. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from city.fines.law.notices import PaymentStage
from city.fines.law.quotes import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountIssue:
    """One virtual account bound to one notice, stage and amount for a time.

    Account numbers are used again after a cooling-off period: an issue, not a number, is what a deposit matches.
    """

    account_number: str
    bank: str
    notice_number: str
    stage: PaymentStage
    amount_krw: int
    issued_at: datetime
    expires_at: datetime
    # The citizen's message that asked for it: the thread from the enquiry to the receipt.
    correlation_id: str
    revoked_at: datetime | None = None
    paid_at: datetime | None = None
    instalment: int | None = None
    paid_before_krw: int = 0
    # Who hears of its deposit: the owner, and the last other telephone that asked, by its keyed hash.
    owner_asked: bool = False
    payer: str | None = None

    @property
    def key(self) -> str:
        return issue_key(
            notice_number=self.notice_number,
            stage=self.stage,
            amount_krw=self.amount_krw,
            instalment=self.instalment,
            paid_before_krw=self.paid_before_krw,
        )


def issue_key(
    *, notice_number: str, stage: PaymentStage, amount_krw: int, instalment: int | None = None, paid_before_krw: int = 0
) -> str:
    """The business key under which an account is issued once."""
    part = f"#{instalment}" if instalment is not None else f"#after-{paid_before_krw}" if paid_before_krw else ""
    return f"{notice_number}#{stage.value}#{amount_krw}{part}"


def still_serves(issue: AccountIssue | None, offer: Quote, notice_number: str, now: datetime) -> bool:
    """Whether an account given earlier is the one to give again."""
    return (
        issue is not None
        and issue.key
        == issue_key(
            notice_number=notice_number,
            stage=offer.stage,
            amount_krw=offer.amount_krw,
            instalment=offer.instalment,
            paid_before_krw=offer.paid_before_krw,
        )
        and issue.revoked_at is None
        and issue.paid_at is None
        and now < issue.expires_at
    )


@dataclass(frozen=True, slots=True)
class OfferedAccount:
    """A virtual account number to bind to a case.

    `free_from` is the value under which a number of the pool stands; None for one that the bank has just issued.
    """

    account_number: str = field(repr=False)
    bank: str
    free_from: datetime | None
    # Earlier than the amount's own end where a bank lends numbers for less long.
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedOrder:
    """An account as its bank issued it, and the last the bank said of it."""

    order_id: str
    payment_key: str = field(repr=False)
    secret: str = field(repr=False)
    bank: str
    account_number: str = field(repr=False)
    amount_krw: int
    # The first moment at which it no longer serves: earlier than asked for where the bank lends it for less long.
    expires_at: datetime
    told_at: datetime | None = None
    deposit_id: str | None = None
    cancelled: bool = False

    @property
    def live_deposit_id(self) -> str | None:
        return None if self.cancelled else self.deposit_id


class OrderBook(Protocol):
    """The orders under which banks issued accounts."""

    def find(self, order_id: str) -> IssuedOrder | None: ...

    def keep(self, order: IssuedOrder) -> None: ...
