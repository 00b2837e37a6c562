"""What a violation costs, with its reductions and surcharges, in won. Pure; every clause is named.

Legal values are dated tables: the rule in force on the day of the violation applies.
Sources: 도로교통법 §160③, 시행령 §88④ 별표6·7; 질서위반행위규제법 (QVA below) and its 시행령.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from city.fines.law.errors import NoRuleInForce, VehicleNotFined
from city.fines.law.notices import VehicleClass, Violation, Zone
from city.kernel.clock import SEOUL, end_of_months, seoul_date
from city.kernel.money import drop_below_ten_won


@dataclass(frozen=True, slots=True)
class AmountRule:
    """One edition of 별표6·7. Amounts in won: (passenger, van); `two_hours_krw` is added from two hours on."""

    in_force_from: date
    general: tuple[int, int]
    fire_facility_marked: tuple[int, int]
    senior_or_disabled: tuple[int, int]
    children: tuple[int, int]
    two_hours_krw: int
    protected_from: time
    protected_until: time


AMOUNT_RULES: tuple[AmountRule, ...] = (
    AmountRule(
        # Children's zones at twice the general rate, fire facilities not raised yet. The amounts are older than this day,
        # before which nobody has checked them.
        in_force_from=date(2019, 7, 1),
        general=(40_000, 50_000),
        fire_facility_marked=(40_000, 50_000),
        senior_or_disabled=(80_000, 90_000),
        children=(80_000, 90_000),
        two_hours_krw=10_000,
        protected_from=time(8),
        protected_until=time(20),
    ),
    AmountRule(
        # 시행령 별표6 개정: fire facilities with sign or marking raised to 80,000 and 90,000 (법제처 2019-07-30)
        in_force_from=date(2019, 8, 1),
        general=(40_000, 50_000),
        fire_facility_marked=(80_000, 90_000),
        senior_or_disabled=(80_000, 90_000),
        children=(80_000, 90_000),
        two_hours_krw=10_000,
        protected_from=time(8),
        protected_until=time(20),
    ),
    AmountRule(
        in_force_from=date(2021, 5, 11),  # 시행령 별표7 개정: children's zones raised to three times the general rate
        general=(40_000, 50_000),
        fire_facility_marked=(80_000, 90_000),
        senior_or_disabled=(80_000, 90_000),
        children=(120_000, 130_000),
        two_hours_krw=10_000,
        protected_from=time(8),
        protected_until=time(20),
    ),
)


@dataclass(frozen=True, slots=True)
class ReductionRule:
    """Percentages that are taken off."""

    in_force_from: date
    early_percent: int
    social_percent: int


REDUCTION_RULES: tuple[ReductionRule, ...] = (
    # QVA §18① 시행령 §5: at most 20 % for paying inside the opinion period. 시행령 §2의2: at most 50 %.
    # In force since the QVA is (2008-06-22); from 2019-07-01 the grade of disability is asked otherwise, not the percentage.
    ReductionRule(in_force_from=date(2008, 6, 22), early_percent=20, social_percent=50),
)


@dataclass(frozen=True, slots=True)
class SurchargeRule:
    """Per mille of the unpaid fine itself; surcharges bear no surcharge."""

    in_force_from: date
    first_per_mille: int
    monthly_per_mille: int
    months_at_most: int


SURCHARGE_RULES: tuple[SurchargeRule, ...] = (
    # QVA §24①②: 3 % on the day after the due date, then 1.2 % after each month, 60 months at most (75 % in all).
    # The day on which 3 % replaced 5 % (about 2016/17) is not verified: older cases, which only a seizure keeps from being
    # prescribed, are reckoned with the lower rate.
    SurchargeRule(in_force_from=date(2008, 6, 22), first_per_mille=30, monthly_per_mille=12, months_at_most=60),
)


_Rule = TypeVar("_Rule", AmountRule, ReductionRule, SurchargeRule)


def _in_force(rules: Sequence[_Rule], on: date) -> _Rule:
    known = [rule for rule in rules if rule.in_force_from <= on]
    if not known:
        raise NoRuleInForce
    return known[-1]


def base_fine_krw(violation: Violation) -> int:
    """The fine before reductions and surcharges, in won.

    Protected-zone rates hold from 08:00 to 20:00 KST only (시행령 §88④); outside, and at a fire facility without
    its marking, the general rate applies. What the office's file states comes first: it is taken in for days that no table
    reaches. Raises VehicleNotFined, NoRuleInForce.
    """
    if violation.vehicle is VehicleClass.TWO_WHEELER:
        raise VehicleNotFined
    if violation.stated_krw is not None:
        return violation.stated_krw
    rule = _in_force(AMOUNT_RULES, seoul_date(violation.at))
    clock = violation.at.astimezone(SEOUL).time()
    protected = rule.protected_from <= clock < rule.protected_until
    rates = rule.general
    if violation.zone is Zone.FIRE_FACILITY and violation.safety_marking:
        rates = rule.fire_facility_marked
    elif violation.zone is Zone.SENIOR_OR_DISABLED and protected:
        rates = rule.senior_or_disabled
    elif violation.zone is Zone.CHILDREN and protected:
        rates = rule.children
    amount = rates[0] if violation.vehicle is VehicleClass.PASSENGER else rates[1]
    return amount + (rule.two_hours_krw if violation.over_two_hours else 0)


def early_krw(fine_krw: int, violated_on: date) -> int:
    """The amount inside the opinion period (QVA §18①)."""
    rule = _in_force(REDUCTION_RULES, violated_on)
    return drop_below_ten_won(fine_krw * (100 - rule.early_percent) // 100)


def social_krw(fine_krw: int, violated_on: date) -> int:
    """The amount after the social reduction (QVA 시행령 §2의2); the early reduction may follow it, nothing else."""
    rule = _in_force(REDUCTION_RULES, violated_on)
    return drop_below_ten_won(fine_krw * (100 - rule.social_percent) // 100)


def monthly_surcharge_krw(fine_krw: int, violated_on: date) -> int:
    """What each further month adds (QVA §24②)."""
    rule = _in_force(SURCHARGE_RULES, violated_on)
    return drop_below_ten_won(fine_krw * rule.monthly_per_mille // 1000)


def overdue_krw(fine_krw: int, months: int, violated_on: date) -> int:
    """The amount once the due date has passed and `months` whole months with it (QVA §24①②)."""
    rule = _in_force(SURCHARGE_RULES, violated_on)
    first = drop_below_ten_won(fine_krw * rule.first_per_mille // 1000)
    counted = min(max(months, 0), rule.months_at_most)
    return fine_krw + first + counted * monthly_surcharge_krw(fine_krw, violated_on)


def whole_months_overdue(due_on: date, on: date) -> int:
    """Whole months that have passed since a due date: each ends as 민법 §160 says, and counts from the day after it.

    They run from the day after the due date (민법 §157). The end of a month is no term to act in: no holiday moves it.
    """
    months = (on.year - due_on.year) * 12 + on.month - due_on.month
    return months if end_of_months(due_on, months) < on else months - 1
