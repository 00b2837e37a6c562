"""What citizens ask about their share, and what the API answers."""

from typing import Annotated

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import Reason
from city.contracts.staff import RequestBody

CardId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{6,24}$", repr=False)]
# Four groups of three of Crockford's letters and digits: 60 bits.
Code = Annotated[str, Field(min_length=12, max_length=19, repr=False)]


class AskStatement(RequestBody):
    """The card, and the code that stands beside the credit on it."""

    card_id: CardId
    code: Code


class OptOut(AskStatement):
    """Never again with my card."""


class OptOutByStaff(RequestBody):
    """For somebody who came to the counter with their card."""

    card_id: CardId
    reason: Reason


class StatementLine(Contract):
    """What was sold, for what, and the citizen's share of it. `late_from`: the round of a sale that came after its end."""

    title: str
    buyers: int
    purposes: tuple[str, ...]
    late_from: str | None = None


class Statement(Contract):
    round_id: str
    amount_krw: int
    state: str
    reason: str | None
    paid_at: AwareMoment | None
    # Revenue less costs less the city's share is the citizens' part, shared by `weights`.
    revenue_krw: int
    costs_krw: int
    city_krw: int
    citizens_krw: int
    citizens: int
    weights: str
    sold: tuple[StatementLine, ...]
