"""Builds the function that answers with noise."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.dividend.bootstrap import Environment, open_folder, open_tables
from city.dividend.statistics.settings import CountSettings
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from city.dividend.statistics.noise import Mechanism
    from city.dividend.statistics.service.answer_count import AnswerCount
    from city.dividend.statistics.service.tell_budget import ShowPrivacyLedger, TellBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class CountUseCases:
    answer_count: AnswerCount
    tell_budget: TellBudget
    show_ledger: ShowPrivacyLedger


def build_counts(
    environment: Environment, clock: Clock, noise: Callable[[int, int], Mechanism] | None = None
) -> CountUseCases:
    from city.dividend.market.tables.buyers import Buyers
    from city.dividend.market.tables.records import RECORDS as MARKET_RECORDS
    from city.dividend.market.tables.revisions import Revisions
    from city.dividend.statistics.noise import laplace
    from city.dividend.statistics.service.answer_count import AnswerCount
    from city.dividend.statistics.service.questions import Questions
    from city.dividend.statistics.service.tell_budget import ShowPrivacyLedger, TellBudget
    from city.dividend.statistics.tables.budget import Budgets
    from city.dividend.statistics.tables.records import RECORDS

    settings = CountSettings.from_environment(environment)
    budgets = Budgets(open_tables(settings, MARKET_RECORDS, RECORDS))
    revisions, statistics, mechanism = Revisions(), open_folder(settings.statistics_bucket), noise or laplace
    questions = Questions(buyers=Buyers(), revisions=revisions, statistics=statistics)
    return CountUseCases(
        answer_count=AnswerCount(
            questions=questions, budgets=budgets, statistics=statistics, noise=mechanism, clock=clock
        ),
        tell_budget=TellBudget(questions=questions, budgets=budgets, noise=mechanism),
        show_ledger=ShowPrivacyLedger(revisions=revisions, budgets=budgets),
    )


@cache
def counts_from_env() -> CountUseCases:
    return build_counts(os.environ, SystemClock())
