"""A WebSocket API chooses a protocol, answers where it has a route response, and has the limits of AWS.

ministack accepts every connection without a protocol, and a browser that offered some then closes it; it sends whatever a
function returns, also on routes that on AWS keep it to themselves; and it knows no limits. AWS closes a connection after
ten idle minutes or two hours, and for a frame above 32 kB (what a browser sends is one frame); a message to a connection
has 128 kB at most: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from infra.local.cloud.hooks import require

MOST_FRAME_BYTES, MOST_MESSAGE_BYTES = 32 * 1024, 128 * 1024
IDLE_S, LIFE_S = 600.0, 7200.0
_PROTOCOL = "sec-websocket-protocol"
_RESPONSE = "AWS::ApiGatewayV2::RouteResponse"

_Message = dict[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
# What `$connect` answered, for the connection that is being opened in this context.
_chosen: ContextVar[list[str]] = ContextVar("chosen")


def do_as_api_gateway() -> None:
    from ministack.services import apigateway
    from ministack.services.cloudformation import provisioners

    require(apigateway, "_create_route_response", "_delete_route_response")
    if _RESPONSE in provisioners._RESOURCE_HANDLERS:
        raise AttributeError(f"ministack makes {_RESPONSE} by itself now")
    handle, invoke, manage = (
        apigateway.handle_websocket,
        apigateway._invoke_ws_lambda,
        apigateway.handle_connections_api,
    )

    async def handle_in_bounds(scope: _Message, receive: _Receive, send: _Send, *which: Any, **how: Any) -> None:
        _chosen.set([])
        life = ConnectionLife(receive, send, IDLE_S, LIFE_S)
        await handle(scope, life.receive, life.send, *which, **how)

    async def invoke_for_answer(*about: Any, **how: Any) -> Any:
        answer = await invoke(*about, **how)
        _, _, _, route, _, _, kind, *_ = about
        if kind == "CONNECT" and isinstance(answer, dict):
            headers = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
            _chosen.get().extend(value for name, value in headers.items() if name == _PROTOCOL)
        if kind == "MESSAGE" and isinstance(answer, dict) and not route.get("routeResponseSelectionExpression"):
            return {**answer, "body": None}
        return answer

    async def manage_in_bounds(method: str, api: str, stage: str, connection: str, body: bytes, *rest: Any) -> Any:
        if method == "POST" and len(body or b"") > MOST_MESSAGE_BYTES:
            refused = {"message": "Payload Too Large"}
            headers = {"Content-Type": "application/json", "x-amzn-ErrorType": "PayloadTooLargeException"}
            return 413, headers, json.dumps(refused).encode()
        return await manage(method, api, stage, connection, body, *rest)

    apigateway.handle_websocket = handle_in_bounds
    apigateway._invoke_ws_lambda = invoke_for_answer
    apigateway.handle_connections_api = manage_in_bounds
    provisioners._RESOURCE_HANDLERS[_RESPONSE] = {"create": _create_response, "delete": _delete_response}


def _create_response(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:  # noqa: ARG001
    from ministack.services import apigateway

    status, _, body = apigateway._create_route_response(
        properties["ApiId"], _route_of(properties), {"routeResponseKey": properties.get("RouteResponseKey")}
    )
    answer = json.loads(body)
    if status >= 400:
        raise ValueError(answer.get("message", ""))
    return answer["routeResponseId"], {"RouteResponseId": answer["routeResponseId"]}


def _delete_response(physical_id: str, properties: dict[str, Any]) -> None:
    from ministack.services import apigateway

    apigateway._delete_route_response(properties.get("ApiId", ""), _route_of(properties), physical_id)


def _route_of(properties: dict[str, Any]) -> str:
    # A reference to a route is its id on AWS, and here its API's before it.
    return str(properties.get("RouteId", "")).rpartition("/")[2]


class ConnectionLife:
    """Both ways of one connection: closed when it idles, when it is old, and for a frame that is too large."""

    def __init__(self, receive: _Receive, send: _Send, idle_s: float, life_s: float) -> None:
        self._receive, self._send, self._idle_s = receive, send, idle_s
        self._clock = asyncio.get_running_loop().time
        self._ends_at, self._used_at = self._clock() + life_s, self._clock()
        self._waiting: asyncio.Future[_Message] | None = None

    async def send(self, message: _Message) -> None:
        if message["type"] == "websocket.accept" and _chosen.get([]):
            message = {**message, "subprotocol": _chosen.get()[0]}
        self._used_at = self._clock()
        await self._send(message)

    async def receive(self) -> _Message:
        # What was asked for is asked for still when a wait is over: a message between two waits would be lost.
        self._waiting = self._waiting or asyncio.ensure_future(self._receive())
        while not self._waiting.done():
            left = min(self._ends_at, self._used_at + self._idle_s) - self._clock()
            if left <= 0:
                await self._send({"type": "websocket.close", "code": 1001})
                return {"type": "websocket.disconnect", "code": 1001}
            try:
                await asyncio.wait({self._waiting}, timeout=left)
            except asyncio.CancelledError:
                self._waiting.cancel()
                raise
        message, self._waiting = self._waiting.result(), None
        self._used_at = self._clock()
        said = message.get("text") or message.get("bytes") or ""
        if len(said.encode() if isinstance(said, str) else said) > MOST_FRAME_BYTES:
            await self._send({"type": "websocket.close", "code": 1009})
            return {"type": "websocket.disconnect", "code": 1009}
        return message
