import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.bank_statement import DifferenceKind, MovementKind, ReconciliationReportV1
from city.fines.money.bank_files import StatementRow
from city.fines.money.ledger import Movement
from city.fines.money.reconciliation import join, reconcile

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
DEPOSIT = Movement(
    kind=MovementKind.DEPOSIT, deposit_key="NH:deposit-1", account_number="79010000000001", amount_krw=32_000, at=NOON
)
CANCEL = replace(DEPOSIT, kind=MovementKind.CANCEL)
REFUND = replace(DEPOSIT, kind=MovementKind.REFUND)
ONE_DAY = timedelta(days=1)


def compare(theirs: list[Movement], ours: list[Movement]) -> ReconciliationReportV1:
    lines = [StatementRow(number, movement) for number, movement in enumerate(theirs, start=2)]
    return reconcile("NH", DAY, lines, ours)


@pytest.mark.parametrize(
    ("theirs", "ours", "kinds"),
    [
        ([DEPOSIT], [], ["missing_here"]),
        ([], [DEPOSIT], ["missing_at_bank"]),
        ([DEPOSIT, CANCEL], [DEPOSIT], ["cancelled_at_bank"]),
        ([DEPOSIT], [DEPOSIT, CANCEL], ["cancel_missing_at_bank"]),
        ([DEPOSIT, REFUND], [DEPOSIT], ["refund_missing_here"]),
        ([DEPOSIT], [DEPOSIT, REFUND], ["refund_missing_at_bank"]),
        ([DEPOSIT], [replace(DEPOSIT, amount_krw=31_000)], ["amount_differs"]),
        ([DEPOSIT], [replace(DEPOSIT, account_number="79010000000002")], ["account_differs"]),
        ([DEPOSIT], [replace(DEPOSIT, at=NOON + ONE_DAY)], ["date_differs"]),
        ([replace(DEPOSIT, at=NOON - ONE_DAY)], [DEPOSIT], ["date_differs"]),
        ([replace(DEPOSIT, at=NOON - ONE_DAY)], [replace(DEPOSIT, at=NOON - ONE_DAY)], ["date_differs"]),
        ([DEPOSIT, DEPOSIT], [DEPOSIT], ["duplicate_at_bank"]),
        ([DEPOSIT], [DEPOSIT, DEPOSIT], ["duplicate_here"]),
        ([DEPOSIT, DEPOSIT], [], ["missing_here", "duplicate_at_bank"]),
        ([DEPOSIT], [replace(DEPOSIT, amount_krw=1, at=NOON + ONE_DAY)], ["amount_differs", "date_differs"]),
    ],
)
def test_every_difference_has_its_name(theirs: list[Movement], ours: list[Movement], kinds: list[str]) -> None:
    report = compare(theirs, ours)

    assert [difference.kind.value for difference in report.differences] == kinds
    assert report.gap_krw == sum(difference.gap_krw for difference in report.differences)


def test_the_same_on_both_sides_differs_in_nothing() -> None:
    report = compare([DEPOSIT, CANCEL, REFUND], [REFUND, DEPOSIT, CANCEL])

    assert report.differences == ()
    assert report.at_bank == report.here
    assert (report.here.deposits_krw, report.here.cancels, report.here.net_krw) == (32_000, 1, -32_000)


def test_clocks_may_differ_within_the_day_and_days_end_in_seoul() -> None:
    before_midnight = datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC)

    assert compare([DEPOSIT], [replace(DEPOSIT, at=NOON + timedelta(hours=3))]).differences == ()
    assert compare([DEPOSIT], [replace(DEPOSIT, at=before_midnight)]).differences == ()
    assert compare([DEPOSIT], [replace(DEPOSIT, at=before_midnight + timedelta(seconds=1))]).differences


def test_our_other_days_are_not_held_against_the_statement() -> None:
    report = compare([], [replace(DEPOSIT, at=NOON + ONE_DAY)])

    assert report.differences == ()
    assert report.here.deposits == 0


def test_of_two_lines_the_one_that_agrees_is_the_deposit() -> None:
    odd = replace(DEPOSIT, amount_krw=1)

    (difference,) = compare([odd, DEPOSIT], [DEPOSIT]).differences

    assert (difference.kind, difference.line, difference.bank_krw) == (DifferenceKind.DUPLICATE_AT_BANK, 2, 1)


def test_a_report_repeats_no_account() -> None:
    report = compare([DEPOSIT], [replace(DEPOSIT, account_number="79010000000002"), REFUND])

    assert "7901" not in report.model_dump_json()


MOVEMENTS = st.lists(
    st.builds(
        Movement,
        kind=st.sampled_from(MovementKind),
        deposit_key=st.integers(0, 30).map(lambda n: f"NH:deposit-{n}"),
        account_number=st.sampled_from(["79010000000001", "79010000000002"]),
        amount_krw=st.integers(1, 300_000),
        at=st.integers(0, 11 * 3600).map(lambda s: NOON + timedelta(seconds=s)),
    ),
    unique_by=lambda m: (m.kind, m.deposit_key),
    min_size=1,
    max_size=25,
)


@given(MOVEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_lines_says_nothing(movements: list[Movement], chance: random.Random) -> None:
    theirs = [StatementRow(number, movement) for number, movement in enumerate(movements, start=2)]
    ours = movements[: len(movements) // 2] + movements[:1]
    expected = reconcile("NH", DAY, theirs, ours)

    chance.shuffle(theirs)
    chance.shuffle(ours)

    assert reconcile("NH", DAY, theirs, ours) == expected


@given(MOVEMENTS, MOVEMENTS, st.integers(1, 5))
def test_a_day_compared_in_parts_comes_to_the_same(theirs: list[Movement], ours: list[Movement], parts: int) -> None:
    lines = [StatementRow(number, movement) for number, movement in enumerate(theirs, start=2)]

    def part_of(movement: Movement) -> int:
        return zlib.crc32(movement.deposit_key.encode()) % parts

    compared = [
        reconcile("NH", DAY, [x for x in lines if part_of(x.movement) == n], [x for x in ours if part_of(x) == n])
        for n in range(parts)
    ]

    assert join(compared) == reconcile("NH", DAY, lines, ours)


Plant = Callable[[list[Movement], list[Movement], int], None]


def drop_ours(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    ours[place] = replace(ours[place], deposit_key="", at=NOON + 9 * ONE_DAY)


def drop_theirs(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    theirs[place] = replace(theirs[place], deposit_key="")


def change_amount(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    ours[place] = replace(ours[place], amount_krw=ours[place].amount_krw + 10)


def change_account(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    ours[place] = replace(ours[place], account_number="79010000009999")


def tell_next_day(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    ours[place] = replace(ours[place], at=ours[place].at + ONE_DAY)


def tell_twice(theirs: list[Movement], ours: list[Movement], place: int) -> None:
    theirs.append(theirs[place])


MISSING_HERE = {
    MovementKind.DEPOSIT: DifferenceKind.MISSING_HERE,
    MovementKind.CANCEL: DifferenceKind.CANCELLED_AT_BANK,
    MovementKind.REFUND: DifferenceKind.REFUND_MISSING_HERE,
}
MISSING_THERE = {
    MovementKind.DEPOSIT: DifferenceKind.MISSING_AT_BANK,
    MovementKind.CANCEL: DifferenceKind.CANCEL_MISSING_AT_BANK,
    MovementKind.REFUND: DifferenceKind.REFUND_MISSING_AT_BANK,
}
PLANTS: list[tuple[Plant, DifferenceKind | dict[MovementKind, DifferenceKind]]] = [
    (drop_ours, MISSING_HERE),
    (drop_theirs, MISSING_THERE),
    (change_amount, DifferenceKind.AMOUNT_DIFFERS),
    (change_account, DifferenceKind.ACCOUNT_DIFFERS),
    (tell_next_day, DifferenceKind.DATE_DIFFERS),
    (tell_twice, DifferenceKind.DUPLICATE_AT_BANK),
]


@given(MOVEMENTS, st.data())
def test_what_is_planted_is_found_and_nothing_else(movements: list[Movement], data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(movements) - 1), unique=True))
    theirs, ours, planted = list(movements), list(movements), set()
    for place in places:
        plant, kind = data.draw(st.sampled_from(PLANTS))
        plant(theirs, ours, place)
        movement = movements[place]
        expected = kind[movement.kind] if isinstance(kind, dict) else kind
        planted.add((expected, movement.kind, movement.deposit_key))
    theirs = [movement for movement in theirs if movement.deposit_key]
    ours = [movement for movement in ours if movement.deposit_key]

    report = compare(theirs, ours)

    found = [(d.kind, d.movement, d.deposit_key) for d in report.differences]
    assert len(found) == len(planted)
    assert set(found) == planted
    assert report.gap_krw == sum(difference.gap_krw for difference in report.differences)
