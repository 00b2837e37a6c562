"""The fines office behind a page: the real handlers over moto, where a browser test asks them through the page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route

from tests.integration.conftest import empty_cloud, new_session, set_credentials
from tests.integration.fines.talk.web_visitor import Visitor
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.staff import Staff

EVIDENCE = "/api/fines/evidence"


@dataclass
class Office:
    """`asked`: each request of the page that came through, with its body."""

    fines: FinesInMoto
    visitor: Visitor
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # Whether there is a network between the page and the office.
    is_reached: bool = True

    def answer(self, context: BrowserContext) -> None:
        context.route("**/api/fines/**", self._answer)

    def said(self) -> list[dict[str, str]]:
        return [body for path, body in self.asked if path == "/chat"]

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not self.is_reached:
            route.abort("internetdisconnected")
            return
        if path == EVIDENCE:
            form = route.request.post_data_buffer or b""
            self.visitor.put({"fields": {"key": _part(form, "key").decode()}}, _part(form, "file"))
            route.fulfill(status=204)
            return
        # No two messages of a talk come in the same moment.
        self.fines.clock.move(seconds=1)
        text = route.request.post_data or ""
        self.asked.append((path.removeprefix("/api/fines"), json.loads(text)))
        status, body = self.visitor.post(path.removeprefix("/api/fines"), text)
        if path.endswith("/chat/files") and status == 200:
            # The policy of these pages names this origin alone.
            body["url"] = EVIDENCE
        route.fulfill(status=status, json=body)

    @property
    def staff(self) -> Staff:
        return Staff(self.fines)


def _part(form: bytes, name: str) -> bytes:
    """What a form that was posted holds under a name."""
    start = form.index(b"\r\n\r\n", form.index(f'name="{name}"'.encode())) + 4
    return form[start : form.index(b"\r\n--", start)]


@contextmanager
def open_office() -> Iterator[Office]:
    with set_credentials(), new_session(), empty_cloud():
        fines = FinesInMoto().build()
        fines.fill_pool()
        yield Office(fines, Visitor(fines))
