"""The state machine that keeps the time of a run: it asks, waits for an answer or for the limit, and goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.observability import logger
from city.operations.procedures.errors import MachineNotReached
from city.operations.procedures.tables.runs import RunKey
from city.operations.procedures.walk import Asked, Ending

# What Step Functions answers about a task that no longer waits.
_NOBODY_WAITS = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")


def told_next(following: Asked | Ending) -> dict[str, Any]:
    """What the state machine goes on with."""
    if isinstance(following, Ending):
        return {"over": True, "ending": following.value}
    limit_s = int(following.limit.total_seconds())
    return {"over": False, "number": following.number, "turn": following.turn, "who": following.who, "limit_s": limit_s}


@dataclass(frozen=True, slots=True)
class ProcedureMachine:
    client: Any
    arn: str

    def start(self, key: RunKey, first: Asked) -> None:
        """The same run is started once. Raises MachineNotReached."""
        told = {"run_id": str(key), "next": told_next(first)}
        try:
            self.client.start_execution(stateMachineArn=self.arn, name=str(key), input=json.dumps(told))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise MachineNotReached from error
        except BotoCoreError as error:
            raise MachineNotReached from error

    def go_on(self, token: str, following: Asked | Ending) -> None:
        """Wakes the run that waits under a task token; one that no longer waits goes its own way. Raises MachineNotReached."""
        try:
            self.client.send_task_success(taskToken=token, output=json.dumps(told_next(following)))
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NOBODY_WAITS:
                raise MachineNotReached from error
            logger().info("nobody waits for the step", extra={"aws_code": error.response["Error"]["Code"]})
        except BotoCoreError as error:
            raise MachineNotReached from error
