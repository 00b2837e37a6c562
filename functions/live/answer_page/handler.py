"""Answers connections. Trigger: the routes of the WebSocket API."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.live.bootstrap import SocketUseCases, socket_from_env


def make_handler(use_cases: Callable[[], SocketUseCases] = socket_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # an answer is short
        asked = event["requestContext"]
        connection, known = asked["connectionId"], asked.get("authorizer", {})
        if asked["eventType"] == "CONNECT":
            use_cases().open_connection.open(connection, known["person"])
            # A browser closes a connection that chose none of the protocols it offered.
            return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "dongne.v1"}}
        if asked["eventType"] == "DISCONNECT":
            use_cases().close_connection.close(connection)
            return {"statusCode": 200}
        text = use_cases().answer_page.answer(connection, known["groups"].split(","), event.get("body") or "")
        return {"statusCode": 200, "body": text}

    return observed(handle)


handler = make_handler()
