"""A batch that is held, at the staff's API over moto."""

from dataclasses import replace

import pytest

from city.contracts.dividend.rounds import PayoutCompared
from city.contracts.dividend.staff.proposals import DecideProposal
from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.rail_orders import RailAnswer, RailState
from tests.effort import one_in
from tests.integration.dividend.payout_states import YES, Killed, KilledPayout, held, money, result_file
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, published

LETTER = {"operator_reference": "코나아이 2026-11-24 공문 17호", "reason": "운영사 담당자가 공문으로 확인했습니다"}


NO = {"approves": False, "reason": "공문에 날인이 없어 반려합니다"}


RULING = f"/rounds/{ROUND}/batches/0/ruling"


def test_a_held_batch_says_what_waits_and_its_money_stays_in_transit(cloud) -> None:
    _, people, key = held()

    status, page = people.get(f"/rounds/{ROUND}/batches", "auditor")

    assert status == 200
    (batch,) = page["batches"]
    assert (batch["number"], batch["rail_key"], batch["lines"], batch["amount_krw"]) == (0, key, 120, 900_000)
    assert batch["in_transit"]
    assert batch["reason"].startswith("rail_file_invalid")
    assert money(people) == {"cash": 1_000_000, "in_transit": -900_000, "costs": -100_000}


def test_one_person_alone_books_nothing(cloud) -> None:
    _, people, _ = held()
    before = money(people)

    proposed = people.post(RULING, {"finding": "all_paid", **LETTER})
    again = people.post(RULING, {"finding": "all_paid", **LETTER})
    alone = people.post(f"{RULING}/decision", YES)
    other = people.post(RULING, {"finding": "none_paid", **LETTER})

    assert proposed == again
    assert (proposed[0], proposed[1]["proposal"]["state"]) == (200, "proposed")
    assert (alone[0], alone[1]["error"]) == (403, "same_who_proposed")
    assert (other[0], other[1]["error"]) == (409, "proposed_before")
    assert set(alone[1]["message"]) == {"ko", "en"}
    assert money(people) == before


def test_a_batch_that_was_paid_after_all_is_booked_and_the_round_ends(cloud) -> None:
    dividend, people, _ = held()
    people.post(RULING, {"finding": "all_paid", **LETTER})

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    again = people.post(f"{RULING}/decision", YES, sub="lee")
    result = dividend.pay()

    assert (status, ruled["state"], ruled["proposal"]["decided_by"]) == (200, "settled", "lee")
    assert again[1]["proposal"] == ruled["proposal"]
    assert dividend.machine_api.started[-1][0] == "payout"
    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert people.get(f"/rounds/{ROUND}")[1]["state"] == "paid"


def test_a_ruling_by_line_is_the_operators_corrected_file(cloud) -> None:
    dividend, people, key = held()
    ruling = {"finding": "by_line", **LETTER, "result_file": result_file(key, 3, 5)}
    people.post(RULING, ruling)

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    result = dividend.pay()

    assert (status, ruled["state"]) == (200, "settled")
    assert result == PayoutCompared(differences=0, open=0, paid_krw=885_000)
    assert money(people) == {"cash": 115_000, "costs": -100_000, "payable": -15_000}


def test_a_batch_of_which_nothing_was_paid_is_sent_under_its_next_key(cloud) -> None:
    dividend, people, key = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})

    status, ruled = people.post(f"{RULING}/decision", YES, sub="lee")
    dividend.pay(tries=1)
    following = f"{ROUND}-00000-2"
    open_folder("rail").write(f"in/{following}.res", result_file(following).encode())
    result = dividend.pay()

    assert (status, ruled["state"], ruled["rail_key"]) == (200, "sending", following)
    assert sorted(open_folder("rail", "out/").names()) == [f"{key}.pay", f"{following}.msg", f"{following}.pay"]
    assert result == PayoutCompared(differences=0, open=0, paid_krw=900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}


def test_what_was_paid_after_all_under_the_old_key_is_a_difference_with_a_name(cloud) -> None:
    """The operator was wrong in writing: the ledger does not hide it."""
    dividend, people, key = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})
    people.post(f"{RULING}/decision", YES, sub="lee")
    following = f"{ROUND}-00000-2"
    open_folder("rail").write(f"in/{key}.2.res", result_file(key).encode())
    open_folder("rail").write(f"in/{following}.res", result_file(following).encode())

    result = dividend.pay()

    assert result.differences == 120


def test_a_declined_ruling_stays_on_file_and_another_may_follow(cloud) -> None:
    _, people, _ = held()
    people.post(RULING, {"finding": "all_paid", **LETTER})
    declined = people.post(f"{RULING}/decision", NO, sub="lee")[1]
    late = people.post(f"{RULING}/decision", YES, sub="park")

    second = people.post(RULING, {"finding": "none_paid", **LETTER})[1]
    done = people.post(f"{RULING}/decision", YES, sub="lee")[1]

    assert (declined["state"], declined["proposal"]["state"]) == ("held", "declined")
    assert (late[0], late[1]["error"]) == (409, "decided_before")
    assert second["proposal"]["what"]["finding"] == "none_paid"
    assert done["state"] == "sending"
    kept = [
        p for p in people.dividend.staff.rounds.list_proposals.proposals.all(ROUND) if p.subject.startswith("batch#")
    ]
    assert [(p.turn, p.state.value) for p in kept] == [(1, "declined"), (2, "approved")]


def test_a_batch_refused_too_often_is_sent_once_more_and_never_paid_by_word(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.rail = always = Refusing(SandboxRail(open_folder("rail", "sandbox/")))
    dividend.pay()
    people = People(dividend)
    (batch,) = people.get(f"/rounds/{ROUND}/batches")[1]["batches"]

    by_word = people.post(RULING, {"finding": "all_paid", **LETTER})
    people.post(RULING, {"finding": "none_paid", **LETTER})
    people.post(f"{RULING}/decision", YES, sub="lee")
    always.refuses = False
    result = dividend.pay()

    assert not batch["in_transit"]
    assert (by_word[0], by_word[1]["error"]) == (422, "ruling_contradicts")
    assert (result.open, result.paid_krw) == (0, 900_000)
    assert money(people) == {"cash": 100_000, "costs": -100_000}


class Refusing:
    """An operator who refuses every order while it is in the mood."""

    def __init__(self, rail) -> None:
        self.rail, self.refuses = rail, True

    def submit(self, order):
        if self.refuses:
            return RailAnswer(order.key, RailState.REFUSED, reason="operator_busy")
        return self.rail.submit(order)

    def __getattr__(self, name: str):
        return getattr(self.rail, name)


@pytest.mark.parametrize(
    ("change", "status", "error"),
    one_in(
        3,
        [
            ({"finding": "by_line"}, 400, "invalid"),
            ({"finding": "all_paid", "result_file": "x"}, 400, "invalid"),
            ({"finding": "some_paid"}, 400, "invalid"),
            ({"finding": "all_paid", "reason": "짧다"}, 400, "invalid"),
            ({"finding": "all_paid", "operator_reference": "<b>"}, 400, "invalid"),
            ({"finding": "by_line", "result_file": "nonsense"}, 400, "rail_file_invalid"),
            ({"finding": "by_line", "result_file": "가" * 102}, 400, "rail_file_invalid"),
            ({"finding": "by_line", "result_file": result_file("2026-1-00009-1")}, 422, "ruling_contradicts"),
            (
                {"finding": "by_line", "result_file": result_file("2026-1-00000-1", lines=119)},
                422,
                "ruling_contradicts",
            ),
            (
                {"finding": "by_line", "result_file": result_file("2026-1-00000-1", amount_krw=1)},
                422,
                "ruling_contradicts",
            ),
        ],
    ),
)
def test_a_word_that_cannot_be_true_of_the_batch_is_refused(cloud, change, status: int, error: str) -> None:
    _, people, _ = held()

    answer = people.post(RULING, {**LETTER, **change})

    assert (answer[0], answer[1]["error"]) == (status, error)
    assert people.get(f"/rounds/{ROUND}/batches")[1]["batches"][0]["proposal"] is None


def test_a_batch_that_goes_its_way_takes_no_ruling(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    people = People(dividend)

    settled = people.post(RULING, {"finding": "none_paid", **LETTER})
    nowhere = [
        people.post(f"/rounds/{ROUND}/batches/{number}/ruling", {"finding": "none_paid", **LETTER})[1]["error"]
        for number in ("7", "x", "-1", "٣", "1" * 20)
    ]

    assert (settled[0], settled[1]["error"]) == (409, "batch_not_held")
    assert nowhere == ["batch_unknown"] * 5


def test_killed_between_a_ruling_and_the_start_of_the_payout_it_is_started_by_the_same_word_again(cloud) -> None:
    dividend, people, _ = held()
    people.post(RULING, {"finding": "none_paid", **LETTER})
    decide_ruling = replace(dividend.payout_decisions.decide_ruling, payout=KilledPayout())
    with pytest.raises(Killed):
        decide_ruling.decide(ROUND, 0, DecideProposal(**YES), "lee")
    started, booked = len(dividend.machine_api.started), dividend.ledger()

    status, again = people.post(f"{RULING}/decision", YES, sub="lee")

    assert (status, again["state"], again["proposal"]["state"]) == (200, "sending", "approved")
    assert len(dividend.machine_api.started) == started + 1
    assert dividend.ledger() == booked
