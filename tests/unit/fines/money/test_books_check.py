"""Cases beside the ledger: what differs, and by which name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.bank_statement import DifferenceKind
from city.contracts.fines.books import GapKind
from city.fines.desk.money.explanations import DIFFERENCES, GAPS
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.money.books_check import Tally, booked_for, gap_of, said_paid_krw
from city.fines.money.ledger import (
    DepositEntry,
    LedgerAccount,
    payment_reversed,
    received_and_settled,
    received_into_suspense,
    refund_approved,
    refund_paid,
    suspense_assigned_to_notice,
)

NUMBER, KEY = "1140-2026-0000001", "NH:deposit-1"
AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
SUSPENSE, SETTLED, RETURNING = LedgerAccount.SUSPENSE, LedgerAccount.SETTLED, LedgerAccount.REFUND_PAYABLE


def tally(*entries: DepositEntry, said: dict[str, int] | None = None) -> Tally:
    counted = Tally(AT - timedelta(days=1826))
    for number, krw in (said or {}).items():
        counted.add_case(number, krw)
    for entry in entries:
        counted.add_entry(entry.deposit_key, entry.notice_number, entry.at, entry.postings)
    return counted


@pytest.mark.parametrize(
    ("state", "said", "booked", "kind"),
    [
        (State.CLOSED, 40_000, 40_000, None),
        (State.NOTICED, 0, 0, None),
        (State.CLOSED_FINAL, 32_000, 0, GapKind.PAID_WITHOUT_MONEY),
        (State.RELEASED, 41_200, 41_190, GapKind.PAID_WITHOUT_MONEY),
        (State.IMPOSED, 20_000, 10_000, GapKind.PAID_WITHOUT_MONEY),
        (State.CLOSED, 40_000, 80_000, GapKind.MORE_THAN_WAS_DUE),
        (State.NOTICED, 0, 32_000, GapKind.MONEY_OF_AN_OPEN_CASE),
        (State.CANCELLED, 0, 32_000, GapKind.MONEY_OF_A_CANCELLED_CASE),
        (State.BARRED, 0, 1, GapKind.MONEY_OF_A_CANCELLED_CASE),
        (None, 0, 32_000, GapKind.MONEY_WITHOUT_A_CASE),
    ],
)
def test_every_difference_has_its_name(state: State | None, said: int, booked: int, kind: GapKind | None) -> None:
    assert gap_of(state, said, booked) is kind


@pytest.mark.parametrize("state", State)
def test_only_a_paid_case_says_that_it_was_paid(state: State) -> None:
    assert said_paid_krw(state, 40_000, None) == (40_000 if state in PAID else 0)


@pytest.mark.parametrize(
    ("entries", "booked"),
    [
        ([received_and_settled(KEY, NUMBER, 32_000, AT)], 32_000),
        ([received_into_suspense(KEY, 32_000, AT)], 0),
        ([received_into_suspense(KEY, 32_000, AT), suspense_assigned_to_notice(KEY, NUMBER, 32_000, AT)], 32_000),
        (
            [
                received_and_settled(KEY, NUMBER, 32_000, AT),
                refund_approved(KEY, SETTLED, amount_krw=32_000, at=AT, notice_number=NUMBER),
                refund_paid(KEY, 32_000, AT, NUMBER),
            ],
            0,
        ),
        (
            [
                received_and_settled(KEY, NUMBER, 32_000, AT),
                payment_reversed(KEY, SETTLED, amount_krw=32_000, at=AT, notice_number=NUMBER),
            ],
            0,
        ),
    ],
)
def test_what_is_booked_for_a_notice_is_what_lies_settled_for_it(entries: list[DepositEntry], booked: int) -> None:
    assert booked_for(NUMBER, entries) == booked
    assert booked_for("1140-2026-0000002", entries) == 0
    assert tally(*entries, said={NUMBER: booked}).unbalanced() == []
    assert tally(*entries, said={NUMBER: booked + 1}).unbalanced() == [NUMBER]


def test_money_that_waits_is_known_by_its_deposit() -> None:
    entries = [
        received_into_suspense("NH:a", 1, AT),
        received_into_suspense("NH:b", 2, AT),
        refund_approved("NH:b", SUSPENSE, amount_krw=2, at=AT),
        received_into_suspense("NH:c", 3, AT),
        refund_approved("NH:c", SUSPENSE, amount_krw=3, at=AT),
        refund_paid("NH:c", 3, AT),
    ]

    assert tally(*entries).waiting_in(SUSPENSE) == ["NH:a"]
    assert tally(*entries).waiting_in(RETURNING) == ["NH:b"]


def test_money_older_than_cases_are_kept_may_have_outlived_its_case() -> None:
    old = received_and_settled(KEY, NUMBER, 32_000, AT - timedelta(days=2000))

    assert tally(old).unbalanced() == []
    assert tally(old, said={NUMBER: 32_000}).unbalanced() == []
    assert tally(old, said={NUMBER: 31_000}).unbalanced() == [NUMBER]
    assert tally(received_and_settled(KEY, NUMBER, 32_000, AT)).unbalanced() == [NUMBER]


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 200_000)), st.sets(st.integers(1, 50)))
def test_exactly_the_cases_without_their_money_are_looked_at_again(said: dict[int, int], lost: set[int]) -> None:
    entries = [received_and_settled(f"NH:{n}", str(n), krw, AT) for n, krw in said.items() if n not in lost]

    found = tally(*entries, said={str(n): krw for n, krw in said.items()}).unbalanced()

    assert found == sorted(str(n) for n in said.keys() & lost)


def test_every_difference_is_explained() -> None:
    assert DIFFERENCES.keys() == set(DifferenceKind)
    assert GAPS.keys() == set(GapKind)
