"""Money that nobody claimed in time, over moto."""

import pytest

from city.contracts.dividend.citizens import OptOutByStaff
from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import FileRail, SandboxRail
from city.dividend.payout.bootstrap import build_lapse_unclaimed
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import ResultFile, ResultLine, write_result_file
from infra.dividend.local_round import card
from tests.integration.dividend.payout_states import (
    CLAIMS,
    ENDING,
    SECOND,
    a_night,
    after,
    came_back,
    money,
    over,
    result_file,
)
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, publish, published
from tests.integration.moto_city import FixedClock


@pytest.mark.parametrize("goes_to", ["city", "next_round"])
def test_what_nobody_claimed_lapses_on_its_day_and_goes_where_the_terms_say(cloud, goes_to: str) -> None:
    dividend, people = came_back(claim_months=2, unclaimed=goes_to)
    owed = people.get(CLAIMS)[1]["owed_krw"]
    too_early = a_night(dividend)
    after(dividend, 2, 1)

    lapsed = a_night(dividend)
    once_more = a_night(dividend)

    assert (too_early.lines, too_early.given_krw) == (0, 0)
    assert (lapsed.lapsed_krw, once_more.lapsed_krw) == (owed, 0)
    story = people.get(CLAIMS)[1]
    assert (story["owed_krw"], story["lapsed_krw"]) == (0, owed)
    if goes_to == "city":
        assert (lapsed.given_krw, once_more.given_krw) == (owed, 0)
        assert money(people) == {"cash": 100_000 + owed, "costs": -100_000, "city": -owed}
        return
    assert money(people) == {"cash": 100_000 + owed, "costs": -100_000, "unclaimed": -owed}
    publish(dividend, SECOND)
    assert (a_night(dividend).given_krw, a_night(dividend).given_krw) == (owed, 0)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    dividend.sell_of(SECOND, "kt")
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"))
    assert dividend.pay(round_id=SECOND).paid_krw == 900_000 + owed


def test_what_was_withheld_goes_the_same_way_and_a_lapsed_line_is_not_paid_again(cloud) -> None:
    dividend = published(Faults(returned=0.1), claim_months=1)
    dividend.sell()
    dividend.staff.rounds.opt_out.opt_out(
        OptOutByStaff(card_id=card(3), reason="창구에서 본인이 요청했습니다"), "clerk"
    )
    dividend.pay()
    people = People(dividend)
    after(dividend, 1, 1)
    a_night(dividend)

    again = people.post(f"{CLAIMS}/payments", {"reason": "기한이 지난 뒤의 요청입니다"})[1]
    result = dividend.pay()

    assert again["lines"] == 0
    assert (result.differences, result.open) == (0, 0)
    assert money(people)["city"] == -(people.get(CLAIMS)[1]["given_krw"])
    assert people.get(CLAIMS)[1]["given_krw"] == people.get(CLAIMS)[1]["lapsed_krw"] + 7_500


def test_what_was_carried_into_no_round_lapses_with_its_own(cloud) -> None:
    dividend = published(minimum_krw=10_000, claim_months=1)
    dividend.sell()
    dividend.pay()
    after(dividend, 1, 1)

    lapsed = a_night(dividend)

    assert (lapsed.lapsed_krw, lapsed.given_krw) == (900_000, 900_000)
    assert money(People(dividend)) == {"cash": 1_000_000, "costs": -100_000, "city": -900_000}
    assert a_night(dividend).lapsed_krw == 0


def test_a_night_that_runs_out_of_time_stops_and_the_next_goes_on(cloud) -> None:
    dividend, _ = came_back(claim_months=1)
    after(dividend, 1, 1)
    nights = dividend.build(build_lapse_unclaimed)

    short = nights.lapse(lambda: 1_000)
    whole = nights.lapse(lambda: 900_000)

    assert (short.unfinished, short.lines) == (True, 0)
    assert not whole.unfinished
    assert whole.lines > 0


def test_money_that_is_given_back_after_all_claims_are_over_goes_the_same_way(cloud) -> None:
    dividend = published(claim_months=1)
    dividend.sell()
    dividend.rail = FileRail(open_folder("rail"))
    dividend.pay(tries=1)
    key = f"{ROUND}-00000-1"
    open_folder("rail").write(f"in/{key}.res", result_file(key, 3).encode())
    dividend.pay()
    over(dividend)
    line = ResultLine(1, 7_500, "V", "card_closed", "K1")
    given_back = ResultFile(key, FixedClock().now(), None, (line,))
    open_folder("rail").write(f"in/{key}.2.res", write_result_file(given_back))
    dividend.pay()
    people = People(dividend)
    open_again = people.get(ENDING)[1]["obstacles"]

    a_night(dividend)

    assert open_again == ["money_in_payable"]
    assert people.get(ENDING)[1]["obstacles"] == []
    assert money(people) == {"cash": 115_000, "costs": -100_000, "city": -15_000}
    assert {f"lapse:{ROUND}-00000", f"lapse:{ROUND}-00000:2"} <= dividend.ledger().keys()
