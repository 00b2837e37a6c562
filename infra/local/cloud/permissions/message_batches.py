"""Whoever may do a thing with one message may do it with ten: SQS knows no right of its own for batches.

ministack asks for `sqs:DeleteMessageBatch`, which no policy can name on AWS (service authorization reference, Amazon SQS).
"""

from typing import Any

from infra.local.cloud.hooks import require

_SERVICE, _BATCH = "sqs:", "Batch"


def judge_as_one() -> None:
    from ministack.core import iam_actions

    require(iam_actions, "extract_iam_action")
    extract = iam_actions.extract_iam_action

    def extract_as_one(*asked: Any, **named: Any) -> Any:
        action = extract(*asked, **named)
        if isinstance(action, str) and action.startswith(_SERVICE):
            return action.removesuffix(_BATCH)
        return action

    iam_actions.extract_iam_action = extract_as_one
