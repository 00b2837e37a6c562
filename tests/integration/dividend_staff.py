"""People at the dividend's APIs, as API Gateway calls them: staff with a group, buyers with a key, citizens with neither."""

import json
from collections.abc import Mapping
from typing import Any

import boto3

from city.aws.secrets import read_secret
from city.contracts.dividend.staff.rounds import OpenRound
from city.dividend.books.tables.packed import pack
from city.dividend.bootstrap import open_folder
from city.dividend.market.bootstrap import build_leaks
from city.dividend.market.tables.revisions import DataSetRevisionRecord, Revisions, revision_key
from city.dividend.payout.bootstrap import build_citizens
from city.dividend.payout.rail_faults import Faults
from city.dividend.rounds.model import RoundState
from city.dividend.rounds.pseudonym import RoundKey
from city.dividend.rounds.service import paths
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
    request = OpenRound.model_validate_json(json.dumps({**TERMS, "round_id": round_id, **terms}, default=str))
    dividend.staff.rounds.create.create(request, "steward")
    key = RoundKey(round_id, read_secret(boto3.client("secretsmanager"), f"rounds/{round_id}"))
    linkage = {key.pseudonym(card(number)): card(number) for number in range(cards)}
    work, table = open_folder("work"), open_folder("linkage")
    work.write(paths.weights_name(round_id, "a"), pack({pseudonym: [1, ["2026-W40"]] for pseudonym in linkage}))
    for shelf in sorted({SHELVES.of(pseudonym) for pseudonym in linkage}):
        on_shelf = {pseudonym: of for pseudonym, of in linkage.items() if pseudonym.startswith(shelf)}
        table.write(paths.linkage_name(round_id, shelf, "a"), pack(on_shelf))
    rounds = dividend.rounds
    rounds.write(rounds.get(round_id), state=RoundState.PUBLISHED.value)
    mark = {"column": 0, "coarser": {"20-24": "20-29"}, "share": 0.1}
    subject, entry = revision_key(f"dividend-{round_id}", 1)
    Revisions().publish(
        DataSetRevisionRecord(
            subject=subject,
            entry=entry,
            round_id=round_id,
            title="지역화폐 소비",
            purposes='["research", "statistics"]',
            price_krw=1_000_000,
            rows=cards,
            published_at=dividend.clock.now(),
            state="published",
            certificate="{}",
            quasi_identifiers='["나이"]',
            mark=json.dumps(mark),
        )
    )


class People:
    """Calls the APIs of one dividend."""

    def __init__(self, dividend: DividendInMoto) -> None:
        self.dividend = dividend
        # What the token of somebody says besides their id and groups.
        self.claims: dict[str, dict[str, str]] = {}
        self._apps = {
            "api": load_function("api").make_app(lambda: dividend.staff),
            "payouts": load_function("payouts").make_app(lambda: dividend.payout_decisions),
            "leaks": load_function("leaks").make_app(lambda: dividend.build(build_leaks)),
            "market": load_function("shop").make_app(lambda: dividend.market),
            "citizen": load_function("statement").make_app(lambda: dividend.build(build_citizens)),
        }

    def get(self, path: str, group: Any = "steward", sub: str = "kim", **query: str) -> Answer:
        return self.call("staff", "GET", path, group=group, sub=sub, query=query)

    def post(self, path: str, body: Any, group: Any = "steward", sub: str = "kim") -> Answer:
        return self.call("staff", "POST", path, body, group=group, sub=sub)

    def buy(self, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        headers = {"X-Buyer-Key": key} if key is not None else {}
        return self.call("market", method, path, body, group=None, headers=headers)

    def ask(self, path: str, body: Any) -> Answer:
        return self.call("citizen", "POST", path, body, group=None)

    def call(
        self,
        app: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        group: Any,
        sub: str = "kim",
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        apps = [self._apps[name] for name in _STAFF] if app == "staff" else [self._apps[app]]
        claims = self.claims.get(sub)
        return call_api(apps, method, path, body, group=group, sub=sub, query=query, headers=headers, claims=claims)
