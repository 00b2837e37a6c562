"""Staff sign in once for every page: to the sign-in page and back, a token for a page, and the end."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.browser import redirect, refusal_page
from city.aws.edge.callers import caller_of
from city.aws.edge.web import CityApp, Response, error_response
from city.aws.observability import observed
from city.contracts.staff_session import MAX_BODY_BYTES, EndSession, SessionEnded, StaffToken
from city.session.bootstrap import SessionUseCases, session_from_env
from city.session.errors import SignedOut, SignInDenied, SignInInterrupted, SignInUnreachable
from city.session.service.end_session import FORGOTTEN

_TITLE = ("로그인", "Sign in")
_AGAIN = "/api/session/start"


def make_app(session: Callable[[], SessionUseCases] = session_from_env) -> CityApp:
    app = CityApp("session", MAX_BODY_BYTES)

    @app.serve("GET", "/start", ko="로그인 시작", status=302)
    def start() -> Response:
        try:
            use_case, query = session().start_sign_in, _query_of(app)
            going = use_case.start(query.get("return_to"), query.get("lang"))
        except SignInUnreachable as error:
            return refusal_page(error, title=_TITLE, again=_AGAIN)
        return redirect(going.location, going.cookies, 302)

    @app.serve("GET", "/callback", ko="로그인하고 돌아오기", status=303)
    def come_back() -> Response:
        query = _query_of(app)
        try:
            use_case = session().finish_sign_in
            going = use_case.finish(query.get("code"), query.get("state"), caller_of(app.request).cookies)
        except (SignInInterrupted, SignInDenied, SignInUnreachable) as error:
            return refusal_page(error, title=_TITLE, again=_AGAIN)
        return redirect(going.location, going.cookies, 303)

    @app.serve("POST", "/token", ko="화면이 쓸 토큰", proof="session", gives=StaffToken)
    def give_token() -> Response:
        try:
            token, cookies = session().give_token.give(caller_of(app.request))
        except SignedOut as error:
            refusal = error_response(401, error.code, error.message_ko, error.message_en)
            refusal.headers = {"Set-Cookie": list(FORGOTTEN)}
            return refusal
        return Response(body=token.model_dump(mode="json"), headers={"Set-Cookie": list(cookies)} if cookies else {})

    @app.serve("POST", "/end", ko="로그아웃", proof="session", gives=SessionEnded)
    def end(body: EndSession) -> Response:
        ended = session().end_session.end(caller_of(app.request), body)
        return Response(body=ended.model_dump(mode="json"), headers={"Set-Cookie": list(FORGOTTEN)})

    return app


def _query_of(app: CityApp) -> dict[str, str]:
    """Each as it was sent, the last of several: the use cases judge it, and answer with a page."""
    return dict(app.request.query_params or {})


app = make_app()
handler = observed(app)
