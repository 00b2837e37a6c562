"""Lets connections in by their tickets. Trigger: the authorizer of the WebSocket API, before `$connect`."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.live.bootstrap import admission_from_env
from city.live.errors import TicketRefused
from city.live.service.admit_connection import AdmitConnection


def make_handler(admission: Callable[[], AdmitConnection] = admission_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # a handshake is short
        headers = {name.lower(): value for name, value in event["headers"].items()}
        effect, said, person = "Deny", {}, "nobody"
        try:
            bearer = admission().admit(headers.get("sec-websocket-protocol", ""))
        except TicketRefused:
            pass
        else:
            effect, person = "Allow", bearer.person
            said = {"person": bearer.person, "groups": ",".join(bearer.groups)}
        statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        return {"principalId": person, "policyDocument": policy, "context": said}

    return observed(handle)


handler = make_handler()
