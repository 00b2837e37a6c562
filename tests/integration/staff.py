"""Staff at the API, as API Gateway calls it for them."""

import json
import re
from typing import Any

from city.aws.observability import observed
from functions.fines.desk.api.app import make_app
from tests.integration.fines_in_moto import Context, FinesInMoto

Answer = tuple[int, Any]


class Staff:
    """Calls the API with the department's counter, and so the department's clock and carrier."""

    def __init__(self, fines: FinesInMoto) -> None:
        self._app = make_app(lambda: fines.counter)
        self._handler = observed(self._app)
        self._routes = {re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route)): route for route in self._app.routes}

    def get(self, path: str, group: Any = "clerk", sub: str = "clerk-1", **query: str) -> Answer:
        return self.call("GET", path, None, group, sub, query)

    def post(self, path: str, body: Any, group: Any = "clerk", sub: str = "clerk-1") -> Answer:
        return self.call("POST", path, body, group, sub, {})

    def call(self, method: str, path: str, body: Any, group: Any, sub: str, query: dict[str, str]) -> Answer:
        (match,) = [match for pattern in self._routes if (match := pattern.fullmatch(path))]
        route = self._routes[match.re]
        text = body if isinstance(body, str) else json.dumps(body) if body is not None else None
        event = {
            "httpMethod": method,
            "path": path,
            "resource": route,
            "headers": {"Content-Type": "application/json"},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
            "pathParameters": match.groupdict() or None,
            "stageVariables": None,
            "body": text,
            "isBase64Encoded": False,
            "requestContext": {
                "resourcePath": route,
                "httpMethod": method,
                "requestId": "request-1",
                "authorizer": {"claims": {"sub": sub, "cognito:groups": group}} if group is not None else {},
            },
        }
        answer = self._handler(event, Context())
        return answer["statusCode"], json.loads(answer["body"])
