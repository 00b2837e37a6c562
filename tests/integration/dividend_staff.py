"""People at the dividend's APIs, as API Gateway calls them: staff with a group, buyers with a key, citizens with neither."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

from city.aws.observability import observed
from city.dividend import bootstrap
from city.dividend.bootstrap import Office, PayoutDesk
from city.dividend.service.open_round import Machines, StartPayout
from tests.infra.templates import ROOT
from tests.integration.dividend_in_moto import DividendInMoto
from tests.integration.fines_in_moto import Context

Answer = tuple[int, Any]
_STAFF = ("api", "payouts")


def load_function(name: str, file: str = "app") -> Any:
    """A function's module, by its path: every domain has an `api.app`."""
    path = ROOT / "functions/dividend" / name / f"{file}.py"
    spec = spec_from_file_location(f"dividend_{name}_{file}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def office_of(dividend: DividendInMoto) -> Office:
    """The staff's office over moto, with the round's own state machines."""
    office = bootstrap.build_office(dividend.environment, dividend.clock)
    object.__setattr__(office.rounds, "machines", Machines(dividend.machine_api, "round", "payout"))
    return office


def desk_of(dividend: DividendInMoto) -> PayoutDesk:
    """The desk for what waits, with the payout's own state machine."""
    desk = bootstrap.build_payout_desk(dividend.environment, dividend.clock)
    start = StartPayout(desk.rulings.rounds, Machines(dividend.machine_api, "round", "payout"))
    object.__setattr__(desk.rulings, "resume", start.resume)
    return desk


class People:
    """Calls the APIs of one dividend."""

    def __init__(self, dividend: DividendInMoto) -> None:
        self.dividend = dividend
        environment, clock = dividend.environment, dividend.clock
        self._apps = {
            "api": load_function("api").make_app(lambda: office_of(dividend)),
            "payouts": load_function("payouts").make_app(lambda: desk_of(dividend)),
            "market": load_function("market").make_app(lambda: bootstrap.build_market(environment, clock)),
            "citizen": load_function("citizen").make_app(lambda: bootstrap.build_citizens(environment, clock)),
        }

    def get(self, path: str, group: Any = "steward", sub: str = "kim", **query: str) -> Answer:
        return self.call("staff", "GET", path, None, group, sub, query=query)

    def post(self, path: str, body: Any, group: Any = "steward", sub: str = "kim") -> Answer:
        return self.call("staff", "POST", path, body, group, sub)

    def buy(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        return self.call("market", method, path, body, None, headers={"X-Buyer-Key": key} if key is not None else {})

    def ask(self, path: str, body: Any) -> Answer:
        return self.call("citizen", "POST", path, body, None)

    def call(
        self, app: str, method: str, path: str, body: Any, group: Any, sub: str = "kim", headers: Any = None,
        query: dict[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        apps = [self._apps[name] for name in _STAFF] if app == "staff" else [self._apps[app]]
        routes = [(route, each) for each in apps for route, methods in each.routes.items() if method in methods]
        patterns = [(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route), route, each) for route, each in routes]
        found = [(match, route, each) for pattern, route, each in patterns if (match := re.fullmatch(pattern, path))]
        # A fixed part of a path goes before a variable one, as with API Gateway.
        match, route, chosen = min(found, key=lambda one: one[1].count("{"))
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False) if body is not None else None
        event = {
            "httpMethod": method,
            "path": path,
            "resource": route,
            "headers": {"Content-Type": "application/json", **(headers or {})},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
            "pathParameters": match.groupdict() or None,
            "stageVariables": None,
            "body": text,
            "isBase64Encoded": False,
            "requestContext": {
                "resourcePath": route,
                "httpMethod": method,
                "requestId": "request-1",
                "authorizer": {"claims": {"sub": sub, "cognito:groups": group}} if group is not None else {},
            },
        }
        answer = observed(chosen)(event, Context())
        text = answer["body"]
        return answer["statusCode"], json.loads(text) if text.startswith(("{", "[")) else text
