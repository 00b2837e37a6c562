"""What buyers ask of the market and staff of its buyers, and what the APIs answer."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import DataSet, Purpose, Reason, Word
from city.contracts.dividend.rounds import Document
from city.contracts.dividend.staff.proposals import ProposalLine
from city.contracts.staff import RequestBody


class RegisterBuyer(RequestBody):
    """Somebody who wants to buy. Who they are is verified by a person before they may order."""

    buyer_id: Word
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
    registration_number: Annotated[str, Field(pattern=r"^\d{3}-\d{2}-\d{5}$")]
    kind: Literal["research_institute", "school", "company", "public_body"]


class BuyerKey(Contract):
    """Shown once. The buyer sends it as `X-Buyer-Key`."""

    buyer_id: str
    key: Annotated[str, Field(repr=False)]


class VerifyBuyer(RequestBody):
    verified: bool
    reason: Reason


class PlaceOrder(RequestBody):
    order_id: Word
    data_set: DataSet
    revision: Annotated[int, Field(strict=True, ge=1, le=999_999)]
    purpose: Purpose
    use: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


class ConfirmPayment(RequestBody):
    """The buyer's money has come; `bank_reference` is the bank's word for it."""

    bank_reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{4,64}$")]
    amount_krw: Annotated[int, Field(strict=True, gt=0, le=10_000_000_000)]


class RevokeRevision(RequestBody):
    reason: Reason


class ProposeRefund(RequestBody):
    """A buyer's money is to be paid back, because what they bought was revoked."""

    reason: Reason


class RevisionLine(Contract):
    data_set: str
    revision: int
    title: str
    state: str
    price_krw: int
    purposes: tuple[str, ...]
    rows: int
    published_at: AwareMoment
    revoked_because: str | None
    certificate: Document


class Catalogue(Contract):
    revisions: tuple[RevisionLine, ...]


class OrderLine(Contract):
    order_id: str
    buyer_id: str
    data_set: str
    revision: int
    purpose: str
    state: str
    price_krw: int
    downloads: int
    # The round whose books the money is in: a later one for a sale after its own round's books were closed, `waits`
    # while there is none.
    counted_in: str | None = None
    # Told to the buyer of a data set that was revoked: whoever has a copy destroys it.
    revoked_because: str | None = None
    revoked_at: AwareMoment | None = None


class BuyerLine(Contract):
    """A buyer as staff see it. Of its key nothing is shown."""

    buyer_id: str
    name: str
    registration_number: str
    kind: str
    verified: bool
    verified_by: str | None
    verified_by_name: str | None = None
    verified_because: str | None


class BuyerPage(Contract):
    buyers: tuple[BuyerLine, ...]


class OrderStory(OrderLine):
    """An order as staff see it, with what the buyer says they will do."""

    buyer_name: str
    use: str
    placed_at: AwareMoment
    bank_reference: str | None
    refund: ProposalLine | None


class OrderPage(Contract):
    orders: tuple[OrderStory, ...]


class RefundStory(Contract):
    order: OrderLine
    proposal: ProposalLine


class DownloadLink(Contract):
    """An address that serves the buyer's own copy until it expires."""

    url: Annotated[str, Field(repr=False)]
    expires_in_s: int
    digest: str
