"""The page of stewards, panel and auditors, and the route by which it signs them in."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.pages import read_page, serve_sign_in_and_parts
from city.aws.edge.sign_in import StaffSession
from city.aws.edge.web import CityApp, Response
from city.aws.observability import observed
from city.dividend.desk.bootstrap import session_from_env, upload_origins_from_env


def make_app(
    session: Callable[[], StaffSession] = session_from_env,
    upload_origins: Callable[[], tuple[str, ...]] = upload_origins_from_env,
) -> CityApp:
    app = CityApp("dividend-desk")
    serve_sign_in_and_parts(app, session)

    @app.route("/desk", methods=["GET"])
    def show_page() -> Response:
        return read_page("dividend/desk.html", upload_origins())

    return app


app = make_app()
handler = observed(app)
