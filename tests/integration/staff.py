"""Staff at the API, as API Gateway calls it for them."""

from typing import Any

from functions.fines.desk.api.app import make_app
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import Answer, call_api


class Staff:
    """Calls the API with the department's counter, and so the department's clock and carrier."""

    def __init__(self, fines: FinesInMoto) -> None:
        self._app, self._clock = make_app(lambda: fines.staff), fines.clock
        self._app.clock = fines.clock
        # What the token of somebody says besides their id and groups.
        self.claims: dict[str, dict[str, str]] = {}

    def get(self, path: str, group: Any = "clerk", sub: str = "clerk-1", **query: str) -> Answer:
        return self.call("GET", path, None, group, sub, query)

    def post(self, path: str, body: Any, group: Any = "clerk", sub: str = "clerk-1") -> Answer:
        return self.call("POST", path, body, group, sub, {})

    def call(self, method: str, path: str, body: Any, group: Any, sub: str, query: dict[str, str]) -> Answer:
        # Whoever calls has just signed in, unless their claims say when.
        claims = {"auth_time": str(int(self._clock.now().timestamp())), **self.claims.get(sub, {})}
        return call_api([self._app], method, path, body, group=group, sub=sub, query=query, claims=claims)
