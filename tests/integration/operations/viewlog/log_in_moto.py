"""The log of views over moto: the table as the template declares it, a clock that stands, and entries to append."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import boto3

from city.aws.dynamo import bind, open_connection
from city.contracts.operations.viewlog import LegalBasis, ViewEntryV1, ViewOutcome
from city.kernel.clock import Clock
from city.operations.viewlog.bootstrap import build_check, build_seal
from city.operations.viewlog.proving.checking import CheckedLog, check_log
from city.operations.viewlog.proving.heads import read_sealed
from city.operations.viewlog.tables.log import LogRecord, ViewLog
from functions.operations.viewlog.seal_log.handler import make_handler as make_sealer
from infra.templates import ROOT, read_template, resources_of
from tests.integration.moto_city import NOW, REGION, Context, FixedClock, create_signing_key

TABLE = "ViewlogTable"


def create_log_table() -> None:
    declared = resources_of(read_template(ROOT / "infra/operations/viewlog.yaml"), "AWS::DynamoDB::Table")[TABLE]
    wanted = ("AttributeDefinitions", "KeySchema", "BillingMode")
    boto3.client("dynamodb").create_table(TableName=TABLE, **{part: declared[part] for part in wanted})


def open_log(clock: Clock, pause: Callable[[float], None] = lambda _: None) -> ViewLog:
    connection = open_connection(REGION)
    bind(LogRecord, TABLE, connection)
    return ViewLog(connection, clock, jitter=lambda: 0.5, pause=pause)


def view_of(number: int, at: datetime = NOW, **changes: Any) -> ViewEntryV1:
    """An officer looks through a camera that was opened to 112."""
    return ViewEntryV1(
        **{
            "key": f"view#session-{number}",
            "outcome": ViewOutcome.VIEW,
            "at": at,
            "who": "police-1",
            "name": "김경위",
            "organisation": "112",
            "outside": True,
            "grant": "grant-1",
            "incident": "20261110T030000-0a1b2c3d",
            "camera": f"cam-{number % 7}",
            "basis": LegalBasis.URGENT_DANGER,
            "purpose": "112 신고 현장 확인",
            **changes,
        }
    )


# 13:00 on the tenth in Seoul.
START = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
BUCKET = "heads"


class Room:
    """The log, its heads and its key; every part is the real one but the clock."""

    def __init__(self) -> None:
        create_log_table()
        declared = resources_of(read_template(ROOT / "infra/operations/viewlog.yaml"), "AWS::S3::Bucket")["HeadsBucket"]
        lock = declared["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
        s3 = boto3.client("s3")
        s3.create_bucket(
            Bucket=BUCKET,
            CreateBucketConfiguration={"LocationConstraint": REGION},
            ObjectLockEnabledForBucket=declared["ObjectLockEnabled"],
        )
        s3.put_object_lock_configuration(
            Bucket=BUCKET,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": lock["Mode"], "Days": 3650}},
            },
        )
        self.s3 = s3
        self.clock = FixedClock(START)
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "VIEWLOG_TABLE": TABLE,
            "VIEWLOG_HEADS_BUCKET": BUCKET,
            "VIEWLOG_KEY_ARN": create_signing_key(),
            "VIEWLOG_CHECKED_DAYS": "4",
        }
        self.log = open_log(self.clock)
        self.sealer = build_seal(self.environment, self.clock)
        self.heads = self.sealer.heads
        self.appended = 0

    def append(self, count: int = 1) -> None:
        self.log.append_all([view_of(self.appended + number) for number in range(count)])
        self.appended += count

    def seal(self) -> int:
        before = len(self.names())
        make_sealer(lambda: self.sealer)({}, Context())
        return len(self.names()) - before

    def check(self) -> CheckedLog:
        return build_check(self.environment, self.clock).check()

    def found(self) -> list[tuple[str, date | None, int | None]]:
        return [(finding.kind, finding.day, finding.number) for finding in self.check().findings]

    def names(self) -> list[str]:
        return [found["Key"] for found in self.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def last(self) -> Any:
        return read_sealed(self.s3.get_object(Bucket=BUCKET, Key=self.names()[-1])["Body"].read())

    def check_everything(self) -> CheckedLog:
        days = {date.fromisoformat(name.split("/")[1]) for name in self.names()}
        lines = {day: list(self.log.lines(day)) for day in days}
        return check_log(lines, list(self.heads.versions()), self.sealer.verifies)
