"""What answers may cost people's privacy, all of them together. Pure.

A cost is an ε of pure differential privacy, in thousandths, for neighbouring data sets that differ in one person. Answers that
are given one after another, each chosen in view of those before, cost a person at most the sum of their ε (Dwork &
Roth 2014, theorem 3.16; with ε chosen as one goes, Rogers, Roth, Ullman & Vadhan, 2016, section 4). So sums are what is bounded, twice:

- per data set, over all its revisions, buyers and times: they are about the same payments;
- per year in which payments were made, over all data sets that have payments of it: people take part in many rounds. A year's
  budget is never filled again, so what is ever answered about anybody's payments of one year stays within it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from city.dividend.statistics.errors import BudgetExceeded, QueryInvalid

DATA_SET_MILLI = 3_000
YEAR_MILLI = 6_000
# Below that an answer is noise; above it, one slip of the pen would spend a data set.
LEAST_EPSILON_MILLI, MOST_EPSILON_MILLI = 10, 1_000


@dataclass(frozen=True, slots=True)
class Budget:
    """In thousandths of ε."""

    total_milli: int
    spent_milli: int = 0

    @property
    def left_milli(self) -> int:
        return max(0, self.total_milli - self.spent_milli)


def data_set_account(data_set: str) -> str:
    return f"set#{data_set}"


def year_account(year: int) -> str:
    return f"year#{year}"


def totals_of(data_set: str, first_day: date, last_day: date) -> dict[str, int]:
    """Account -> its total, for all accounts that an answer about these payments is charged to, each in full."""
    years = range(first_day.year, last_day.year + 1)
    return {data_set_account(data_set): DATA_SET_MILLI} | {year_account(year): YEAR_MILLI for year in years}


def charge(budgets: Mapping[str, Budget], epsilon_milli: int) -> dict[str, Budget]:
    """The budgets after an answer. Raises QueryInvalid for an epsilon out of bounds, BudgetExceeded for too little left."""
    if not LEAST_EPSILON_MILLI <= epsilon_milli <= MOST_EPSILON_MILLI:
        raise QueryInvalid(
            f"epsilon_milli는 {LEAST_EPSILON_MILLI}부터 {MOST_EPSILON_MILLI:,}까지입니다.",
            f"epsilon_milli goes from {LEAST_EPSILON_MILLI} to {MOST_EPSILON_MILLI:,}.",
        )
    short = {account: budget.left_milli for account, budget in budgets.items() if epsilon_milli > budget.left_milli}
    if short:
        raise BudgetExceeded(short)
    return {
        account: Budget(budget.total_milli, budget.spent_milli + epsilon_milli) for account, budget in budgets.items()
    }
