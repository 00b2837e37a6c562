"""Questions to private statistics, and the use cases that answer them."""

from collections.abc import Callable
from typing import Any

from city.contracts.dividend.statistics import CountQuery
from city.dividend.statistics.bootstrap import CountUseCases, build_counts
from city.dividend.statistics.noise import Mechanism
from city.dividend.statistics.tables.budget import BudgetRecord
from tests.integration.dividend_in_moto import ROUND, DividendInMoto

DATA_SET = f"dividend-{ROUND}"


CARDS = 120


def register(dividend: DividendInMoto, buyer: str) -> str:
    """A verified buyer, who has bought nothing. Returns the key."""
    return dividend.register(buyer)


def counts_of(dividend: DividendInMoto, noise: Callable[[int, int], Mechanism] | None = None) -> CountUseCases:
    return build_counts(dividend.environment, dividend.clock, noise)


def silent(most: int, epsilon_milli: int) -> Mechanism:
    return Mechanism(0.0, epsilon_milli, 0, list)


def query(name: str = "first", of: str = "cards", epsilon: int = 1_000, most: int = 1, **more: Any) -> CountQuery:
    fields = {"query_id": name, "data_set": DATA_SET, "revision": 1, "of": of, "most_per_person": most}
    return CountQuery.model_validate({**fields, "epsilon_milli": epsilon, **more})


def spent(dividend: DividendInMoto) -> dict[str, int]:
    return {record.account: int(record.spent_milli) for record in BudgetRecord.scan() if record.entry == "budget"}
