"""Procedures over moto. Step Functions is played: it does what `procedure.asl.json` says, when a test lets time pass."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import boto3
from botocore.exceptions import ClientError

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.machine import AskTask, EndTask, StepTask
from city.contracts.operations.staff.procedures import WriteProcedure
from city.operations.procedures.bootstrap import _open_tables
from city.operations.procedures.service.answer_step import AnswerStep
from city.operations.procedures.service.ask_step import AskStep
from city.operations.procedures.service.end_run import EndRun
from city.operations.procedures.service.hand_over_step import HandOverStep
from city.operations.procedures.service.hear_incident import HearIncident
from city.operations.procedures.service.machine import ProcedureMachine
from city.operations.procedures.service.note_late import NoteLate
from city.operations.procedures.service.show_runs import ShowRuns, ShowWaiting
from city.operations.procedures.service.start_run import StartRun
from city.operations.procedures.service.write_procedure import WriteProcedures
from city.operations.procedures.settings import ProcedureSettings
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import REGION, FixedClock

MINSU = StaffPerson("minsu", "박민수", "minsu@example.go.kr")
JIYOUNG = StaffPerson("jiyoung", "김지영", "jiyoung@example.go.kr")
INCIDENT = "20261129T181240-3f9a2c71"


@dataclass
class PlayedMachine:
    """Executions by name, each with what it goes on with and, while it waits, its token."""

    ask: Callable[[dict[str, Any]], None] = field(init=False)
    late: Callable[[dict[str, Any]], dict[str, Any]] = field(init=False)
    end: Callable[[dict[str, Any]], None] = field(init=False)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refuses: bool = False
    numbers: Any = field(default_factory=count)

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        self._refuse_if_told()
        if name in self.runs:
            raise ClientError({"Error": {"Code": "ExecutionAlreadyExists"}}, "StartExecution")
        self.runs[name] = json.loads(input)
        self._go_on(name)

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803
        self._refuse_if_told()
        name = self.tokens.pop(taskToken, None)
        if name is None:
            raise ClientError({"Error": {"Code": "TaskTimedOut"}}, "SendTaskSuccess")
        self.runs[name]["next"] = json.loads(output)
        self._go_on(name)

    def time_out(self, name: str) -> None:
        """The limit of the step that waits is over."""
        for token in [token for token, run in self.tokens.items() if run == name]:
            del self.tokens[token]
        step = self.runs[name]["next"]
        task = {"run_id": name, "number": step["number"], "turn": step["turn"]}
        self.runs[name]["next"] = self.late(task)
        self._go_on(name)

    def ask_again(self, name: str) -> None:
        """As after a function that died having written the step: another token, the same step."""
        for token in [token for token, run in self.tokens.items() if run == name]:
            del self.tokens[token]
        self._go_on(name)

    def _go_on(self, name: str) -> None:
        step = self.runs[name]["next"]
        if step["over"]:
            self.end({"run_id": name, "ending": step["ending"]})
            return
        token = f"token-{next(self.numbers)}"
        self.tokens[token] = name
        asked = {part: step[part] for part in ("number", "turn", "who", "limit_s")}
        self.ask({"run_id": name, **asked, "token": token})

    def _refuse_if_told(self) -> None:
        if self.refuses:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "StartExecution")


class Room:
    """The table as the template declares it; every part is the real one but the clock and Step Functions."""

    def __init__(self) -> None:
        template = read_template(ROOT / "infra/operations/procedures.yaml")
        properties = resources_of(template, "AWS::DynamoDB::Table")["ProceduresTable"]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        boto3.client("dynamodb").create_table(
            TableName="ProceduresTable", **{part: properties[part] for part in wanted if part in properties}
        )
        self.clock = FixedClock()
        settings = ProcedureSettings(stage="local", aws_region=REGION, procedures_table="ProceduresTable")
        self.procedures, self.runs = _open_tables(settings)
        self.played = PlayedMachine()
        machine, clock = ProcedureMachine(self.played, "arn"), self.clock
        parts: dict[str, Any] = {"procedures": self.procedures, "runs": self.runs}
        asking = AskStep(**parts, machine=machine, clock=clock)
        lateness, ending = NoteLate(**parts, clock=clock), EndRun(runs=self.runs, clock=clock)
        self.played.ask = lambda task: asking.ask(AskTask.model_validate(task))
        self.played.late = lambda task: lateness.note(StepTask.model_validate(task))
        self.played.end = lambda task: ending.end(EndTask.model_validate(task))
        self.starts = StartRun(runs=self.runs, machine=machine, clock=clock)
        self.hearing = HearIncident(**parts, starts=self.starts, machine=machine, clock=clock)
        self.answers = AnswerStep(**parts, machine=machine, clock=clock)
        self.hands_over = HandOverStep(runs=self.runs)
        self.shown, self.waiting = ShowRuns(**parts), ShowWaiting(runs=self.runs)
        self.writes = WriteProcedures(procedures=self.procedures, clock=clock)

    def write_fire(self, version: int = 0, **changes: Any) -> None:
        self.writes.write("fire", fire(version, **changes), JIYOUNG)

    def hear(self, sample: str, **changes: Any) -> None:
        detail = {**json.loads((ROOT / f"tests/unit/contracts/samples/{sample}.json").read_text()), **changes}
        message = {
            "id": "1",
            "source": "dongne.operations",
            "detail-type": detail["event_id"].split("/")[1],
            "time": self.clock.now().isoformat(),
            "detail": detail,
        }
        self.hearing.hear(json.dumps(message))


def fire(version: int = 0, **changes: Any) -> WriteProcedure:
    step = {"ko": "영상 확인", "en": "Look at the cameras", "who": "operator", "limit_s": 120}
    return WriteProcedure.model_validate(
        {
            "version": version,
            "ko": "화재",
            "en": "Fire",
            "category": "disaster",
            "kinds": ["fire"],
            "from_severity": "moderate",
            "steps": [
                step,
                {**step, "ko": "119 통보", "en": "Tell 119", "when_late": "stop", "may_refuse": False},
            ],
            **changes,
        }
    )
