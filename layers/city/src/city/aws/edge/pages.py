"""What every domain's staff page comes with: the route that signs people in, and the parts that pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Response

from city.aws.edge.web import CityApp, read_body, read_part, read_query
from city.contracts.session import MAX_BODY_BYTES, read_sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from city.aws.edge.sign_in import StaffSession


def serve_sign_in_and_parts(app: CityApp, session: Callable[[], StaffSession]) -> None:
    """Adds the routes; each template opens them by name."""

    @app.route("/session", methods=["POST"])
    def open_session() -> Response:
        request = read_sign_in(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=session().sign_in(request).model_dump(mode="json"))

    @app.route("/parts/{part}", methods=["GET"])
    def show_part(part: str) -> Response:
        return read_part(part, read_query(app.request, "v"))
