"""What answers of a revision may still cost, how near they would be, and the ledger of those that were given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from city.contracts.dividend.statistics import (
    AccuracyLine,
    AnsweredLine,
    BudgetPage,
    BudgetQuery,
    ColumnLine,
    CountQuestion,
    PrivacyLedger,
)
from city.dividend.market.tables.revisions import Revisions
from city.dividend.rounds.contributions import Unit
from city.dividend.statistics.budget import DATA_SET_MILLI, LEAST_EPSILON_MILLI, data_set_account, totals_of
from city.dividend.statistics.noise import CERTAINTY_PERCENT
from city.dividend.statistics.tables.budget import Budgets

if TYPE_CHECKING:
    from city.dividend.statistics.noise import Mechanism

from city.dividend.statistics.service.questions import Questions, lines_of

# Costs that the accuracy is shown for.
_COSTS_MILLI = (LEAST_EPSILON_MILLI, 20, 50, 100, 200, 500, 1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellBudget:
    questions: Questions
    budgets: Budgets
    noise: "Callable[[int, int], Mechanism]"

    def tell(self, header: str, query: BudgetQuery) -> BudgetPage:
        """Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, StatisticsNotKept."""
        _, record = self.questions.admit(header, query.data_set, query.revision)
        vocabulary = self.questions.vocabulary_of(record)
        costs = (query.epsilon_milli,) if query.epsilon_milli else _COSTS_MILLI
        return BudgetPage(
            data_set=query.data_set,
            revision=query.revision,
            budgets=lines_of(self.budgets, totals_of(query.data_set, vocabulary.first_day, vocabulary.last_day)),
            columns=tuple(ColumnLine(column=name, labels=labels) for name, labels in vocabulary.labels.items()),
            units=tuple(unit.value for unit in Unit if vocabulary.amounts or unit is not Unit.AMOUNT_KRW),
            most_per_person=query.most_per_person,
            certainty_percent=CERTAINTY_PERCENT,
            accuracy=tuple(
                AccuracyLine(epsilon_milli=cost, plus_minus=self.noise(query.most_per_person, cost).plus_minus)
                for cost in costs
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPrivacyLedger:
    revisions: Revisions
    budgets: Budgets

    def show(self, data_set: str, limit: int) -> PrivacyLedger:
        """What was ever answered of a data set, and what all of it cost: for staff. Raises DataSetUnknown."""
        # A data set has a first revision from its first day on.
        self.revisions.get(data_set, 1)
        account = data_set_account(data_set)
        (budget,) = self.budgets.of({account: DATA_SET_MILLI}).values()
        entries = self.budgets.all_answered(account)
        return PrivacyLedger(
            data_set=data_set,
            spent_milli=budget.spent_milli,
            total_milli=budget.total_milli,
            answered=len(entries),
            entries=tuple(
                AnsweredLine(
                    buyer_id=entry.buyer_id,
                    query_id=entry.query_id,
                    question=CountQuestion.model_validate_json(entry.question),
                    epsilon_milli=entry.epsilon_milli,
                    answers=entry.answers,
                    plus_minus=entry.plus_minus,
                    at=entry.at,
                )
                for entry in entries[: -limit - 1 : -1]
            ),
        )
