"""Answers questions with noise, out of budgets that are charged before anybody hears the answer. Needs the privacy layer.

The promise is made to every person (a card of the round) and holds for whatever all buyers together are ever told of a data set
and of a year: `contributions` bounds what a person adds to an answer, `noise` hides as much, `budget` adds up the costs.
"""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.dividend.statistics import (
    AccountLine,
    AccuracyLine,
    AnsweredLine,
    BudgetPage,
    BudgetQuery,
    ColumnLine,
    CountAnswer,
    CountQuery,
    CountQuestion,
    GroupAnswer,
    PrivacyLedger,
)
from city.dividend.errors import BuyerNotVerified, QueryInvalid, RevisionRevoked, StatisticsNotKept
from city.dividend.market.model import Buyer, RevisionState
from city.dividend.market.service.sell import identify
from city.dividend.market.tables.market import Market, RevisionRecord
from city.dividend.rounds.contributions import Rows, Unit, add_up, join
from city.dividend.rounds.service import paths
from city.dividend.statistics.budget import DATA_SET_MILLI, LEAST_EPSILON_MILLI, charge, data_set_account, totals_of
from city.dividend.statistics.noise import CERTAINTY_PERCENT
from city.dividend.statistics.statistics_file import Vocabulary, rows_of
from city.dividend.statistics.tables.budget import Answered, Budgets
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from city.dividend.statistics.noise import Mechanism

# An item of the ledger holds the answers of a question, and has 400 kB.
MOST_GROUPS = 10_000
# Costs that the budget page tells the accuracy of.
_COSTS_MILLI = (LEAST_EPSILON_MILLI, 20, 50, 100, 200, 500, 1_000)


@dataclass(frozen=True, slots=True)
class AnswerCount:
    market: Market
    budgets: Budgets
    statistics: Folder
    noise: "Callable[[int, int], Mechanism]"
    clock: Clock

    def answer(self, header: str, told: CountQuery) -> CountAnswer:
        """The same question under the same name hears the same answer again, for nothing.

        Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, StatisticsNotKept, QueryInvalid,
        QueryReused, BudgetExceeded, BudgetMoved.
        """
        buyer, record = self._admit(header, told.data_set, told.revision)
        vocabulary = self._vocabulary(record)
        _check(told, vocabulary)
        account = data_set_account(told.data_set)
        totals = totals_of(told.data_set, vocabulary.first_day, vocabulary.last_day)
        question = json.dumps(told.model_dump(exclude={"query_id"}), sort_keys=True, ensure_ascii=False)
        stands = self.budgets.answered(account, buyer.buyer_id, told.query_id, question)
        if stands is None:
            mechanism = self.noise(told.most_per_person, told.epsilon_milli)
            # Refused before anything is counted: what a refusal took to compute would tell something, too.
            charge(self.budgets.of(totals), mechanism.epsilon_milli)
            answers = tuple(mechanism.release(self._exact(told, record.round_id, vocabulary)))
            stands = self.budgets.charge(
                account,
                totals,
                Answered(
                    buyer.buyer_id, told.query_id, question, answers, mechanism.epsilon_milli, mechanism.plus_minus,
                    self.clock.now(),
                ),
            )  # fmt: skip
            count("CountAnswered")
            logger().info("count answered", extra={"data_set": told.data_set, "epsilon_milli": stands.epsilon_milli})
        labels = (*(vocabulary.labels[told.by] if told.by else ()), None)
        return CountAnswer(
            query_id=told.query_id,
            answers=tuple(
                GroupAnswer(label=label, answer=answer) for label, answer in zip(labels, stands.answers, strict=True)
            ),
            plus_minus=stands.plus_minus,
            certainty_percent=CERTAINTY_PERCENT,
            epsilon_milli=stands.epsilon_milli,
            budgets=self._lines(totals),
        )

    def tell_budget(self, header: str, told: BudgetQuery) -> BudgetPage:
        """Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, StatisticsNotKept."""
        _, record = self._admit(header, told.data_set, told.revision)
        vocabulary = self._vocabulary(record)
        costs = (told.epsilon_milli,) if told.epsilon_milli else _COSTS_MILLI
        return BudgetPage(
            data_set=told.data_set,
            revision=told.revision,
            budgets=self._lines(totals_of(told.data_set, vocabulary.first_day, vocabulary.last_day)),
            columns=tuple(ColumnLine(column=name, labels=labels) for name, labels in vocabulary.labels.items()),
            units=tuple(unit.value for unit in Unit if vocabulary.amounts or unit is not Unit.AMOUNT_KRW),
            most_per_person=told.most_per_person,
            certainty_percent=CERTAINTY_PERCENT,
            accuracy=tuple(
                AccuracyLine(epsilon_milli=cost, plus_minus=self.noise(told.most_per_person, cost).plus_minus)
                for cost in costs
            ),
        )

    def show_ledger(self, data_set: str, limit: int) -> PrivacyLedger:
        """What was ever answered of a data set, and what all of it cost: for staff. Raises DataSetUnknown."""
        # A data set has a first revision from its first day on.
        self.market.revision(data_set, 1)
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
                    buyer_id=told.buyer_id, query_id=told.query_id, question=CountQuestion.model_validate_json(told.question),
                    epsilon_milli=told.epsilon_milli, answers=told.answers, plus_minus=told.plus_minus, at=told.at,
                )
                for told in entries[: -limit - 1 : -1]
            ),
        )  # fmt: skip

    def _admit(self, header: str, data_set: str, revision: int) -> tuple[Buyer, RevisionRecord]:
        buyer = identify(self.market, header)
        if not buyer.verified:
            raise BuyerNotVerified
        record = self.market.revision(data_set, revision)
        if record.state == RevisionState.REVOKED.value:
            raise RevisionRevoked
        return buyer, record

    def _vocabulary(self, record: RevisionRecord) -> Vocabulary:
        content = self.statistics.read(paths.vocabulary_name(record.round_id))
        if content is None:
            raise StatisticsNotKept
        return Vocabulary.from_json(content)

    def _exact(self, told: CountQuery, round_id: str, vocabulary: Vocabulary) -> list[int]:
        """One shard at a time is on disk, and of all only the payments that match in memory."""
        labels = vocabulary.labels[told.by] if told.by else ()
        unit, parts = Unit(told.of), list[Rows]()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "shard.npz"
            for shard in vocabulary.shards:
                self.statistics.fetch(paths.statistics_name(round_id, shard), path)
                parts.append(rows_of(path, told.where, told.by, labels, amounts=unit is Unit.AMOUNT_KRW))
        found: list[int] = add_up(join(parts), unit, len(labels) + 1, told.most_per_person).tolist()
        return found

    def _lines(self, totals: dict[str, int]) -> tuple[AccountLine, ...]:
        return tuple(
            AccountLine(account=account, total_milli=budget.total_milli, left_milli=budget.left_milli)
            for account, budget in self.budgets.of(totals).items()
        )


def _check(told: CountQuery, vocabulary: Vocabulary) -> None:
    """Raises QueryInvalid. Looks at the question and at what is public, never at the data."""
    if ({*told.where} | ({told.by} if told.by else set())) - vocabulary.labels.keys():
        named = ", ".join(vocabulary.labels)
        raise QueryInvalid(f"질의할 수 있는 열: {named}.", f"These columns may be asked about: {named}.")
    if any(label not in vocabulary.labels[column] for column, label in told.where.items()):
        raise QueryInvalid(
            "where에 없는 값이 있습니다. 열마다 쓸 수 있는 값은 GET /counts/budget이 알려 줍니다.",
            "A label in where is not one of its column's: GET /counts/budget lists them.",
        )
    unit = Unit(told.of)
    if unit is Unit.AMOUNT_KRW and not vocabulary.amounts:
        raise QueryInvalid("금액이 공개되지 않는 판본입니다.", "This revision tells no amounts.")
    if unit is Unit.CARDS and told.by is None and told.most_per_person != 1:
        raise QueryInvalid(
            "by 없이 카드를 셀 때 most_per_person은 1입니다.",
            "Without by, a card is counted once: most_per_person is 1.",
        )
    if told.by and len(vocabulary.labels[told.by]) > MOST_GROUPS:
        raise QueryInvalid(
            f"값이 {MOST_GROUPS:,}개를 넘는 열로는 나눌 수 없습니다.",
            f"A column of more than {MOST_GROUPS:,} labels is no table.",
        )
