"""Arrears: the holding of plates, and what else arrears may bring. Pure. (Paying in instalments: `instalments`.)

QVA is 질서위반행위규제법. Amounts are won and hold the surcharges; days are days in Seoul.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from city.fines.law.errors import (
    ArrearsTooSmall,
    NotOverdueLongEnough,
    PlateHoldAnnouncedTooLate,
    PlateHoldNotAnnounced,
)
from city.fines.law.lifecycle import rule_in_force
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
from city.kernel.clock import end_of_months
from city.kernel.errors import Conflict

# --- the holding of plates -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrear:
    """One overdue fine of one car, with its surcharges."""

    amount_krw: int
    # The last day on which it was not overdue (`Notice.payment_ends_on`).
    pay_until: date


@dataclass(frozen=True, slots=True)
class PlateRule:
    in_force_from: date
    overdue_days_over: int
    amount_krw_at_least: int
    notice_days: int


PLATE_RULES: tuple[PlateRule, ...] = (
    PlateRule(
        in_force_from=date(2011, 7, 6),  # QVA §55
        overdue_days_over=60,  # 시행령 §14
        amount_krw_at_least=300_000,  # 시행령 §14
        notice_days=10,  # 시행령 §14
    ),
)


def check_plate_hold(
    arrears: Sequence[Arrear], noticed_on: date | None, day: date, calendar: Calendar = PUBLIC_HOLIDAYS
) -> None:
    """Whether the plate of the car these fines belong to may be taken on a day (QVA §55, 시행령 §14).

    Only fines more than 60 days overdue are added up: the reading that is kinder to the owner. The owner has the days
    of the notice to pay in, and where the tenth is a Saturday or a public holiday, the next working day (민법 §161). Raises
    NotOverdueLongEnough, ArrearsTooSmall, PlateHoldNotAnnounced, PlateHoldAnnouncedTooLate.
    """
    rule = rule_in_force(PLATE_RULES, day)
    long_overdue = [arrear for arrear in arrears if (day - arrear.pay_until).days > rule.overdue_days_over]
    if not long_overdue:
        raise NotOverdueLongEnough
    if _total_krw(long_overdue) < rule.amount_krw_at_least:
        raise ArrearsTooSmall
    if noticed_on is None:
        raise PlateHoldNotAnnounced
    if day < calendar.end_of_term(noticed_on + timedelta(days=rule.notice_days)):
        raise PlateHoldAnnouncedTooLate


def may_hold_plate(
    arrears: Sequence[Arrear], noticed_on: date | None, day: date, calendar: Calendar = PUBLIC_HOLIDAYS
) -> bool:
    """Whether `check_plate_hold` lets the plate be taken."""
    try:
        check_plate_hold(arrears, noticed_on, day, calendar)
    except Conflict:
        return False
    return True


# --- what else arrears may bring: to be told, never decided here -----------------------------------


@dataclass(frozen=True, slots=True)
class SanctionRule:
    """So many fines, each overdue for more than a year, of so much in all."""

    in_force_from: date
    arrears_at_least: int
    business_krw_at_least: int
    detention_krw_at_least: int


SANCTION_RULES: tuple[SanctionRule, ...] = (
    SanctionRule(
        in_force_from=date(2008, 6, 22),
        arrears_at_least=3,  # QVA §52① 1호, §54① 1호
        business_krw_at_least=5_000_000,  # QVA §52① 1호
        detention_krw_at_least=10_000_000,  # QVA §54① 1호
    ),
)


def faces_business_restriction(arrears: Sequence[Arrear], day: date) -> bool:
    """Whether the numbers of QVA §52① 1호 are met (관허사업 제한).

    Hand in only fines for violations related to the licensed business.
    """
    rule = rule_in_force(SANCTION_RULES, day)
    old = _over_a_year(arrears, day)
    return len(old) >= rule.arrears_at_least and _total_krw(old) >= rule.business_krw_at_least


def faces_detention(arrears: Sequence[Arrear], day: date) -> bool:
    """Whether the numbers of QVA §54① 1호 are met (감치); a court looks at the means to pay besides."""
    rule = rule_in_force(SANCTION_RULES, day)
    old = _over_a_year(arrears, day)
    return len(old) >= rule.arrears_at_least and _total_krw(old) >= rule.detention_krw_at_least


def _over_a_year(arrears: Sequence[Arrear], day: date) -> list[Arrear]:
    return [arrear for arrear in arrears if end_of_months(arrear.pay_until, 12) < day]


def _total_krw(arrears: Sequence[Arrear]) -> int:
    return sum(arrear.amount_krw for arrear in arrears)
