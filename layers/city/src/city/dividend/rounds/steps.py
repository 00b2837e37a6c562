"""The steps of a round and what each comes to, and how one step reads what another left for it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from city.contracts.base import Contract
from city.contracts.dividend.rounds import (
    ClaimsOver,
    FilePseudonymised,
    LinesPaidAgain,
    PlaceDestroyed,
    RevenueShared,
    RoundDecided,
    RoundVerified,
    ShardApplied,
    ShardCounted,
)
from city.dividend.rounds.errors import RoundWorkUnreadable

Left = TypeVar("Left", bound=Contract)


@dataclass(frozen=True, slots=True)
class Step(Generic[Left]):
    """A step by its name in the rounds' table, and how what it came to is read."""

    name: str
    result: TypeAdapter[Left]


PSEUDONYMISE = Step("pseudonymise", TypeAdapter(FilePseudonymised))
COUNT = Step("count", TypeAdapter(ShardCounted))
DECIDE = Step("decide", TypeAdapter(RoundDecided))
APPLY = Step("apply", TypeAdapter(ShardApplied))
VERIFY = Step("verify", TypeAdapter(RoundVerified))
SHARE = Step("share", TypeAdapter(RevenueShared))
PAY_AGAIN = Step("pay_again", TypeAdapter(LinesPaidAgain))
CLAIMS_OVER = Step("claims_over", TypeAdapter(ClaimsOver))
DESTROY: Step[PlaceDestroyed] = Step("destroy", TypeAdapter(PlaceDestroyed))


def read_left(contract: TypeAdapter[Left], content: bytes | str | None, name: str) -> Left:
    """What a step left under a name. Raises RoundWorkUnreadable where it is missing, broken, or of a version not known here."""
    if content is None:
        raise RoundWorkUnreadable(f"{name}: missing")
    try:
        return contract.validate_json(content)
    except ValidationError as error:
        # Where and why alone: what stands there is not repeated.
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "content"
        raise RoundWorkUnreadable(f"{name}: {place}: {first['msg']}") from None
