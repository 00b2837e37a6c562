"""The pages alone, assembled and served under the door's headers, with answers that were written down in place of APIs.

An answer lies in `answers/<domain>.json`, by method and path at the domain's API: `GET /tickets?status=open` before
`GET /tickets` before `GET /tickets/*`. It is a body, or `{"$status": 409, "$body": …}`. Whatever nobody wrote down is 404,
and the visit that asked for it fails.
"""

import gzip
import json
import mimetypes
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.manifest import read_manifests, staff_of
from infra.pages.npm import ROOT
from tests.browser.door import headers_of
from web.assemble import assemble

HERE = Path(__file__).parent
# Set by a visit of somebody: what the sign-in's cookie is at the city.
WHO = "test-who"
_COMPRESSED = (".woff2", ".png", ".jpg", ".webp")
_TOKEN = "e30.e30.not-signed"
_API = re.compile(r"/api/(?P<domain>[a-z0-9_-]+)(?P<path>/.*)")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any

    @classmethod
    def of(cls, written: Any) -> "Answer":
        if isinstance(written, dict) and "$status" in written:
            return cls(written["$status"], written.get("$body"))
        return cls(200, written)


NOBODY_WROTE_IT_DOWN = Answer(404, {"error": "not_found"})


def answer_to(written: Mapping[str, Any], method: str, path: str) -> Answer:
    """`path` may have a query."""
    bare = path.partition("?")[0]
    for asked in (f"{method} {path}", f"{method} {bare}"):
        if asked in written:
            return Answer.of(written[asked])
    pattern = next((name for name in written if "*" in name and fnmatchcase(f"{method} {bare}", name)), None)
    return Answer.of(written[pattern]) if pattern else NOBODY_WROTE_IT_DOWN


def session_of(who: str) -> Answer:
    """What `POST /api/session/token` says to them."""
    if who not in (staff := staff_of(read_manifests().values())):
        return Answer(401, {"error": "signed_out"})
    me = {"staff_id": who, "name": who, "groups": [staff[who]], "signed_in_at": 0}
    return Answer(200, {"token": _TOKEN, "expires_in": 3600, **me})


@dataclass(frozen=True, slots=True)
class Site:
    """Pages as they are served; `city` is its `city.json`."""

    url: str
    digest: str
    city: Mapping[str, Any]
    home: Path

    def weight_of(self, url: str) -> int:
        """Bytes that the door sends of a file, compressed; letters and pictures are by themselves."""
        file = _file_of(self.home, urlsplit(url).path)
        if file is None:
            return 0
        content = file.read_bytes()
        return len(content) if file.suffix in _COMPRESSED else len(gzip.compress(content))


@contextmanager
def served(web: Path, home: Path, answers: Path = HERE / "answers") -> Iterator[Site]:
    """Assembled from `web` into `home`, on a free port."""
    digest = assemble(web, home)
    written = {file.stem: json.loads(file.read_text()) for file in answers.glob("*.json")}
    city = json.loads((home / "v" / digest / "city.json").read_text())
    maps = {page["path"] for domain in city["domains"] for page in domain["pages"] if page.get("map")}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if found := _API.fullmatch(path):
                self._say(self._answer("GET", found))
            else:
                self._send_file(path)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = _API.fullmatch(urlsplit(self.path).path)
            self._say(self._answer(self.command, found) if found else Answer(405, None))

        def do_PUT(self) -> None:
            self.do_POST()

        def do_DELETE(self) -> None:
            self.do_POST()

        def _answer(self, method: str, found: re.Match[str]) -> Answer:
            if found["domain"] == "session" and found["path"] == "/token":
                cookie = SimpleCookie(self.headers.get("Cookie", "")).get(WHO)
                return session_of(cookie.value if cookie else "")
            query = urlsplit(self.path).query
            asked = found["path"] + (f"?{query}" if query else "")
            return answer_to(written.get(found["domain"], {}), method, asked)

        def _send_file(self, path: str) -> None:
            file = _file_of(home, path)
            if file is None:
                missing = home / "pages" / "404.html"
                self._send(404, "text/html", missing.read_bytes() if missing.is_file() else b"")
            else:
                self._send(200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes())

        def _say(self, answer: Answer) -> None:
            self._send(answer.status, "application/json", json.dumps(answer.body).encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            path = urlsplit(self.path).path
            self.send_response(status)
            text = kind.startswith("text/") or kind in ("application/json", "application/javascript")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers_of(path, is_map=path in maps).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield Site(f"http://localhost:{server.server_port}", digest, city, home)
    finally:
        server.shutdown()
        server.server_close()


def _file_of(home: Path, path: str) -> Path | None:
    """What lies at a path of the door."""
    name = path.removeprefix("/") or "index"
    below = home if name.startswith("v/") else home / "pages"
    file = below / (name if Path(name).suffix else f"{name}.html")
    return file if file.is_file() and below in file.resolve().parents else None


def web() -> Path:
    return ROOT / "web"
