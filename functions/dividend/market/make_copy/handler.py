"""Makes buyers' marked copies, and reads leaked samples for their marks: alone with the secret of the marks.

Trigger: the copies queue, fed by the market's API and by that of leaks.
"""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import CopyJobV1, TraceJobV1
from city.dividend.market.bootstrap import MarkUseCases, marks_from_env

_JOBS: TypeAdapter[CopyJobV1 | TraceJobV1] = TypeAdapter(CopyJobV1 | TraceJobV1)


def make_handler(marks: Callable[[], MarkUseCases] = marks_from_env) -> LambdaHandler:
    def work(body: str) -> None:
        job = _JOBS.validate_json(body)
        if isinstance(job, TraceJobV1):
            marks().trace_leak.trace(job.data_set, job.revision, job.case_id)
        else:
            marks().make_copy.make(job.buyer_id, job.data_set, job.revision)

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(work, event, context)

    return observed(handle)


handler = make_handler()
