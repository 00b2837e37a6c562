"""Who uses what lies under a customer's KMS key needs the key too, as on AWS.

ministack checks `kms:*` in calls of KMS itself only: a role without the key reads the object, the message, the item
and the secret. Here whatever a role is allowed in one of five services is allowed only with its use of the key
(`kms:ViaService` set), by identity and key policy. A key that is not enabled opens nothing, to nobody.

| Use | Needs of the key | Source |
|---|---|---|
| put an object | GenerateDataKey; parts and their completion Decrypt too | S3 guide, "Using SSE-KMS" |
| get, copy from | Decrypt of the object's key; HEAD nothing, but for checksums | S3 API, GetObject, HeadObject |
| send a message | GenerateDataKey and Decrypt | SQS guide, "Key management" |
| receive | Decrypt | the same |
| publish | GenerateDataKey and Decrypt | SNS guide, "Key management" |
| items, read or written | Decrypt | DynamoDB guide, "Encryption at rest: how it works" |
| read a secret; write one | Decrypt; GenerateDataKey and Decrypt | Secrets Manager guide, "Encryption" |

Keys AWS manages (`aws/s3`, a table with SSEEnabled alone) need no permission. Not seen here: what a service does by
itself (a queue's poller, delivery from a topic to a queue), and grants.
"""

import contextvars
from collections.abc import Iterator
from typing import Any, NamedTuple

from infra.local.cloud.hooks import require

_READ, _WRITE, _BOTH = ("Decrypt",), ("GenerateDataKey",), ("GenerateDataKey", "Decrypt")
_ITEMS = {
    "GetItem",
    "BatchGetItem",
    "Query",
    "Scan",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "PartiQLSelect",
    "PartiQLInsert",
    "PartiQLUpdate",
    "PartiQLDelete",
    "GetRecords",
}
_NEEDS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqs": {"SendMessage": _BOTH, "SendMessageBatch": _BOTH, "ReceiveMessage": _READ},
    "sns": {"Publish": _BOTH, "PublishBatch": _BOTH},
    "secretsmanager": {
        "GetSecretValue": _READ,
        "PutSecretValue": _BOTH,
        "UpdateSecret": _BOTH,
        "UpdateSecretVersionStage": (),
    },
    "dynamodb": dict.fromkeys(_ITEMS, _READ),
    "s3": {"GetObject": _READ, "GetObjectVersion": _READ, "PutObject": _WRITE},
}
# What each service says; the names are the services' own.
_CODES = {
    "s3": "AccessDenied",
    "sqs": "KMS.AccessDeniedException",
    "sns": "KMSAccessDenied",
    "dynamodb": "AccessDeniedException",
    "secretsmanager": "AccessDeniedException",  # pragma: allowlist secret
}


class Use(NamedTuple):
    key: str  # id, ARN or alias, as it was given
    actions: tuple[str, ...]
    context: dict[str, str]  # the encryption context the service uses


def ask_for_the_key() -> None:
    import ministack.app as app
    from ministack.core import iam_evaluator
    from ministack.services import kms

    require(iam_evaluator, "AuthError", "_signed_request")
    # The cloud forgets the signed request once its signature is checked, before a copy's source is.
    pin, request = iam_evaluator.pin_signed_request, contextvars.ContextVar[Any]("request", default=None)
    require(kms, "_resolve_key")
    uses = _Uses(request)
    enforce = iam_evaluator.enforce

    def enforce_with_key(
        access_key: str,
        action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: dict[str, Any] | None = None,
    ) -> Any:
        denied = enforce(access_key, action, service, region, resource_arn, service_context)
        if denied is not None or not access_key or service not in _NEEDS:
            return denied
        for use in uses.of(service, action.partition(":")[2], resource_arn):
            key = kms._resolve_key(use.key)
            if key is None or key.get("KeyManager") == "AWS":
                continue
            if key["KeyState"] != "Enabled":
                return iam_evaluator.AuthError("KMS.DisabledException", f"{key['Arn']} is {key['KeyState']}.")
            context = {
                "kms:ViaService": f"{service}.{region}.amazonaws.com",
                "kms:CallerAccount": key["Arn"].split(":")[4],
                "kms:EncryptionContextKeys": list(use.context),
                **{f"kms:EncryptionContext:{name}": value for name, value in use.context.items()},
            }
            for needed in use.actions:
                denied = enforce(access_key, f"kms:{needed}", "kms", region, key["Arn"], context)
                if denied is not None:
                    who = getattr(denied, "principal_arn", "") or access_key
                    message = (
                        f"User: {who} is not authorized to perform: kms:{needed} on resource: {key['Arn']} "
                        f"because no identity-based policy allows the kms:{needed} action"
                    )
                    return iam_evaluator.AuthError(_CODES[service], message)
        return None

    def pin_and_remember(*arguments: Any, **named: Any) -> None:
        pin(*arguments, **named)
        request.set(iam_evaluator._signed_request.get())

    iam_evaluator.enforce = enforce_with_key
    for user in (app, iam_evaluator):
        if user.pin_signed_request is not pin:
            raise AttributeError("the door has a pin_signed_request of its own")
        user.pin_signed_request = pin_and_remember


class _Uses:
    """Which keys an allowed request uses, and how."""

    def __init__(self, request: contextvars.ContextVar[Any]) -> None:
        from ministack.services import dynamodb, s3, secretsmanager, sns, sqs

        require(s3, "_buckets", "_object_versions", "_bucket_default_sse_headers")
        require(sqs, "_queues")
        require(sns, "_topics")
        require(dynamodb, "_tables")
        require(secretsmanager, "_resolve")
        self._request = request
        self._s3, self._sqs, self._sns, self._dynamodb, self._secrets = s3, sqs, sns, dynamodb, secretsmanager

    def of(self, service: str, action: str, resource: str) -> Iterator[Use]:
        actions = _NEEDS[service].get(action)
        if not actions:
            return iter(())
        uses: Iterator[Use] = getattr(self, f"_of_{service}")(actions, resource)
        return uses

    def _of_sqs(self, actions: tuple[str, ...], arn: str) -> Iterator[Use]:
        for queue in self._sqs._queues.values():
            if queue["attributes"]["QueueArn"] == arn and (key := queue["attributes"].get("KmsMasterKeyId")):
                yield Use(key, actions, {"aws:sqs:arn": arn})

    def _of_sns(self, actions: tuple[str, ...], arn: str) -> Iterator[Use]:
        topic = self._sns._topics.get(arn)
        if topic and (key := topic["attributes"].get("KmsMasterKeyId")):
            yield Use(key, actions, {"aws:sns:topicArn": arn})

    def _of_dynamodb(self, actions: tuple[str, ...], arn: str) -> Iterator[Use]:
        kind, _, name = arn.partition(":table/")
        table = self._dynamodb._tables.get(name.split("/")[0])
        sse = (table or {}).get("SSEDescription") or {}
        if sse.get("Status") == "ENABLED" and (key := sse.get("KMSMasterKeyArn")):
            yield Use(
                key,
                actions,
                {"aws:dynamodb:tableName": table["TableName"], "aws:dynamodb:subscriberId": kind.split(":")[4]},
            )

    def _of_secretsmanager(self, actions: tuple[str, ...], arn: str) -> Iterator[Use]:
        _, secret = self._secrets._resolve(arn)
        if secret and (key := secret.get("KmsKeyId")):
            yield Use(key, actions, {"SecretARN": secret["ARN"]})

    def _of_s3(self, actions: tuple[str, ...], arn: str) -> Iterator[Use]:
        bucket, _, name = arn.removeprefix("arn:aws:s3:::").partition("/")
        context = {"aws:s3:arn": arn}
        request = self._request.get()
        headers = {k.lower(): v for k, v in request.headers.items()} if request else {}
        query = request.query_params if request else {}
        if actions == _WRITE:
            explicit = headers.get("x-amz-server-side-encryption")
            chosen = headers if explicit else self._s3._bucket_default_sse_headers(bucket)
            if key := chosen.get("x-amz-server-side-encryption-aws-kms-key-id"):
                yield Use(key, _BOTH if "uploadId" in query else _WRITE, context)
            return
        if request and request.method == "HEAD" and headers.get("x-amz-checksum-mode", "").upper() != "ENABLED":
            return
        stored = self._stored_object(bucket, name, query).get("preserved_headers") or {}
        if key := stored.get("x-amz-server-side-encryption-aws-kms-key-id"):
            yield Use(key, actions, context)

    def _stored_object(self, bucket: str, name: str, query: dict[str, Any]) -> dict[str, Any]:
        version = query.get("versionId")
        version = version[0] if isinstance(version, list) else version
        for kept in self._s3._object_versions.get((bucket, name)) or []:
            if version and kept.get("version_id") == version:
                return dict(kept)
        return dict((self._s3._buckets.get(bucket) or {}).get("objects", {}).get(name) or {})
