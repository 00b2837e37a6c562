"""A queue that a template does not name keeps its logical id in its name, as on AWS.

ministack cuts the end of a name that is too long, and of a queue in a nested stack that is what tells a queue from its
dead letters: `…-InboundTexts-af16F83EC06E1ADC1` for both. CloudFormation shortens the stack's part and the logical id
each. Only queues: their names stand in metrics, and dashboards look for `DeadLetters` in them.
"""

from typing import Any

from infra.local.cloud.hooks import require

# A queue of a city that was made before keeps its name until it is made anew.
_LONGEST, _LONGEST_LOGICAL_ID = 80, 32


def keep_logical_ids() -> None:
    from ministack.services.cloudformation import provisioners

    require(provisioners, "_physical_name", "_sqs_queue_name")
    name_of = provisioners._sqs_queue_name

    def name_with_logical_id(properties: dict[str, Any], stack: str, logical_id: str) -> tuple[str, bool]:
        name, is_fifo = name_of(properties, stack, logical_id)
        whole = provisioners._physical_name(stack, logical_id, max_len=1_000)
        if properties.get("QueueName") or is_fifo or len(whole) <= _LONGEST:
            return name, is_fifo
        return shortened(stack, logical_id, suffix=whole.removeprefix(f"{stack}-{logical_id}-")), is_fifo

    provisioners._sqs_queue_name = name_with_logical_id


def shortened(stack: str, logical_id: str, suffix: str) -> str:
    end = f"-{logical_id[:_LONGEST_LOGICAL_ID]}-{suffix}"
    return stack[: _LONGEST - len(end)] + end
