"""A WebSocket API of the local cloud behaves as one of AWS where the city relies on it."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from infra.local.cloud.websockets import MOST_FRAME_BYTES, MOST_MESSAGE_BYTES, ConnectionLife
from tests.infra.local_cloud.running import RunningCloud

_ECHO = """
def handler(event, context):
    asked = event["requestContext"]
    if asked["eventType"] == "CONNECT":
        return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "town.v1"}}
    return {"statusCode": 200, "body": asked["connectionId"]}
"""


@pytest.fixture(scope="module")
def api(cloud: RunningCloud) -> str:
    cloud.create_function("echo", _ECHO)
    echo = "arn:aws:lambda:ap-northeast-2:000000000000:function:echo"
    uri = f"arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/{echo}/invocations"
    target = {"Fn::Sub": "integrations/${Integration}"}

    def route(key: str, **more: str) -> dict[str, Any]:
        properties = {"ApiId": {"Ref": "Api"}, "RouteKey": key, "Target": target, **more}
        return {"Type": "AWS::ApiGatewayV2::Route", "Properties": properties}

    status = cloud.deploy(
        "socket",
        Api={"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "town", "ProtocolType": "WEBSOCKET"}},
        Stage={
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "v1", "AutoDeploy": True},
        },
        Integration={
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {"ApiId": {"Ref": "Api"}, "IntegrationType": "AWS_PROXY", "IntegrationUri": uri},
        },
        Connect=route("$connect"),
        Quiet=route("quiet"),
        Default=route("$default", RouteResponseSelectionExpression="$default"),
        Answer={
            "Type": "AWS::ApiGatewayV2::RouteResponse",
            "Properties": {"ApiId": {"Ref": "Api"}, "RouteId": {"Ref": "Default"}, "RouteResponseKey": "$default"},
        },
    )
    assert status == "CREATE_COMPLETE", cloud.reasons("socket")
    return cloud.physical_id("socket", "Api")


@contextmanager
def opened(cloud: RunningCloud, api: str, **how: Any) -> Iterator[ClientConnection]:
    with connect(f"ws://localhost:{cloud.port}/_aws/execute-api/{api}/v1", proxy=None, **how) as connection:
        yield connection


def test_a_connection_speaks_the_protocol_that_the_function_chose(cloud: RunningCloud, api: str) -> None:
    with opened(cloud, api, subprotocols=["town.v1", "town.ticket.x"]) as connection:
        assert connection.subprotocol == "town.v1"


def test_a_route_answers_only_if_it_has_a_response(cloud: RunningCloud, api: str) -> None:
    with opened(cloud, api, subprotocols=["town.v1"]) as connection:
        connection.send(json.dumps({"action": "quiet"}))
        connection.send(json.dumps({"action": "other"}))

        assert connection.recv(timeout=30)
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.5)


def test_a_frame_that_is_too_large_closes_the_connection(cloud: RunningCloud, api: str) -> None:
    with opened(cloud, api, subprotocols=["town.v1"]) as connection:
        connection.send("x" * MOST_FRAME_BYTES)
        assert connection.recv(timeout=30)
        connection.send("x" * (MOST_FRAME_BYTES + 1))

        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_a_message_to_a_connection_is_not_too_large(cloud: RunningCloud, api: str) -> None:
    import boto3

    url = f"http://localhost:{cloud.port}/_aws/execute-api/{api}/v1"
    client = boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=url,
        region_name="ap-northeast-2",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # pragma: allowlist secret
    )  # pragma: allowlist secret
    with opened(cloud, api, subprotocols=["town.v1"], max_size=None) as connection:
        connection.send("who am I?")
        name = str(connection.recv(timeout=30))
        client.post_to_connection(ConnectionId=name, Data=b"x" * MOST_MESSAGE_BYTES)
        assert len(connection.recv(timeout=30)) == MOST_MESSAGE_BYTES

        with pytest.raises(ClientError) as refused:
            client.post_to_connection(ConnectionId=name, Data=b"x" * (MOST_MESSAGE_BYTES + 1))
    assert refused.value.response["Error"]["Code"] == "PayloadTooLargeException"


class Line:
    """The server's side of a connection: what it is handed, and what it sends."""

    def __init__(self) -> None:
        self.coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


@pytest.mark.parametrize(("idle_s", "life_s", "talks"), [(0.05, 60, False), (60, 0.05, True)])
def test_a_connection_that_idles_or_is_old_is_closed(idle_s: float, life_s: float, talks: bool) -> None:
    async def run() -> list[dict[str, Any]]:
        line = Line()
        life = ConnectionLife(line.coming.get, line.send, idle_s, life_s)
        said = {"type": "websocket.receive", "text": "still here"}
        if talks:
            line.coming.put_nowait(said)
            assert await life.receive() == said
        assert await life.receive() == {"type": "websocket.disconnect", "code": 1001}
        return line.sent

    # Apart: a browser that an earlier test opened keeps a loop in this thread.
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, run()).result() == [{"type": "websocket.close", "code": 1001}]
