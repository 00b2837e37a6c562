"""Compares all cases with the ledger. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.desk.bootstrap import books_check_from_env
from city.fines.desk.money.service.check_books import CheckBooks


def make_handler(books: Callable[[], CheckBooks] = books_check_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        books().check(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
