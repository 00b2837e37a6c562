"""Answers questions with noise, out of budgets that are charged before anybody hears the answer. Needs the privacy layer.

The promise is made to every person (a card of the round) and holds for whatever all buyers together are ever answered of a data set
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
from city.contracts.dividend.statistics import CountAnswer, CountQuery, GroupAnswer
from city.dividend.rounds.contributions import Rows, Unit, add_up, join
from city.dividend.rounds.service import paths
from city.dividend.rounds.statistics_file import LabelVocabulary, rows_of
from city.dividend.statistics.budget import charge, data_set_account, totals_of
from city.dividend.statistics.errors import QueryInvalid
from city.dividend.statistics.noise import CERTAINTY_PERCENT
from city.dividend.statistics.tables.budget import AnsweredQuery, Budgets
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from city.dividend.statistics.noise import Mechanism

from city.dividend.statistics.service.questions import Questions, lines_of

# An item of the ledger holds the answers of a question, and has 400 kB.
MOST_GROUPS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCount:
    questions: Questions
    budgets: Budgets
    statistics: Folder
    noise: "Callable[[int, int], Mechanism]"
    clock: Clock

    def answer(self, header: str, query: CountQuery) -> CountAnswer:
        """The same question under the same name hears the same answer again, for nothing.

        Raises BuyerUnknown, BuyerNotVerified, DataSetUnknown, RevisionRevoked, StatisticsNotKept, QueryInvalid,
        QueryReused, BudgetExceeded, BudgetMoved.
        """
        buyer, record = self.questions.admit(header, query.data_set, query.revision)
        vocabulary = self.questions.vocabulary_of(record)
        _check(query, vocabulary)
        account = data_set_account(query.data_set)
        totals = totals_of(query.data_set, vocabulary.first_day, vocabulary.last_day)
        question = json.dumps(query.model_dump(exclude={"query_id"}), sort_keys=True, ensure_ascii=False)
        stands = self.budgets.answered(account, buyer.buyer_id, query.query_id, question)
        if stands is None:
            mechanism = self.noise(query.most_per_person, query.epsilon_milli)
            # Refused before anything is counted: what a refusal took to compute would tell something, too.
            charge(self.budgets.of(totals), mechanism.epsilon_milli)
            answers = tuple(mechanism.release(self._exact(query, record.round_id, vocabulary)))
            stands = self.budgets.charge(
                account,
                totals,
                AnsweredQuery(
                    buyer_id=buyer.buyer_id,
                    query_id=query.query_id,
                    question=question,
                    answers=answers,
                    epsilon_milli=mechanism.epsilon_milli,
                    plus_minus=mechanism.plus_minus,
                    at=self.clock.now(),
                ),
            )
            count("CountAnswered")
            logger().info("count answered", extra={"data_set": query.data_set, "epsilon_milli": stands.epsilon_milli})
        labels = (*(vocabulary.labels[query.by] if query.by else ()), None)
        return CountAnswer(
            query_id=query.query_id,
            answers=tuple(
                GroupAnswer(label=label, answer=answer) for label, answer in zip(labels, stands.answers, strict=True)
            ),
            plus_minus=stands.plus_minus,
            certainty_percent=CERTAINTY_PERCENT,
            epsilon_milli=stands.epsilon_milli,
            budgets=lines_of(self.budgets, totals),
        )

    def _exact(self, query: CountQuery, round_id: str, vocabulary: LabelVocabulary) -> list[int]:
        """One shard at a time is on disk, and of all only the payments that match in memory."""
        labels = vocabulary.labels[query.by] if query.by else ()
        unit, parts = Unit(query.of), list[Rows]()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "shard.npz"
            for shard in vocabulary.shards:
                self.statistics.fetch(paths.statistics_name(round_id, shard), path)
                parts.append(rows_of(path, query.where, query.by, labels, amounts=unit is Unit.AMOUNT_KRW))
        found: list[int] = add_up(join(parts), unit, len(labels) + 1, query.most_per_person).tolist()
        return found


def _check(query: CountQuery, vocabulary: LabelVocabulary) -> None:
    """Raises QueryInvalid. Looks at the question and at what is public, never at the data."""
    if ({*query.where} | ({query.by} if query.by else set())) - vocabulary.labels.keys():
        named = ", ".join(vocabulary.labels)
        raise QueryInvalid(f"질의할 수 있는 열: {named}.", f"These columns may be asked about: {named}.")
    if any(label not in vocabulary.labels[column] for column, label in query.where.items()):
        raise QueryInvalid(
            "where에 없는 값이 있습니다. 열마다 쓸 수 있는 값은 GET /counts/budget이 알려 줍니다.",
            "A label in where is not one of its column's: GET /counts/budget lists them.",
        )
    unit = Unit(query.of)
    if unit is Unit.AMOUNT_KRW and not vocabulary.amounts:
        raise QueryInvalid("금액이 공개되지 않는 판본입니다.", "This revision tells no amounts.")
    if unit is Unit.CARDS and query.by is None and query.most_per_person != 1:
        raise QueryInvalid(
            "by 없이 카드를 셀 때 most_per_person은 1입니다.",
            "Without by, a card is counted once: most_per_person is 1.",
        )
    if query.by and len(vocabulary.labels[query.by]) > MOST_GROUPS:
        raise QueryInvalid(
            f"값이 {MOST_GROUPS:,}개를 넘는 열로는 나눌 수 없습니다.",
            f"A column of more than {MOST_GROUPS:,} labels is no table.",
        )
