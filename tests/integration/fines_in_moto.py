"""A fines department in moto: tables, topics and secrets as the template declares them, and people around it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal

import boto3

from city.aws.observability import LambdaContext
from city.fines.bootstrap import (
    Counter,
    Doors,
    build_chat,
    build_counter,
    build_doors,
    build_import,
    build_settlement,
    build_text_desk,
)
from city.fines.errors import TextRefused
from city.fines.law.service.import_notices import ImportNotices
from city.fines.law.tables.accounts import AccountRecord, Accounts
from city.fines.money.service.settle_deposit import SettleDeposit
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.service.chat import Chat
from city.kernel.errors import Transient
from city.kernel.phone import PhoneNumber
from infra.local.seed import as_csv, notice_row
from infra.templates import read_domain, resources_of

REGION: Final = "ap-northeast-2"
BANK = "NH"
NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
OWNER, STRANGER = "010-1234-5678", "010-9999-0000"


@dataclass
class FixedClock:
    """Stands still until it is moved."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Postbag:
    """A carrier that keeps every text; it can be told to refuse some."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    refusals: int = 0
    refuses_for_good: bool = False

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        if self.refuses_for_good:
            raise TextRefused("foreign number")
        if self.refusals:
            self.refusals -= 1
            raise Transient("the carrier is busy")
        self.texts.append((to.e164, text))
        self.keys.append(key)

    def last(self) -> str:
        return self.texts[-1][1]


class Context(LambdaContext):
    """What Lambda hands a handler."""

    def __init__(self, remaining_ms: int = 30_000) -> None:
        self._function_name, self._memory_limit_in_mb = "test", 512
        self._invoked_function_arn = "arn:aws:lambda:ap-northeast-2:000000000000:function:test"
        self._aws_request_id, self._remaining_ms = "request-1", remaining_ms

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static there, a method in Lambda
        return self._remaining_ms


def sms_body(message_id: str, sender: str, text: str) -> str:
    """What the inbound queue holds for one text."""
    sms = {
        "originationNumber": PhoneNumber.parse(sender).e164,
        "destinationNumber": "00003396",
        "messageKeyword": "KEYWORD_00003396",
        "messageBody": text,
        "inboundMessageId": message_id,
    }
    return json.dumps({"Type": "Notification", "Timestamp": "2026-11-10T03:00:00.000Z", "Message": json.dumps(sms)})


def sqs_event(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"sqs-{position}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:ap-northeast-2:000000000000:queue",
                "awsRegion": REGION,
            }
            for position, body in enumerate(bodies)
        ]
    }


class FinesInMoto:
    """Create inside moto (or beside a moto server); every part is the real one but the carrier and the clock."""

    def __init__(self) -> None:
        self.clock, self.post = FixedClock(), Postbag()
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "CASES_TABLE": "CasesTable",
            "ACCOUNTS_TABLE": "AccountsTable",
            "DEPOSITS_TABLE": "DepositsTable",
            "LEDGER_TABLE": "LedgerTable",
            "TALKS_TABLE": "TalksTable",
            "DESK_TABLE": "DeskTable",
            "IDEMPOTENCY_TABLE": "IdempotencyTable",
            "PRIVACY_KEY_SECRET": "privacy-key",  # pragma: allowlist secret
            "BANK": "sandbox",
            "BANK_SECRET": "bank-secret",  # pragma: allowlist secret
            "MESSAGE_HUB_SECRET": "message-hub-secret",  # pragma: allowlist secret
            "REPORTS_BUCKET": "reports",
            "STATEMENT_BANKS": "NH",
            "EVENT_BUS": "city",
        }

    def build(self) -> "FinesInMoto":
        """Creates what the template declares."""
        dynamodb = boto3.client("dynamodb")
        for name, properties in resources_of(read_domain("fines"), "AWS::DynamoDB::Table").items():
            wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
            dynamodb.create_table(TableName=name, **{part: properties[part] for part in wanted if part in properties})
        secrets = boto3.client("secretsmanager")
        secrets.create_secret(Name="privacy-key", SecretString="p" * 64)  # pragma: allowlist secret
        secrets.create_secret(Name="bank-secret", SecretString="b" * 64)  # pragma: allowlist secret
        secrets.create_secret(Name="message-hub-secret", SecretString="h" * 40)  # pragma: allowlist secret
        s3 = boto3.client("s3")
        for bucket in ("inbox", "reports"):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        sqs = boto3.client("sqs")
        self.environment["DEPOSITS_QUEUE_URL"] = sqs.create_queue(QueueName="deposits")["QueueUrl"]
        self.environment["TEXTS_QUEUE_URL"] = sqs.create_queue(QueueName="texts")["QueueUrl"]
        self.environment["TEXTS_QUARANTINE_URL"] = sqs.create_queue(QueueName="quarantine")["QueueUrl"]
        boto3.client("events").create_event_bus(Name="city")
        events_queue = sqs.create_queue(QueueName="events")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=events_queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        boto3.client("events").put_rule(
            Name="all", EventBusName="city", EventPattern=json.dumps({"source": ["dongne.fines"]})
        )
        boto3.client("events").put_targets(Rule="all", EventBusName="city", Targets=[{"Id": "q", "Arn": arn}])
        self.events_queue = events_queue
        self.open()
        return self

    def open(self) -> None:
        """Builds the department's parts anew, as a fresh function process would."""
        self.desk = build_text_desk(self.environment, self.clock, self.post)

    @property
    def accounts(self) -> Accounts:
        """The text desk's view of the pool."""
        return self.desk.answer_text._accounts

    @cached_property
    def settlement(self) -> SettleDeposit:
        return build_settlement(self.environment, self.clock, self.post)

    @cached_property
    def imports(self) -> ImportNotices:
        return build_import(self.environment, self.clock)

    @cached_property
    def doors(self) -> Doors:
        return build_doors(self.environment, self.clock)

    @cached_property
    def chat(self) -> Chat:
        return build_chat(self.environment, self.clock)

    @cached_property
    def counter(self) -> Counter:
        return build_counter(self.environment, self.clock, self.post)

    @property
    def deposits(self) -> Deposits:
        return self.settlement._deposits

    # --- what people do ---

    def fill_pool(self, count: int = 50) -> None:
        self.accounts.add_to_pool(BANK, [f"7901{serial:010d}" for serial in range(count)], self.clock.now())

    def import_rows(self, *rows: dict[str, str], key: str = "notices.csv", encoding: str = "utf-8-sig") -> Any:
        content = as_csv(list(rows)).decode("utf-8-sig").encode(encoding)
        boto3.client("s3").put_object(Bucket="inbox", Key=key, Body=content)
        return self.imports.import_file("inbox", key)

    def add_notice(self, serial: int = 1, **cells: Any) -> str:
        """One notice of the owner's, violated on 3 November, with its early window until the 25th."""
        number = f"1140-2026-{serial:07d}"
        usual = {
            "관리번호": number, "차량번호": "12가3456", "소유자": "홍길동", "휴대전화": OWNER,
            "위반일시": "2026-11-03 14:05", "위반장소": "퇴계로 87", "사전통지일": "2026-11-05", "의견제출기한": "2026-11-25",
            "부과일": "2026-12-01", "납부기한": "2027-01-30",
        }  # fmt: skip
        report = self.import_rows(notice_row(**{**usual, **cells}), key=f"{number}.csv")
        assert report.loaded == 1, report
        return number

    def text(self, message_id: str, sender: str, words: str) -> dict[str, Any]:
        """One text through the real handler. Returns the batch answer."""
        return self.deliver(sms_body(message_id, sender, words))

    def deliver(self, body: str) -> dict[str, Any]:
        """One message of the inbound queue through the real handler. Returns the batch answer."""
        from functions.fines.talk.receive_text.handler import make_handler

        return dict(make_handler(lambda: self.desk)(sqs_event(body), Context()))

    def ask(self, sender: str, words: str) -> str:
        """One text, one answer."""
        before = len(self.post.texts)
        answer = self.text(f"message-{before}-{len(words)}-{sender}", sender, words)
        assert answer == {"batchItemFailures": []}
        assert len(self.post.texts) == before + 1
        return self.post.last()

    def pay(
        self,
        account: str,
        amount_krw: int,
        deposit_id: str = "deposit-1",
        deposited_at: datetime | None = None,
        kind: Literal["deposit", "cancel"] = "deposit",
    ) -> Any:
        """The bank's word reaches the settling function. Returns the deposit's record."""
        from city.contracts.fines.deposits import DepositNotificationV2

        notification = DepositNotificationV2(
            kind=kind,
            bank=BANK,
            deposit_id=deposit_id,
            account_number=account,
            amount_krw=amount_krw,
            deposited_at=deposited_at or self.clock.now(),
        )
        self.settlement.settle(notification)
        return self.deposits.get(f"{BANK}:{deposit_id}")

    def events(self) -> list[dict[str, Any]]:
        """Every event published so far, taken off the bus."""
        sqs = boto3.client("sqs")
        found = []
        while messages := sqs.receive_message(QueueUrl=self.events_queue, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.events_queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    def bound_accounts(self) -> list[str]:
        """Account numbers that are bound to a notice now, neither paid nor let go."""
        bound = [found for found in AccountRecord.scan() if found.issue]
        return [f.account_number for f in bound if not f.issue.revoked_at and not f.issue.paid_at]


def account_in(reply: str) -> str:
    """The account number in a reply, digits only."""
    (word,) = [word for word in reply.split() if word.startswith("790-")]
    return "".join(c for c in word if c.isdigit())
