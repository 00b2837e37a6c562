"""Starts the local cloud (ministack). Run with the cloud's own interpreter, `.venv-cloud/bin/python`.

Two faults of the pinned version in nested stacks are mended here, one of its workers, one of its devices' door, and one
of early Python 3.11; if the names they hang on move, this says so and stops:

1. The SAM transform is applied to a root template only. Nested stacks go through the same parser, looked up by
   name at call time, so the parser is wrapped to expand them. The root path imported the parser by name before
   and keeps the original.
2. When a nested stack is updated, a resource that did not change loses its attributes, and the next Fn::GetAtt on
   it fails. The root path hands the old attributes over; here they are handed over for nested stacks too.
3. When one worker of a function dies, every other worker of that function is killed in the middle of its work; on AWS
   they go on. Under load the new ones die with the next, and whole batches use up their tries.
4. Up to Python 3.11.3 (Debian 12 has 3.11.2) asyncio reads from a connection that was paused as soon as it was made.
   The MQTT listener pauses so that TLS finds the client's first words, and every device would hang.
5. Fleet provisioning answers requests for a key pair, not requests to sign a certificate (`create-from-csr`), and a
   device's private key would leave the broker instead of never leaving the device.

And one thing is added for tests: bad weather. `PUT /_dongne/weather {"throttled": 0.3, "seed": 1}` makes DynamoDB and
SNS refuse that share of the functions' calls, as AWS does under load.
"""

import json
import os
import random
import sys
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

PINNED = "1.5.33"


def main() -> None:
    if version("ministack") != PINNED:
        sys.exit(f"infra/local/cloud.py was written for ministack {PINNED}, not {version('ministack')}")
    import ministack.app as app

    try:
        expand_nested_templates()
        keep_attributes_of_unchanged_resources()
        keep_the_workers_beside_a_dead_one()
        leave_paused_connections_alone()
        answer_signing_requests()
        if os.environ.get("DONGNE_WEATHER"):
            app.app = Weather(app.app)
    except (ImportError, AttributeError) as error:
        sys.exit(f"ministack's CloudFormation has changed; mend infra/local/cloud.py ({error})")
    app.main()


def expand_nested_templates() -> None:
    from ministack.services.cloudformation import changesets, engine, handlers

    parse = engine._parse_template
    for user in (changesets, handlers):
        if user._parse_template is not parse:
            raise AttributeError("the root path has a template parser of its own")
    engine._parse_template = lambda body: engine._apply_transforms(parse(body))


def keep_attributes_of_unchanged_resources() -> None:
    from ministack.services.cloudformation import _stacks, provisioners

    update = provisioners._update_resource

    def update_with_attributes(
        resource_type: str,
        physical_id: str,
        old: Any,
        new: Any,
        stack_name: str,
        logical_id: str | None = None,
        old_attrs: Any = None,
    ) -> Any:
        if old_attrs is None:
            resources = (_stacks.get(stack_name) or {}).get("_resources", {})
            old_attrs = resources.get(logical_id, {}).get("Attributes")
        return update(resource_type, physical_id, old, new, stack_name, logical_id, old_attrs)

    provisioners._update_resource = update_with_attributes


def keep_the_workers_beside_a_dead_one() -> None:
    from ministack.core import lambda_runtime as runtime
    from ministack.services import lambda_svc

    invoke, invalidate = runtime.Worker.invoke, lambda_svc.invalidate_worker
    dead: set[Any] = set()

    def invoke_or_die(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return invoke(self, *arguments, **options)
        except Exception:
            with runtime._lock:
                dead.add(self)
            raise

    def invalidate_the_dead(func_name: str, *scope: Any, **named: Any) -> None:
        if sys.exc_info()[1] is None:  # a new version or a deletion: all of them
            invalidate(func_name, *scope, **named)
            return
        with runtime._lock:
            doomed = set(dead)
            dead.clear()
            for entries in runtime._workers.values():
                entries[:] = [worker for worker in entries if worker not in doomed]
        runtime.kill_workers(list(doomed))

    runtime.Worker.invoke, lambda_svc.invalidate_worker = invoke_or_die, invalidate_the_dead


def answer_signing_requests() -> None:
    import time

    from ministack.services import iot

    topic_of, reply = iot._parse_fleet_provisioning_topic, iot._fleet_provisioning_reply

    def topic_or_request(topic: str) -> Any:
        return ("sign", None) if topic == "$aws/certificates/create-from-csr/json" else topic_of(topic)

    async def reply_or_sign(account: str, region: str, operation: str, template: Any, payload: bytes, link: Any) -> Any:
        if operation != "sign":
            return await reply(account, region, operation, template, payload, link)
        try:
            authority, key = iot._ensure_ca()
            asked = json.loads(payload)["certificateSigningRequest"]
            certificate = iot.sign_certificate_request(authority, key, asked)
        except (KeyError, TypeError, ValueError):
            return iot._fleet_rejected("InvalidCertificateSigningRequest", "CSR violates constraints")
        name, token = iot.get_certificate_id(certificate), iot.secrets.token_urlsafe(48)
        with iot.request_scope(account, region):
            iot._certificates[name] = iot._certificate_record(name, certificate, "PENDING_ACTIVATION")
            expires = time.time() + iot._OWNERSHIP_TOKEN_SECONDS
            iot._ownership_tokens[token] = {"certificateId": name, "expiration": expires}
        told = {"certificateId": name, "certificatePem": certificate, "certificateOwnershipToken": token}
        return "accepted", told

    iot._parse_fleet_provisioning_topic, iot._fleet_provisioning_reply = topic_or_request, reply_or_sign


def leave_paused_connections_alone() -> None:
    from asyncio.selector_events import (  # type: ignore[attr-defined]  # private names
        _SelectorSocketTransport,
        _SelectorTransport,
    )

    if "is_reading" in vars(_SelectorTransport):
        return  # this Python asks before it reads
    add_reader = _SelectorTransport._add_reader

    def add_reader_unless_paused(self: Any, fd: int, callback: Any, *arguments: Any) -> None:
        if not self._paused:
            add_reader(self, fd, callback, *arguments)

    _SelectorSocketTransport._add_reader = add_reader_unless_paused


_Message = dict[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_THROTTLED = json.dumps(
    {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "Rate exceeded"}
).encode()
_THROTTLED_SNS = (
    b"<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
    b"<RequestId>weather</RequestId></ErrorResponse>"
)


class Weather:
    """Stands before the cloud and refuses some of what functions ask for. The deployer's own calls pass."""

    def __init__(self, cloud: Callable[[_Message, _Receive, _Send], Awaitable[None]]) -> None:
        self._cloud = cloud
        self._share, self._chance = 0.0, random.Random(0)

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope.get("path") == "/_dongne/weather":
            told = json.loads((await receive()).get("body") or b"{}")
            self._share, self._chance = float(told["throttled"]), random.Random(told["seed"])
            await _answer(send, 200, b"{}", b"application/json")
        elif self._share and (service := _asked_by_a_function(scope)) and self._chance.random() < self._share:
            if service == "sns":
                await _answer(send, 400, _THROTTLED_SNS, b"text/xml")
            else:
                await _answer(send, 400, _THROTTLED, b"application/x-amz-json-1.0")
        else:
            await self._cloud(scope, receive, send)


def _asked_by_a_function(scope: _Message) -> str | None:
    """The service a function calls, if it is one the weather is for. A function signs with its role's key, ASIA…"""
    headers = {name.lower(): value for name, value in scope.get("headers", [])}
    signed: bytes = headers.get(b"authorization", b"")
    if b"Credential=ASIA" not in signed:
        return None
    return next((service for service in ("dynamodb", "sns") if f"/{service}/".encode() in signed), None)


async def _answer(send: _Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    main()
