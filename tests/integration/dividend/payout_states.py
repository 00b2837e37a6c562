"""Payouts as far as tests have played them, and what they ask and answer there."""

from datetime import timedelta
from typing import Any

from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import FileRail
from city.dividend.payout.bootstrap import build_lapse_unclaimed
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import ResultFile, ResultLine, read_text_file, write_result_file
from city.dividend.payout.rail_orders import RailTexts
from city.dividend.payout.service.lapse_unclaimed import Lapsed
from tests.integration.dividend_in_moto import ROUND, DividendInMoto
from tests.integration.dividend_staff import People, published
from tests.integration.moto_city import FixedClock

COSTS = {"costs_krw": 100_000}


def texted(folder: str = "sandbox/outbox/") -> dict[str, RailTexts]:
    store = open_folder("rail", folder)
    return {name: read_text_file(store.read(name) or b"") for name in store.names() if name.endswith(".msg")}


YES = {"approves": True, "reason": "공문 원본을 직접 확인했습니다"}


def held(spoiled: bytes = b"nobody can read this") -> tuple[DividendInMoto, People, str]:
    """A round whose one batch is held, because the operator's result file is nonsense."""
    dividend = published()
    dividend.sell()
    dividend.rail = FileRail(open_folder("rail"))
    dividend.pay(tries=1)
    (name,) = open_folder("rail", "out/").names()
    key = name.removesuffix(".pay")
    open_folder("rail").write(f"in/{key}.res", spoiled)
    dividend.pay(tries=1)
    return dividend, People(dividend), key


def money(people: People) -> dict[str, int]:
    balances = people.get(f"/rounds/{ROUND}/ledger")[1]["trial_balance"]
    assert sum(balances.values()) == 0
    return {account: amount for account, amount in balances.items() if amount}


def result_file(key: str, *returned: int, amount_krw: int = 7_500, lines: int = 120) -> str:
    results = tuple(
        ResultLine(
            position=place,
            amount_krw=amount_krw,
            outcome="R" if place in returned else "P",
            reason="card_closed" if place in returned else None,
            reference=f"K{place}",
        )
        for place in range(1, lines + 1)
    )
    return write_result_file(ResultFile(key, FixedClock().now(), None, results)).decode()


class Killed(Exception):
    """The function died here."""


class KilledPayout:
    """A payout that dies before it goes on."""

    def resume(self, round_id: str, by: str) -> None:
        raise Killed


CLAIMS = f"/rounds/{ROUND}/claims"


SECOND = "2026-2"


def a_night(dividend: DividendInMoto) -> Lapsed:
    return dividend.build(build_lapse_unclaimed).lapse(lambda: 900_000)


def came_back(**terms: Any) -> tuple[DividendInMoto, People]:
    """A paid round of which some lines were returned: the operator could not credit the card."""
    dividend = published(Faults(returned=0.1), **terms)
    dividend.sell()
    dividend.pay()
    return dividend, People(dividend)


def after(dividend: DividendInMoto, months: int, days: int = 0) -> None:
    dividend.clock.move(seconds=timedelta(days=months * 31 + days).total_seconds())


ENDING = f"/rounds/{ROUND}/ending"


def over(dividend: DividendInMoto, months: int = 1) -> None:
    """Time to claim passes, and a night."""
    after(dividend, months, 1)
    a_night(dividend)
