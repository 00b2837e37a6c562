"""Static pages: served with a content policy and the parts they are made of, and the route that signs staff in."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from chalice.app import Response

from city.aws.edge.web import CityApp, read_body, read_query
from city.contracts.session import MAX_BODY_BYTES, read_sign_in
from city.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from city.aws.edge.sign_in import StaffSession

# What pages are made of, served beside each of them. What several share lies in `web/parts/` (`<script
# src="parts/page.js">`), what one domain's pages are made of beside them (`parts/fines.words.js`: `web/fines/words.js`).
_SHARED_PARTS = "parts"
_PART_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_NAMED_PART = re.compile(r'(?<=")parts/([a-z_.]+\.(?:js|css))(?=")')
# A part is named by its content, so whoever has it never asks again.
_KEEP_PART = "public, max-age=31536000, immutable"


def read_page(name: str, connect_to: Collection[str] = ()) -> Response:
    """One of the static pages in `web/`, which comes in a layer beside Chalice.

    `connect_to`: origins it may talk to besides the API it came from.
    """
    page = files("web").joinpath(name).read_text("utf-8")
    return Response(
        body=_name_parts(page),
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _page_policy(page, connect_to),
            "Referrer-Policy": "no-referrer",
        },
    )


def read_part(name: str, digest: str | None) -> Response:
    """A script or a style that pages are made of. Raises NotFound.

    Kept by browsers only under the digest of what is served: while a deployment is under way, the old part may be asked
    for by the new page's name for it.
    """
    text = _read_part(name)
    return Response(
        body=text,
        headers={
            "Content-Type": _PART_TYPES[name.rpartition(".")[2]],
            "Cache-Control": _KEEP_PART if digest == _digest_of(text) else "no-store",
        },
    )


def _read_part(name: str) -> str:
    folder, _, file = name.partition(".") if name.count(".") > 1 else (_SHARED_PARTS, "", name)
    if not re.fullmatch(r"[a-z_]+", folder) or not re.fullmatch(r"[a-z_]+\.(?:js|css)", file):
        raise NotFound
    part = files("web").joinpath(folder).joinpath(file)
    if not part.is_file():
        raise NotFound
    return part.read_text("utf-8")


def _digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _name_parts(page: str) -> str:
    """The page, with each part it names named by its content: `parts/page.js?v=0123456789abcdef`."""

    def name(found: re.Match[str]) -> str:
        return f"{found[0]}?v={_digest_of(_read_part(found[1]))}"

    return _NAMED_PART.sub(name, page)


def _page_policy(page: str, connect_to: Collection[str]) -> str:
    """Only the scripts and styles that stand in the page or among its origin's parts run; it talks to the API it came from,
    in nobody's frame."""

    def allowed(element: str, naming_a_part: str) -> str:
        found = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in found]
        # Whatever else the origin serves is no script: every answer says what it is, and that nobody should guess.
        return " ".join((*(("'self'",) if naming_a_part in page else ()), *hashes))

    scripts = allowed("script", '<script src="parts/')
    styles = allowed("style", '<link rel="stylesheet" href="parts/')
    reached = " ".join(("'self'", *connect_to))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        f"connect-src {reached}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def serve_sign_in_and_parts(app: CityApp, session: Callable[[], StaffSession]) -> None:
    """Adds the routes; each template opens them by name."""

    @app.route("/session", methods=["POST"])
    def open_session() -> Response:
        request = read_sign_in(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=session().sign_in(request).model_dump(mode="json"))

    @app.route("/parts/{part}", methods=["GET"])
    def show_part(part: str) -> Response:
        return read_part(part, read_query(app.request, "v"))
