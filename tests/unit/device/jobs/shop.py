"""Where packages are fetched and pictures brought, for tests."""

import http.server
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from pytest_socket import enable_socket


class Shop(http.server.BaseHTTPRequestHandler):
    """Breaks off, redirects, or answers, as told."""

    content: ClassVar[bytes] = b""
    breaks_after: ClassVar[list[int]] = []
    ranges: ClassVar[list[str]] = []
    status: ClassVar[int] = 200
    brought: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        self.ranges.append(asked)
        if self.status != 200:
            self.send_response(self.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.end_headers()
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        rest = self.content[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: self.breaks_after.pop(0)] if self.breaks_after else rest)

    def do_PUT(self) -> None:
        self.brought[self.headers["Content-Type"]] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    # A server on this very machine; nothing leaves it.
    enable_socket()
    Shop.breaks_after, Shop.ranges, Shop.status, Shop.brought = [], [], 200, {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/package"
    server.shutdown()
    server.server_close()
