"""What every domain needs of a city in moto: what its templates declare, the bus, and people at its APIs."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Final

import boto3

from city.aws.observability import LambdaContext, observed
from infra.templates import ROOT, read_domain, resources_of
from tests.documented import undocumented

REGION: Final = "ap-northeast-2"
NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
# The status and the body of an HTTP answer.
Answer = tuple[int, Any]


@dataclass
class FixedClock:
    """Stands still until it is moved."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Context(LambdaContext):
    """What Lambda hands a handler."""

    def __init__(self, remaining_ms: int = 30_000) -> None:
        self._function_name, self._memory_limit_in_mb = "test", 512
        self._invoked_function_arn = "arn:aws:lambda:ap-northeast-2:000000000000:function:test"
        self._aws_request_id, self._remaining_ms = "request-1", remaining_ms

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static there, a method in Lambda
        return self._remaining_ms


def load_function(domain: str, name: str, file: str = "handler") -> Any:
    """The module of a function of a domain, in whichever area it lies: `handler`, or `app` for an API."""
    (path,) = (ROOT / "functions" / domain).glob(f"**/{name}/{file}.py")
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


# --- what the templates declare --------------------------------------------------------------------


def create_tables(domain: str) -> None:
    """The domain's tables, each under its logical id."""
    dynamodb = boto3.client("dynamodb")
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    for name, properties in resources_of(read_domain(domain), "AWS::DynamoDB::Table").items():
        dynamodb.create_table(TableName=name, **{part: properties[part] for part in wanted if part in properties})


def create_buckets(*names: str) -> None:
    for name in names:
        boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def create_secrets(secrets: Mapping[str, str]) -> None:
    """Secrets by their names."""
    for name, text in secrets.items():
        boto3.client("secretsmanager").create_secret(Name=name, SecretString=text)


def create_queue(name: str) -> str:
    """The queue's URL."""
    return boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]


def create_signing_key() -> str:
    """The ARN of a key for signatures with ECDSA on P-256."""
    created = boto3.client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    arn: str = created["KeyMetadata"]["Arn"]
    return arn


# --- the bus ---------------------------------------------------------------------------------------


def create_bus(source: str | None = None, queue: str = "events") -> str:
    """The city's bus. With `source`, a rule collects its events in a queue, whose URL is returned; else an empty text."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    events.create_event_bus(Name="city")
    if source is None:
        return ""
    url = create_queue(queue)
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName="city", EventPattern=json.dumps({"source": [source]}))
    events.put_targets(Rule="all", EventBusName="city", Targets=[{"Id": "q", "Arn": arn}])
    return url


def take_events(queue_url: str) -> list[dict[str, Any]]:
    """Every event published so far, whole, taken off the queue of `create_bus`."""
    sqs = boto3.client("sqs")
    found = []
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return found


def sqs_event(*bodies: str) -> dict[str, Any]:
    """What a queue hands a function for these bodies."""
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


# --- people at an API ------------------------------------------------------------------------------


def gateway_event(
    method: str,
    path: str,
    *,
    resource: str,
    arguments: Mapping[str, str] | None = None,
    body: str | None = None,
    group: Any = None,
    sub: str = "-",
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What API Gateway hands a function. `group`: what the authorizer read of the caller's groups; None without one."""
    token = {"sub": sub, "cognito:groups": group, **(claims or {})}
    authorized = {"authorizer": {"claims": token}} if group is not None else {}
    return {
        "httpMethod": method,
        "path": path,
        "resource": resource,
        "headers": {"Content-Type": "application/json", **(headers or {})},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": dict(arguments or {}) or None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "requestId": "request-1", **authorized},
    }


def call_api(
    apps: Iterable[Any],
    method: str,
    path: str,
    body: Any = None,
    *,
    group: Any = None,
    sub: str = "-",
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
) -> Answer:
    """Calls the app that serves a path, as API Gateway would: a fixed part goes before a variable one.

    `body`: text as it is, or what is sent as JSON.
    """
    found = [
        (match, route, app)
        for app in apps
        for route, methods in app.routes.items()
        if method in methods and (match := re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route), path))
    ]
    match, route, app = min(found, key=lambda one: one[1].count("{"))
    text = body if isinstance(body, str) or body is None else json.dumps(body, ensure_ascii=False)
    event = gateway_event(
        method,
        path,
        resource=route,
        arguments=match.groupdict(),
        body=text,
        group=group,
        sub=sub,
        query=query,
        headers=headers,
        claims=claims,
    )
    answer = observed(app)(event, Context())
    said = answer["body"]
    said = json.loads(said) if said.startswith(("{", "[", '"')) else said
    _compare_with_document(app, method, route, answer["statusCode"], said)
    return answer["statusCode"], said


def _compare_with_document(app: Any, method: str, route: str, status: int, said: Any) -> None:
    """Every answer that a test gets is one that the document of its API foretells; pages are in none."""
    if any((each.method, each.path) == (method, route) for each in app.served):
        faults = undocumented(app.app_name.partition("-")[0], method, route, status, said)
        assert not faults, "\n".join(faults)
