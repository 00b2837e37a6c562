"""Makes tickets of opinions' words that nobody said to record. Trigger: a schedule, every five minutes."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.talk.bootstrap import open_words_from_env
from city.fines.talk.service.keep_open_words import KeepOpenWords


def make_handler(open_words: Callable[[], KeepOpenWords] = open_words_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        open_words().hand_over(context.get_remaining_time_in_millis())

    return observed(handle)


handler = make_handler()
