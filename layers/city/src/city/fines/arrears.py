"""Arrears: paying in instalments or later, the holding of plates, and what else arrears may bring. Pure.

QVA is 질서위반행위규제법. Amounts are won and hold the surcharges; days are days in Seoul.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from city.fines.errors import (
    AlreadyExtended,
    AmountTooSmallToDivide,
    ArrearsTooSmall,
    ExtensionOutOfRange,
    InstalmentMonthsOutOfRange,
    NothingLeftToExtend,
    NotOverdueLongEnough,
    PlateHoldAnnouncedTooLate,
    PlateHoldNotAnnounced,
)
from city.fines.lifecycle import rule_in_force
from city.kernel.clock import add_months
from city.kernel.errors import Conflict
from city.kernel.money import drop_below_ten_won

# --- instalments and deferral --------------------------------------------------------------------


class Hardship(StrEnum):
    """Who may pay in instalments or later: QVA §24의3① 1호–9호, in that order.

    Read in the Act as amended up to 2026-03-24. What the decree (시행령 §7의2) adds under 9호 was not read: a clerk
    decides on OTHER.
    """

    BASIC_LIVELIHOOD = "basic_livelihood"
    NEAR_POOR = "near_poor"
    DISABLED = "disabled"
    SOLE_SUPPORTER = "sole_supporter"
    DISASTER = "disaster"
    ILLNESS = "illness"
    REHABILITATION = "rehabilitation"
    UNEMPLOYED = "unemployed"
    OTHER = "other"


HARDSHIP_NAMES_KO: Mapping[Hardship, str] = {
    Hardship.BASIC_LIVELIHOOD: "국민기초생활 보장 수급권자",
    Hardship.NEAR_POOR: "차상위계층(의료급여 수급권자, 한부모가족 지원대상자, 자활사업 참여자)",
    Hardship.DISABLED: "장애인",
    Hardship.SOLE_SUPPORTER: "본인 외에는 가족을 부양할 사람이 없는 사람",
    Hardship.DISASTER: "불의의 재난으로 피해를 당한 사람",
    Hardship.ILLNESS: "본인 또는 동거 가족이 1개월 이상의 장기 치료를 받아야 하는 경우",
    Hardship.REHABILITATION: "개인회생절차 개시결정자",
    Hardship.UNEMPLOYED: "실업급여 수급자",
    Hardship.OTHER: "그 밖에 이에 준하는 부득이한 사유",
}


@dataclass(frozen=True, slots=True)
class InstalmentRule:
    """Months and days of instalments and deferral."""

    in_force_from: date
    months_at_most: int
    extension_months_at_most: int
    decision_days: int


INSTALMENT_RULES: tuple[InstalmentRule, ...] = (
    InstalmentRule(
        in_force_from=date(2017, 6, 3),  # QVA §24의3, 신설 2016.12.2; in force six months later
        months_at_most=9,  # 시행령 §7의2
        extension_months_at_most=3,  # 시행령 §7의2: once, so that all stays within the year of QVA §24의3①
        decision_days=20,  # 시행령 §7의2
    ),
)


@dataclass(frozen=True, slots=True)
class Instalment:
    due_on: date
    amount_krw: int


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """What to pay and when, the first instalment first."""

    instalments: tuple[Instalment, ...]
    extended: bool = False

    @property
    def amount_krw(self) -> int:
        return sum(instalment.amount_krw for instalment in self.instalments)

    @property
    def ends_on(self) -> date:
        return self.instalments[-1].due_on


def instalment_decision_due(applied_on: date) -> date:
    """The last day for deciding on an application (QVA 시행령 §7의2)."""
    return applied_on + timedelta(days=rule_in_force(INSTALMENT_RULES, applied_on).decision_days)


def plan_instalments(amount_krw: int, months: int, first_due: date) -> InstalmentPlan:
    """Divides what is owed into one instalment a month (QVA §24의3①).

    Every instalment is a multiple of 10 won but the first, which bears the rest. Raises InstalmentMonthsOutOfRange,
    AmountTooSmallToDivide.
    """
    if not 1 <= months <= rule_in_force(INSTALMENT_RULES, first_due).months_at_most:
        raise InstalmentMonthsOutOfRange
    return InstalmentPlan(_divide(amount_krw, months, first_due))


def extend(plan: InstalmentPlan, months: int, *, paid: int = 0) -> InstalmentPlan:
    """Spreads what the first `paid` instalments have left over `months` more months; once only (시행령 §7의2).

    Raises AlreadyExtended, ExtensionOutOfRange, NothingLeftToExtend, AmountTooSmallToDivide.
    """
    if plan.extended:
        raise AlreadyExtended
    left = plan.instalments[paid:]
    if not left:
        raise NothingLeftToExtend
    _check_extension(months, plan.instalments[0].due_on)
    amount_krw = sum(instalment.amount_krw for instalment in left)
    spread = _divide(amount_krw, len(left) + months, left[0].due_on)
    return replace(plan, instalments=plan.instalments[:paid] + spread, extended=True)


def deferred_until(decided_on: date, months: int, extension_months: int = 0) -> date:
    """The new due date of a fine whose payment is put off whole (QVA §24의3①, 시행령 §7의2).

    Raises InstalmentMonthsOutOfRange, ExtensionOutOfRange.
    """
    if not 1 <= months <= rule_in_force(INSTALMENT_RULES, decided_on).months_at_most:
        raise InstalmentMonthsOutOfRange
    if extension_months:
        _check_extension(extension_months, decided_on)
    return add_months(decided_on, months + extension_months)


def surcharge_day(day: date, granted_on: date, ends_on: date) -> date:
    """The day that counts for surcharges: time stands still while instalments or a deferral run (QVA §24의3④).

    Quote an amount for this day instead of `day`.
    """
    if day <= granted_on:
        return day
    return granted_on + max(day - ends_on, timedelta())


def _check_extension(months: int, on: date) -> None:
    if not 1 <= months <= rule_in_force(INSTALMENT_RULES, on).extension_months_at_most:
        raise ExtensionOutOfRange


def _divide(amount_krw: int, months: int, first_due: date) -> tuple[Instalment, ...]:
    each = drop_below_ten_won(amount_krw // months)
    if each <= 0:
        raise AmountTooSmallToDivide
    # 지방회계법 §55, 국고금관리법 §47: what the division leaves goes to the first instalment.
    first = amount_krw - each * (months - 1)
    return tuple(Instalment(add_months(first_due, month), each if month else first) for month in range(months))


# --- the holding of plates -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrear:
    """One overdue fine of one car, with its surcharges."""

    amount_krw: int
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


def check_plate_hold(arrears: Sequence[Arrear], noticed_on: date | None, day: date) -> None:
    """Whether the plate of the car these fines belong to may be taken on a day (QVA §55, 시행령 §14).

    Only fines more than 60 days overdue are added up: the reading that is kinder to the owner. Raises
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
    if day < noticed_on + timedelta(days=rule.notice_days):
        raise PlateHoldAnnouncedTooLate


def may_hold_plate(arrears: Sequence[Arrear], noticed_on: date | None, day: date) -> bool:
    """Whether `check_plate_hold` lets the plate be taken."""
    try:
        check_plate_hold(arrears, noticed_on, day)
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
    return [arrear for arrear in arrears if add_months(arrear.pay_until, 12) < day]


def _total_krw(arrears: Sequence[Arrear]) -> int:
    return sum(arrear.amount_krw for arrear in arrears)
