"""The city's one address: a second port on which the template's own CloudFront distribution answers, as its domain does.

ministack serves a distribution only to whoever names its host, leads to no API behind it (502), and takes no WebSocket
through it. Only where `DOOR_PORT` is set. Beside the distribution the port leads to the sign-in pages of the user pools:
a browser goes there, and there is to be one address.
"""

import os
import re
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, unquote

from infra.local.cloud.hooks import require

_Message = dict[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_Answer = tuple[int, dict[str, Any], bytes]

_API_HOST = re.compile(r"([a-z0-9]+)\.execute-api\.")
# The hosted pages of a user pool, and what its tokens are verified by.
_SIGN_IN = re.compile(r"/(oauth2/.*|login|logout|saml2/.*|[\w-]+_\w+/\.well-known/.*)")
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
_LONGEST_ADDRESS, _LARGEST_REQUEST = 8192, 32_768
_ESCAPED_FOR_NOTHING = re.compile(r"%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])")
_NO_DOOR = b"The city has no door yet: it is still being deployed.\n"


def open_the_door() -> None:
    import ministack.app as app
    from ministack.services import cloudfront

    require(app, "_handle_execute_api_request", "_send_response", "pin_request_origin")
    require(app, "set_request_client_ip", "set_request_region")
    require(
        cloudfront,
        "_distributions",
        "_fetch_from_origin",
        "_match_behavior",
        "_multidict_from_pairs",
        "_origin_request_headers",
        "handle_viewer_request",
        "parse_distribution_dataplane_config",
    )
    if not (port := os.environ.get("DOOR_PORT")):
        return
    server: Any = import_module("hypercorn.asyncio")
    serve = server.serve

    async def serve_on_both(application: Any, config: Any, *arguments: Any, **options: Any) -> None:
        host = config.bind[0].rpartition(":")[0]
        config.bind = [*config.bind, f"{host}:{port}"]
        await serve(application, config, *arguments, **options)

    server.serve = serve_on_both
    _lead_to_apis(app, cloudfront)
    app.app = Door(app, int(port), cloudfront)


def _lead_to_apis(app: Any, cloudfront: Any) -> None:
    """An origin that is an API of this cloud is called in it."""
    fetch = cloudfront._fetch_from_origin

    async def fetch_or_call(
        origin: dict[str, Any], method: str, uri: str, query: str, headers: dict[str, Any], body: bytes, *rest: Any
    ) -> Any:
        found = _API_HOST.match(origin["domain_name"])
        if not found:
            return await fetch(origin, method, uri, query, headers, body, *rest)
        _, client_ip, forwarded_for, _ = rest
        sent = cloudfront._origin_request_headers(origin, headers, client_ip, forwarded_for)
        raw_path = _local_path(found[1], origin, uri)
        status, answered, content = await app._handle_execute_api_request(
            "localhost",
            unquote(raw_path),
            method,
            {name.lower(): value for name, value in sent.items()},
            body,
            parse_qs(query, keep_blank_values=True),
            raw_path=raw_path,
            raw_query_string=query,
        )
        return status, "", cloudfront._multidict_from_pairs(answered.items()), content

    cloudfront._fetch_from_origin = fetch_or_call


def _local_path(api: str, origin: dict[str, Any], uri: str) -> str:
    return f"/_aws/execute-api/{api}{origin.get('origin_path') or ''}{uri}"


class Door:
    """Stands before the cloud: what comes by the door's port is for the distribution, and for nothing else of the cloud."""

    def __init__(self, app: Any, port: int, cloudfront: Any) -> None:
        self._cloud, self._app, self._port, self._cloudfront = app.app, app, port, cloudfront

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        if not self._is_for_the_city(scope):
            await self._cloud(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif path := self._socket_path(scope):
            await self._cloud({**scope, "path": unquote(path), "raw_path": path.encode()}, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _is_for_the_city(self, scope: _Message) -> bool:
        if scope["type"] not in ("http", "websocket") or scope["server"][1] != self._port:
            return False
        return scope["type"] == "websocket" or not _SIGN_IN.fullmatch(scope["path"])

    async def _serve(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        method, query = scope["method"], scope["query_string"].decode("latin-1")
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        distribution, uri, client_ip = self._distribution(), _raw_path(scope), scope["client"][0]
        if distribution is None:
            answer: _Answer = (503, {"Content-Type": "text/plain"}, _NO_DOOR)
        elif len(uri) + len(query) > _LONGEST_ADDRESS:
            answer = (414, {"Content-Type": "text/plain"}, b"URI too long\n")
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > _LARGEST_REQUEST:
            answer = (413, {"Content-Type": "text/plain"}, b"Request entity too large\n")
        else:
            self._app.set_request_region(None)
            self._app.set_request_client_ip(client_ip)
            self._app.pin_request_origin(client_ip, True)
            answer = await self._cloudfront.handle_viewer_request(
                distribution,
                method,
                _normalised(uri),
                uri,
                query,
                _as_to_its_domain(scope["headers"], distribution["DomainName"]),
                body,
                _undecoded(query),
                client_ip,
            )
        await self._app._send_response(send, *answer, head=method == "HEAD")

    def _distribution(self) -> dict[str, Any] | None:
        """The city has one; a test that makes several means its last."""
        known = list(self._cloudfront._distributions.values())
        return known[-1] if known else None

    def _socket_path(self, scope: _Message) -> str | None:
        """Where this cloud takes the connection, if the distribution leads it to a WebSocket API."""
        if (distribution := self._distribution()) is None:
            return None
        uri = _raw_path(scope)
        config = self._cloudfront.parse_distribution_dataplane_config(distribution)
        behavior = self._cloudfront._match_behavior(config, _normalised(uri))
        origin = config["origins"].get((behavior or {}).get("target_origin_id"), {})
        api = _API_HOST.match(origin.get("domain_name", ""))
        if api is None:
            return None
        return _local_path(api[1], origin, uri)


def _raw_path(scope: _Message) -> str:
    return str(scope["raw_path"].decode("latin-1"))


def _undecoded(query: str) -> dict[str, list[str]]:
    """Names and values as a viewer function sees them: as they came."""
    fields: dict[str, list[str]] = {}
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        fields.setdefault(name, []).append(value)
    return fields


def _normalised(uri: str) -> str:
    """What CloudFront looks a behaviour up by: what needs no escape without one, and no segment `.` or `..`."""
    kept: list[str] = []
    *above, last = _ESCAPED_FOR_NOTHING.sub(lambda found: unquote(found[0]), uri).split("/")[1:]
    for segment in (*above, last):
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join([*kept, ""] if last in (".", "..") and kept else kept)


def _as_to_its_domain(headers: list[tuple[bytes, bytes]], domain: str) -> dict[str, str]:
    """As of a request to the distribution's own domain, over TLS: locally there is neither. Repeated ones are joined."""
    joined: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("utf-8", "replace")
        joined[name] = f"{joined[name]}{'; ' if name == 'cookie' else ', '}{value}" if name in joined else value
    return {**joined, "host": domain, "x-forwarded-proto": "https"}
