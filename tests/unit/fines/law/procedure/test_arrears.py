from datetime import date

import pytest

from city.fines.law.errors import (
    ArrearsTooSmall,
    NotOverdueLongEnough,
    PlateHoldAnnouncedTooLate,
    PlateHoldNotAnnounced,
)
from city.fines.law.procedure import arrears
from city.fines.law.procedure.arrears import Arrear
from tests.unit.fines.law.notices import days

TODAY = date(2027, 6, 1)
ANNOUNCED = TODAY - days(10)


def an_arrear(amount_krw: int, overdue_days: int) -> Arrear:
    return Arrear(amount_krw, TODAY - days(overdue_days))


# --- the holding of plates ---


def test_a_plate_may_be_held_at_the_first_day_and_won_that_allow_it() -> None:
    owed = [an_arrear(200_000, 61), an_arrear(100_000, 400)]

    arrears.check_plate_hold(owed, ANNOUNCED, TODAY)

    assert arrears.may_hold_plate(owed, ANNOUNCED, TODAY)


@pytest.mark.parametrize(
    ("owed", "announced_on", "refusal"),
    [
        ([], ANNOUNCED, NotOverdueLongEnough),
        ([an_arrear(300_000, 60)], ANNOUNCED, NotOverdueLongEnough),
        ([an_arrear(299_990, 61)], ANNOUNCED, ArrearsTooSmall),
        ([an_arrear(200_000, 61), an_arrear(200_000, 60)], ANNOUNCED, ArrearsTooSmall),
        ([an_arrear(300_000, 61)], None, PlateHoldNotAnnounced),
        ([an_arrear(300_000, 61)], ANNOUNCED + days(1), PlateHoldAnnouncedTooLate),
    ],
)
def test_a_plate_is_not_held_too_early_or_for_too_little(
    owed: list[Arrear], announced_on: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        arrears.check_plate_hold(owed, announced_on, TODAY)

    assert not arrears.may_hold_plate(owed, announced_on, TODAY)


# --- what else arrears may bring ---


@pytest.mark.parametrize(
    ("total", "count", "overdue_days", "business", "detention"),
    [
        (5_000_000, 3, 366, True, False),
        (4_999_998, 3, 366, False, False),
        (10_000_000, 2, 366, False, False),
        (10_000_002, 3, 366, True, True),
        (9_999_999, 3, 366, True, False),
        (12_000_000, 3, 365, False, False),
    ],
)
def test_heavier_measures_need_three_fines_a_year_and_their_sum(
    total: int, count: int, overdue_days: int, business: bool, detention: bool
) -> None:
    rest = total - total // count * (count - 1)
    owed = [an_arrear(total // count, overdue_days)] * (count - 1) + [an_arrear(rest, overdue_days)]

    assert arrears.faces_business_restriction(owed, TODAY) is business
    assert arrears.faces_detention(owed, TODAY) is detention
