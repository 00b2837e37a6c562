"""People at the dividend's APIs, as API Gateway calls them: staff with a group, buyers with a key, citizens with neither."""

import json
from collections.abc import Mapping
from typing import Any

import boto3

from city.aws.secrets import read_secret
from city.contracts.dividend.staff.rounds import OpenRound
from city.dividend import bootstrap
from city.dividend.bootstrap import Office, PayoutDesk
from city.dividend.market.tables.market import RevisionRecord, revision_key
from city.dividend.payout.rail_faults import Faults
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.pseudonym import RoundKey
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.open_round import Machines, StartPayout
from city.dividend.tables.packed import pack
from infra.dividend.local_round import card
from tests.integration import moto_city
from tests.integration.dividend_in_moto import ROUND, SHELVES, TERMS, DividendInMoto
from tests.integration.moto_city import Answer, call_api
from tests.integration.played import played_once

_STAFF = ("api", "payouts", "leaks")


def load_function(name: str, file: str = "app") -> Any:
    return moto_city.load_function("dividend", name, file)


@played_once
def published(faults: Faults | None = None, cards: int = 120, **terms: Any) -> DividendInMoto:
    """A round as if it had been prepared: state, weights, linkage table and revision, without its data. In a moment."""
    dividend = DividendInMoto(faults)
    publish(dividend, ROUND, cards, **terms)
    return dividend


def publish(dividend: DividendInMoto, round_id: str, cards: int = 120, **terms: Any) -> None:
    dividend.rounds.open(
        OpenRound.model_validate_json(json.dumps({**TERMS, "round_id": round_id, **terms}, default=str)), "steward"
    )
    key = RoundKey(round_id, read_secret(boto3.client("secretsmanager"), f"rounds/{round_id}"))
    linkage = {key.pseudonym(card(number)): card(number) for number in range(cards)}
    work, table = bootstrap._folder("work"), bootstrap._folder("linkage")
    work.write(paths.weights_name(round_id, "a"), pack({pseudonym: [1, ["2026-W40"]] for pseudonym in linkage}))
    for shelf in sorted({SHELVES.of(pseudonym) for pseudonym in linkage}):
        on_shelf = {pseudonym: of for pseudonym, of in linkage.items() if pseudonym.startswith(shelf)}
        table.write(paths.linkage_name(round_id, shelf, "a"), pack(on_shelf))
    rounds = dividend.rounds.rounds
    rounds.write(rounds.get(round_id), state=RoundState.PUBLISHED.value)
    mark = {"column": 0, "coarser": {"20-24": "20-29"}, "share": 0.1}
    subject, entry = revision_key(f"dividend-{round_id}", 1)
    bootstrap.build_market(dividend.environment, dividend.clock).market.publish(
        RevisionRecord(
            subject, entry, round_id=round_id, title="지역화폐 소비", purposes='["research", "statistics"]',
            price_krw=1_000_000, rows=cards, published_at=dividend.clock.now(), state="published", certificate="{}",
            quasi_identifiers='["나이"]', mark=json.dumps(mark),
        )
    )  # fmt: skip


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
    object.__setattr__(desk.claims, "resume", start.resume)
    return desk


class People:
    """Calls the APIs of one dividend."""

    def __init__(self, dividend: DividendInMoto) -> None:
        self.dividend = dividend
        environment, clock = dividend.environment, dividend.clock
        self._apps = {
            "api": load_function("api").make_app(lambda: office_of(dividend)),
            "payouts": load_function("payouts").make_app(lambda: desk_of(dividend)),
            "leaks": load_function("leaks").make_app(lambda: bootstrap.build_leaks(environment, clock)),
            "market": load_function("shop").make_app(lambda: bootstrap.build_market(environment, clock)),
            "citizen": load_function("statement").make_app(lambda: bootstrap.build_citizens(environment, clock)),
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
        self,
        app: str,
        method: str,
        path: str,
        body: Any,
        group: Any,
        sub: str = "kim",
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        apps = [self._apps[name] for name in _STAFF] if app == "staff" else [self._apps[app]]
        return call_api(apps, method, path, body, group=group, sub=sub, query=query, headers=headers)
