"""What runs, what waits, what is kept, and what is only played. All names are found by the name of the city's stack."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from city.contracts.watch.staff import BackupLine, QueueLine, SystemState
from city.kernel.clock import Clock
from city.kernel.settings import SANDBOX
from city.watch.ages import oldest_ages

_ASKED = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
    "QueueArn",
    "RedrivePolicy",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSystem:
    cloudformation: Any
    sqs: Any
    dynamodb: Any
    cloudwatch: Any
    clock: Clock
    stage: str

    def show(self) -> SystemState:
        name = f"dongne-{self.stage}"
        (stack,) = self.cloudformation.describe_stacks(StackName=name)["Stacks"]
        given = {each["ParameterKey"]: each.get("ParameterValue", "") for each in stack.get("Parameters", [])}
        made = {each["OutputKey"]: each.get("OutputValue", "") for each in stack.get("Outputs", [])}
        return SystemState(
            stage=self.stage,
            version=given.get("Version") or None,
            pages=made.get("DoorPagesDigest") or None,
            stack=name,
            status=stack["StackStatus"],
            deployed_at=stack.get("LastUpdatedTime") or stack.get("CreationTime"),
            runtime=given.get("PythonRuntime"),
            tags={tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])},
            sandboxed=sorted(parameter for parameter, value in given.items() if value == SANDBOX),
            queues=list(self._queues(f"{name}-")),
            backups=list(self._backups(f"{name}-")),
        )

    def _queues(self, prefix: str) -> Iterator[QueueLine]:
        pages = self.sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix)
        asked = {
            url: self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_ASKED)["Attributes"]
            for page in pages
            for url in page.get("QueueUrls", [])
        }
        given_up_into = {
            json.loads(each["RedrivePolicy"])["deadLetterTargetArn"]
            for each in asked.values()
            if "RedrivePolicy" in each
        }
        names = {url: url.rpartition("/")[2] for url in asked}
        ages = oldest_ages(self.cloudwatch, list(names.values()), self.clock.now())
        for url, each in sorted(asked.items()):
            yield QueueLine(
                name=names[url],
                dead_letters=each["QueueArn"] in given_up_into,
                waiting=int(each["ApproximateNumberOfMessages"]),
                in_work=int(each["ApproximateNumberOfMessagesNotVisible"]),
                delayed=int(each["ApproximateNumberOfMessagesDelayed"]),
                oldest_age_s=ages.get(names[url]),
            )

    def _backups(self, prefix: str) -> Iterator[BackupLine]:
        for page in self.dynamodb.get_paginator("list_tables").paginate():
            for table in page["TableNames"]:
                if table.startswith(prefix):
                    described = self.dynamodb.describe_continuous_backups(TableName=table)
                    kept = described["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription", {})
                    yield BackupLine(
                        table=table,
                        point_in_time=kept.get("PointInTimeRecoveryStatus") == "ENABLED",
                        restorable_until=kept.get("LatestRestorableDateTime"),
                    )
