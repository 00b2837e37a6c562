"""Pages and sign-in, as API Gateway calls them for a browser."""

from typing import Any

from tests.integration.moto_city import Context, gateway_event


def call_page(
    handler: Any, method: str, route: str, body: str | None = None, part: str | None = None, v: str | None = None
) -> Any:
    """What API Gateway would hand over for a page, one of its parts in a version, or a sign-in, and what comes back."""
    event = gateway_event(
        method,
        route,
        resource=route,
        arguments={"part": part} if part else None,
        body=body,
        query={"v": v} if v else None,
    )
    return handler(event, Context())
