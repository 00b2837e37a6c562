"""What a rule cannot deliver is tried again, and then goes to its target's dead-letter queue; a queue takes only what its
policy lets in. As on AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html

ministack logs a failed delivery and drops the event, hands events to queues without asking their policy, and lets a
function that raises lose its event after one try.
"""

import contextvars
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.local.cloud.hooks import require

_SENDER = "events.amazonaws.com"
# What AWS does without a RetryPolicy.
_MOST_ATTEMPTS, _MOST_SECONDS = 185, 86_400
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 30.0


@dataclass
class _Delivery:
    """One try to hand one event to one target."""

    rule: dict[str, Any]
    payload: str = ""
    error: str = ""
    reason: str = ""
    may_pass: bool = False

    def fail(self, error: str, reason: str, *, may_pass: bool = False) -> None:
        self.error, self.reason, self.may_pass = error, reason, may_pass


# Called with the rule of every event that was not delivered.
at_every_loss: list[Callable[[dict[str, Any]], None]] = []

_current: contextvars.ContextVar[_Delivery | None] = contextvars.ContextVar("delivery", default=None)


def deliver_or_keep() -> None:
    from ministack.services import eventbridge, lambda_svc, sns, sqs, stepfunctions

    require(lambda_svc, "invoke_async_with_retry", "_get_func_record_for_ref", "_execution_record_for_config")
    require(sqs, "queue_policy_allows", "_queue_by_arn")
    require(stepfunctions, "_resolve_state_machine_arn")
    require(eventbridge, "parse_arn")
    invoke, to_queue, to_machine = (
        eventbridge._invoke_target,
        eventbridge._dispatch_to_sqs,
        eventbridge._dispatch_to_stepfunctions,
    )

    def invoke_or_keep(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> None:
        delivery = _try(target, event, rule, view)
        if not delivery.error:
            return
        if delivery.may_pass:
            again = contextvars.copy_context()
            threading.Thread(target=again.run, args=(_retry, target, event, rule, delivery), daemon=True).start()
        else:
            _bury(target, delivery, attempts=0, condition="NoRetry")

    def _try(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any) -> _Delivery:
        delivery = _Delivery(rule)
        before = _current.set(delivery)
        try:
            invoke(target, event, rule, view)
        finally:
            _current.reset(before)
        return delivery

    def _retry(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], delivery: _Delivery) -> None:
        policy = target.get("RetryPolicy") or {}
        most = int(policy.get("MaximumRetryAttempts", _MOST_ATTEMPTS))
        until = time.monotonic() + int(policy.get("MaximumEventAgeInSeconds", _MOST_SECONDS))
        for attempt in range(most):
            pause = min(_FIRST_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)
            if time.monotonic() + pause > until:
                return _bury(target, delivery, attempts=attempt, condition="MaximumEventAgeInSeconds")
            time.sleep(pause)
            delivery = _try(target, event, rule, None)
            if not delivery.error:
                return None
            if not delivery.may_pass:
                return _bury(target, delivery, attempts=attempt + 1, condition="NoRetry")
        return _bury(target, delivery, attempts=most, condition="MaximumRetryAttempts")

    def _bury(target: dict[str, Any], delivery: _Delivery, *, attempts: int, condition: str) -> None:
        for note in at_every_loss:
            note(delivery.rule)
        arn = (target.get("DeadLetterConfig") or {}).get("Arn", "")
        queue = sqs._queue_by_arn(arn) if arn else None
        if not queue or not _is_let_in(arn, delivery.rule):
            eventbridge.logger.warning("EventBridge: %s, and no dead-letter queue took the event", delivery.reason)
            return
        to_queue(eventbridge.parse_arn(arn), delivery.payload)
        attributes = {
            "RULE_ARN": delivery.rule.get("Arn", ""),
            "TARGET_ARN": target.get("Arn", ""),
            "ERROR_CODE": delivery.error,
            "ERROR_MESSAGE": delivery.reason,
            "RETRY_ATTEMPTS": str(attempts),
            "EXHAUSTED_RETRY_CONDITION": condition,
        }
        queue["messages"][-1]["message_attributes"] = {
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        }

    def _is_let_in(queue_arn: str, rule: dict[str, Any]) -> bool:
        rule_arn = str(rule.get("Arn", ""))
        if not rule_arn.startswith("arn:aws:events:"):
            return True  # a schedule of EventBridge Scheduler sends with its role, and not by the queue's policy
        return bool(sqs.queue_policy_allows(queue_arn, _SENDER, rule_arn, rule_arn.split(":")[4]))

    def watched(dispatch: Callable[..., None], payload_at: int) -> Callable[..., None]:
        """A dispatch whose delivery knows what it carries, and what went wrong."""

        def dispatch_and_note(*arguments: Any) -> None:
            delivery = _current.get() or _Delivery({})
            delivery.payload = str(arguments[payload_at])
            try:
                dispatch(delivery, *arguments)
            except Exception as error:
                delivery.fail("SDK_CLIENT_ERROR", f"{type(error).__name__}: {error}", may_pass=True)
                raise

        return dispatch_and_note

    def dispatch_to_queue(delivery: _Delivery, spec: Any, payload: str, parameters: Any = None) -> None:
        if not sqs._queue_by_arn(str(spec)):
            delivery.fail("NO_RESOURCE", f"the queue {spec} does not exist")
        elif not _is_let_in(str(spec), delivery.rule):
            delivery.fail("NO_PERMISSIONS", f"the policy of {spec} does not let the rule send")
        else:
            to_queue(spec, payload, parameters)

    def dispatch_to_function(delivery: _Delivery, arn: str, payload: str) -> None:
        function, config, name = lambda_svc._get_func_record_for_ref(arn)
        if not function or not config:
            delivery.fail("NO_RESOURCE", f"the function {name} does not exist")
            return
        try:
            event = eventbridge.json.loads(payload)
        except ValueError:
            event = {"body": payload}
        # The function's own tries and destination from here on: it was handed the event.
        lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(function, config), event)

    def dispatch_to_topic(delivery: _Delivery, arn: str, payload: str) -> None:
        try:
            published = sns.publish_internal(arn, payload, "EventBridge Notification")
        except sns.SnsPublishError as refused:
            delivery.fail("NO_PERMISSIONS", f"{arn} refused: {refused}")
            return
        if published is None:
            delivery.fail("NO_RESOURCE", f"the topic {arn} does not exist")

    def dispatch_to_machine(delivery: _Delivery, arn: str, payload: str) -> None:
        if stepfunctions._resolve_state_machine_arn(arn) is None:
            delivery.fail("NO_RESOURCE", f"the state machine {arn} does not exist")
        else:
            to_machine(arn, payload)

    eventbridge._dispatch_to_sqs = watched(dispatch_to_queue, payload_at=1)
    eventbridge._dispatch_to_lambda = watched(dispatch_to_function, payload_at=1)
    eventbridge._dispatch_to_sns = watched(dispatch_to_topic, payload_at=1)
    eventbridge._dispatch_to_stepfunctions = watched(dispatch_to_machine, payload_at=1)
    eventbridge._invoke_target = invoke_or_keep
