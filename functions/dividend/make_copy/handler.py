"""Makes buyers' marked copies. Trigger: the copies queue, fed by the market's API."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: what it is for, it says
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend import CopyJobV1
from city.dividend.bootstrap import copies_from_env
from city.dividend.service.make_copy import MakeCopy


def make_handler(copies: Callable[[], MakeCopy] = copies_from_env) -> LambdaHandler:
    def work(body: str) -> None:
        job = CopyJobV1.model_validate_json(body)
        copies().make(job.buyer_id, job.data_set, job.revision)

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(work, event, context)

    return observed(handle)


handler = make_handler()
