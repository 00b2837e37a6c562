"""Bad weather, for tests: DynamoDB and SNS refuse a share of the functions' calls, as AWS does under load.

Only where `DONGNE_WEATHER` is set. `PUT /_dongne/weather {"throttled": 0.3, "seed": 1}` sets the share.
"""

import json
import os
import random
from collections.abc import Awaitable, Callable
from typing import Any


def stand_before_the_cloud() -> None:
    import ministack.app as app

    if os.environ.get("DONGNE_WEATHER"):
        app.app = Weather(app.app)


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
            asked = json.loads((await receive()).get("body") or b"{}")
            self._share, self._chance = float(asked["throttled"]), random.Random(asked["seed"])
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
