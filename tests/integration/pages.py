"""Pages and sign-in, as API Gateway calls them for a browser."""

from typing import Any

from tests.integration.fines_in_moto import Context


def call_page(
    handler: Any, method: str, route: str, body: str | None = None, part: str | None = None, v: str | None = None
) -> Any:
    """What API Gateway would hand over for a page, one of its parts in a version, or a sign-in, and what comes back."""
    event = {
        "httpMethod": method,
        "path": route,
        "resource": route,
        "headers": {"Content-Type": "application/json"},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": {"v": [v]} if v else None,
        "pathParameters": {"part": part} if part else None,
        "stageVariables": None,
        "body": body,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": route, "httpMethod": method, "requestId": "request-1"},
    }
    return handler(event, Context())
