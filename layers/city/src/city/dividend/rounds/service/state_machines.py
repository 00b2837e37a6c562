"""The state machines of Step Functions that prepare and pay a round, and the wait of one for the panel."""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from city.aws.observability import logger
from city.dividend.rounds.model import PanelVerdict

# What Step Functions answers about a task that no longer waits.
_NOBODY_WAITS = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")


@dataclass(frozen=True, slots=True)
class StateMachine:
    client: Any
    arn: str

    def start(self, round_id: str, attempt: int) -> None:
        """The same attempt is started once."""
        try:
            self.client.start_execution(
                stateMachineArn=self.arn, name=f"{round_id}-{attempt}", input=json.dumps({"round_id": round_id})
            )
        except self.client.exceptions.ExecutionAlreadyExists:
            return


@dataclass(frozen=True, slots=True)
class PanelWait:
    """A round's state machine while it waits for the panel."""

    client: Any

    def answer(self, token: str, verdict: PanelVerdict) -> None:
        """Wakes the round that waits under a task token. One that no longer waits was answered before."""
        try:
            if verdict is PanelVerdict.APPROVED:
                self.client.send_task_success(taskToken=token, output=json.dumps({"panel": verdict.value}))
            else:
                self.client.send_task_failure(taskToken=token, error="PanelRefused", cause="a member refused")
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NOBODY_WAITS:
                raise
            logger().warning("nobody waits for the panel", extra={"aws_code": error.response["Error"]["Code"]})
