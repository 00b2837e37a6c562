"""`AWS/SQS`: how many messages wait and for how long, and how many came, were taken and went.

ministack has no metrics of queues. As on AWS an idle queue reports nothing: one that holds nothing and that nobody has
sent to for ten minutes is idle here, for six hours there.
"""

import json
import time
from collections import Counter
from typing import Any

from infra.local.cloud.hooks import require
from infra.local.cloud.metrics.ticking import at_every_tick

IDLE_S = 600.0
_UNITS = {"ApproximateAgeOfOldestMessage": "Seconds"}
_taken, _deleted, _moved_in, _moved_out = Counter[str](), Counter[str](), Counter[str](), Counter[str]()


def measure_queues() -> None:
    from ministack.core.responses import request_scope
    from ministack.services import cloudwatch, sqs

    require(cloudwatch, "record_metric")
    require(sqs, "_queues", "_dlq_sweep", "_queue_by_arn", "_delete_messages_for_esm", "_HANDLERS")
    collect, sweep = sqs._collect_msgs, sqs._dlq_sweep
    before: dict[Any, int] = {}
    busy: dict[Any, float] = {}

    def collect_and_count(queue: dict[str, Any], *arguments: Any) -> Any:
        collected = collect(queue, *arguments)
        _taken[_arn(queue)] += len(collected)
        return collected

    def sweep_and_count(queue: dict[str, Any]) -> None:
        held = len(queue["messages"])
        sweep(queue)
        if moved := held - len(queue["messages"]):
            _moved_out[_arn(queue)] += moved
            policy = json.loads(queue["attributes"].get("RedrivePolicy") or "{}")
            _moved_in[str(policy.get("deadLetterTargetArn"))] += moved

    def counting(delete: Any, url_of: Any) -> Any:
        def delete_and_count(*arguments: Any) -> Any:
            queue = sqs._queues.get(url_of(*arguments))
            held = len(queue["messages"]) if queue else 0
            answer = delete(*arguments)
            if queue:
                _deleted[_arn(queue)] += max(0, held - len(queue["messages"]))
            return answer

        return delete_and_count

    def asked(data: dict[str, Any], url: str) -> str:
        return str(data.get("QueueUrl", url))

    def measure_all() -> None:
        now = time.time()
        for (account, region, url), queue in list(sqs._queues._data.items()):
            with request_scope(account, region):
                values = _measured(queue, now, before.get(url, 0))
                before[url] = len(queue["messages"])
                if any(values.values()):
                    busy[url] = now
                if now - busy.setdefault(url, now) <= IDLE_S:
                    name = {"QueueName": str(url).rsplit("/", 1)[-1]}
                    for metric, value in values.items():
                        cloudwatch.record_metric("AWS/SQS", metric, value, _UNITS.get(metric, "Count"), name)

    sqs._collect_msgs, sqs._dlq_sweep = collect_and_count, sweep_and_count
    sqs._delete_messages_for_esm = counting(sqs._delete_messages_for_esm, lambda url, _: url)
    for action in ("DeleteMessage", "DeleteMessageBatch"):
        sqs._HANDLERS[action] = counting(sqs._HANDLERS[action], asked)
    at_every_tick(measure_all)


def _measured(queue: dict[str, Any], now: float, held_before: int) -> dict[str, float]:
    messages, arn = list(queue["messages"]), _arn(queue)
    taken, deleted = _taken.pop(arn, 0), _deleted.pop(arn, 0)
    moved_in, moved_out = _moved_in.pop(arn, 0), _moved_out.pop(arn, 0)
    hidden = [m for m in messages if m.get("visible_at", 0) > now]
    delayed = sum(1 for m in hidden if not m.get("receive_count"))
    oldest = min((m.get("enqueued_at", m.get("sent_at", now)) for m in messages), default=now)
    # Messages come by six ways and leave by one: what is here and what left, less what was here, is what came. What
    # another queue gave up on is no message sent, on AWS either.
    sent = max(0, len(messages) - held_before + deleted + moved_out - moved_in)
    return {
        "ApproximateNumberOfMessagesVisible": len(messages) - len(hidden),
        "ApproximateNumberOfMessagesNotVisible": len(hidden) - delayed,
        "ApproximateNumberOfMessagesDelayed": delayed,
        "ApproximateAgeOfOldestMessage": max(0.0, now - oldest),
        "NumberOfMessagesSent": sent,
        "NumberOfMessagesReceived": taken,
        "NumberOfMessagesDeleted": deleted,
    }


def _arn(queue: dict[str, Any]) -> str:
    return str(queue["attributes"].get("QueueArn", ""))
