"""Answers citizens' texts. Trigger: the inbound queue, fed by the two-way SMS topic."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.fines.sms import InboundMessage
from city.fines.talk.bootstrap import TextUseCases, texts_from_env


def make_handler(texts: Callable[[], TextUseCases] = texts_from_env) -> LambdaHandler:
    def answer(body: str) -> None:
        texts().answer_text.answer(InboundMessage.from_queue(body))

    def handle(event: Any, context: LambdaContext) -> Any:
        texts().once.watch(context)
        return process_queue(answer, event, context)

    return observed(handle)


handler = make_handler()
