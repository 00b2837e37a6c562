"""What can be said of a round's policy without the engine, which needs the columns layer and refuses the rest. Pure."""

from pydantic import JsonValue, ValidationError

from city.contracts.base import ForeignContract
from city.contracts.dividend.rounds import Document
from city.dividend.rounds.errors import RoundInvalid
from city.dividend.rounds.pseudonym import PERSON_COLUMN


class _Hierarchy(ForeignContract):
    kind: str = ""


class _Column(ForeignContract):
    column: str
    hierarchy: _Hierarchy = _Hierarchy()


class _PolicyOutline(ForeignContract):
    quasi_identifiers: tuple[_Column, ...] = ()
    sensitive: tuple[_Column, ...] = ()
    keep: tuple[str, ...] = ()
    privacy: JsonValue = None
    population: JsonValue = None
    person: JsonValue = None


def check_policy(document: Document) -> None:
    """Raises RoundInvalid."""
    try:
        policy = _PolicyOutline.model_validate(document)
    except ValidationError:
        raise RoundInvalid("the policy does not have the shape of one") from None
    names = {column.column for column in policy.quasi_identifiers}
    if not names or "privacy" not in document or policy.population:
        raise RoundInvalid("a policy names quasi-identifiers and what is promised, and no population")
    if "file" in {column.hierarchy.kind for column in policy.quasi_identifiers}:
        raise RoundInvalid("the policy of a round uses built-in hierarchies")
    if policy.person != PERSON_COLUMN:
        # A round's rows are payments, of which anybody may have made any number.
        raise RoundInvalid(f"a round promises k of people: its policy says person: {PERSON_COLUMN}")
    if PERSON_COLUMN in names | {column.column for column in policy.sensitive} | set(policy.keep):
        raise RoundInvalid("whose a payment is is counted, and never published")
