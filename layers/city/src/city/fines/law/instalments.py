"""Paying in instalments or later: who may, how an amount divides, and what became of a plan that was granted. Pure.

QVA is 질서위반행위규제법. Amounts are won and hold the surcharges; days are days in Seoul. An instalment that would be due
on a Saturday or a public holiday is due on the next working day (민법 §161), as is a deferred fine; the days within which
the office decides are its own duty and are not moved.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from city.fines.law.errors import (
    AlreadyExtended,
    AmountTooSmallToDivide,
    ExtensionOutOfRange,
    FirstInstalmentOutOfRange,
    InstalmentMonthsOutOfRange,
    NothingLeftToExtend,
)
from city.fines.law.lifecycle import rule_in_force
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
from city.kernel.clock import add_months, end_of_months
from city.kernel.money import drop_below_ten_won


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


class RevocationGround(StrEnum):
    """Why a plan is revoked and the rest collected at once.

    The words of QVA §24의3⑤ were not read; these are the grounds that the rules on other local revenue share with it.
    """

    MISSED = "missed"
    ORDER_IGNORED = "order_ignored"
    MEANS_IMPROVED = "means_improved"


@dataclass(frozen=True, slots=True)
class InstalmentRule:
    """Months and days of instalments and deferral."""

    in_force_from: date
    months_at_most: int
    extension_months_at_most: int
    decision_days: int
    whole_months_at_most: int


INSTALMENT_RULES: tuple[InstalmentRule, ...] = (
    InstalmentRule(
        in_force_from=date(2017, 6, 3),  # QVA §24의3, 신설 2016.12.2; in force six months later
        months_at_most=9,  # 시행령 §7의2
        extension_months_at_most=3,  # 시행령 §7의2: once
        decision_days=20,  # 시행령 §7의2
        whole_months_at_most=12,  # QVA §24의3①: "1년의 범위에서"
    ),
)


# --- the arithmetic ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment; its number stays its own, whatever becomes of the others."""

    due_on: date
    amount_krw: int
    number: int = 1


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

    def on_working_days(self, calendar: Calendar) -> "InstalmentPlan":
        """With each instalment due on a working day."""
        moved = tuple(replace(each, due_on=calendar.end_of_term(each.due_on)) for each in self.instalments)
        return replace(self, instalments=moved)


def instalment_decision_due(applied_on: date) -> date:
    """The last day for deciding on an application (QVA 시행령 §7의2)."""
    return applied_on + timedelta(days=rule_in_force(INSTALMENT_RULES, applied_on).decision_days)


def plan_instalments(
    amount_krw: int, months: int, first_due: date, calendar: Calendar = PUBLIC_HOLIDAYS
) -> InstalmentPlan:
    """Divides what is owed into one instalment a month (QVA §24의3①).

    Each is due on the day of the month of the first, or the month's last, or the working day that follows it. Every instalment is a multiple of 10 won but the first, which bears the rest. Raises InstalmentMonthsOutOfRange,
    AmountTooSmallToDivide.
    """
    if not 1 <= months <= rule_in_force(INSTALMENT_RULES, first_due).months_at_most:
        raise InstalmentMonthsOutOfRange
    return InstalmentPlan(_divide(amount_krw, months, first_due, 1)).on_working_days(calendar)


def check_first_due(first_due: date, decided_on: date) -> None:
    """The first instalment falls within a month of the decision: nine of them are paid in nine months then.

    Raises FirstInstalmentOutOfRange.
    """
    if not decided_on <= first_due <= end_of_months(decided_on, 1):
        raise FirstInstalmentOutOfRange


def extend(
    plan: InstalmentPlan,
    months: int,
    *,
    paid: Collection[int] = (),
    on: date | None = None,
    calendar: Calendar = PUBLIC_HOLIDAYS,
) -> InstalmentPlan:
    """Spreads what is left besides the instalments `paid` over `months` more months; once only (시행령 §7의2).

    The new ones have numbers of their own, and the first of them is not due before the day `on`. Raises
    AlreadyExtended, ExtensionOutOfRange, NothingLeftToExtend, AmountTooSmallToDivide.
    """
    if plan.extended:
        raise AlreadyExtended
    left = [instalment for instalment in plan.instalments if instalment.number not in paid]
    if not left:
        raise NothingLeftToExtend
    rule = rule_in_force(INSTALMENT_RULES, plan.instalments[0].due_on)
    if not 1 <= months <= rule.extension_months_at_most:
        raise ExtensionOutOfRange
    kept = tuple(instalment for instalment in plan.instalments if instalment.number in paid)
    spread = _divide(
        sum(instalment.amount_krw for instalment in left),
        len(left) + months,
        max(left[0].due_on, on) if on is not None else left[0].due_on,
        max(instalment.number for instalment in plan.instalments) + 1,
    )
    return InstalmentPlan(kept + InstalmentPlan(spread).on_working_days(calendar).instalments, extended=True)


def deferred_until(
    decided_on: date, months: int, extension_months: int = 0, calendar: Calendar = PUBLIC_HOLIDAYS
) -> date:
    """The new due date of a fine whose payment is put off whole (QVA §24의3①, 시행령 §7의2).

    Raises InstalmentMonthsOutOfRange, ExtensionOutOfRange.
    """
    rule = rule_in_force(INSTALMENT_RULES, decided_on)
    if not 1 <= months <= rule.months_at_most:
        raise InstalmentMonthsOutOfRange
    if extension_months and not 1 <= extension_months <= rule.extension_months_at_most:
        raise ExtensionOutOfRange
    return calendar.end_of_term(end_of_months(decided_on, months + extension_months))


def surcharge_day(day: date, granted_on: date, ends_on: date) -> date:
    """The day that counts for surcharges: time stands still while instalments or a deferral run (QVA §24의3④).

    Quote an amount for this day instead of `day`.
    """
    if day <= granted_on:
        return day
    return granted_on + max(day - ends_on, timedelta())


def _divide(amount_krw: int, months: int, first_due: date, first_number: int) -> tuple[Instalment, ...]:
    each = drop_below_ten_won(amount_krw // months)
    if each <= 0:
        raise AmountTooSmallToDivide
    # 지방회계법 §55, 국고금관리법 §47: what the division leaves goes to the first instalment.
    first = amount_krw - each * (months - 1)
    return tuple(
        Instalment(add_months(first_due, month), each if month else first, first_number + month)
        for month in range(months)
    )


# --- a plan that was granted ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payment:
    """A deposit that paid a part. `instalment` is None for what was paid as a whole, after the plan had ended."""

    deposit_key: str = field(repr=False)
    amount_krw: int
    instalment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedPlan:
    """The instalments granted on a case, once, and every won that was paid since.

    Time stands still for surcharges from `applied_on`, so that the office's own twenty days cost nobody anything,
    until the plan is paid or `ended_on`. `surcharge_krw` had grown before; it is part of the instalments.
    """

    hardship: Hardship
    applied_on: date
    granted_on: date
    surcharge_krw: int
    plan: InstalmentPlan
    payments: tuple[Payment, ...] = ()
    ended_on: date | None = None

    @property
    def paid_krw(self) -> int:
        return sum(payment.amount_krw for payment in self.payments)

    @property
    def paid_numbers(self) -> frozenset[int]:
        return frozenset(payment.instalment for payment in self.payments if payment.instalment is not None)

    @property
    def unpaid(self) -> tuple[Instalment, ...]:
        """What is still to be paid, the first due first."""
        left = [instalment for instalment in self.plan.instalments if instalment.number not in self.paid_numbers]
        return tuple(sorted(left, key=lambda instalment: (instalment.due_on, instalment.number)))

    @property
    def due_now(self) -> Instalment | None:
        """The instalment to pay next; None once the plan has ended, or all is paid."""
        return self.unpaid[0] if self.ended_on is None and self.unpaid else None

    @property
    def runs(self) -> bool:
        """Whether something is still to be paid by it."""
        return self.due_now is not None

    def place_of(self, number: int) -> int:
        """Which instalment this is to a person: the second of five, whatever number it has inside."""
        order = sorted(self.plan.instalments, key=lambda instalment: (instalment.due_on, instalment.number))
        return 1 + [instalment.number for instalment in order].index(number)

    def missed_on(self, day: date) -> bool:
        """Whether an instalment was due before this day and is not paid."""
        return self.due_now is not None and self.due_now.due_on < day

    def stands_still_on(self, day: date) -> bool:
        """Whether no surcharge grows and nothing is enforced on this day (QVA §24의3④)."""
        return self.applied_on <= day and (self.ended_on is None or day < self.ended_on)

    def completed_by(self, number: int) -> bool:
        """Whether this instalment is the last that is unpaid."""
        return [instalment.number for instalment in self.unpaid] == [number]

    def paid_with(self, payment: Payment) -> "GrantedPlan":
        return replace(self, payments=(*self.payments, payment))

    def without(self, deposit_key: str) -> "GrantedPlan":
        """As if this deposit had never come: the bank took it back."""
        return replace(self, payments=tuple(paid for paid in self.payments if paid.deposit_key != deposit_key))

    def on_working_days(self, calendar: Calendar) -> "GrantedPlan":
        """With each instalment due on a working day, by what is known of them now: a holiday may have been added."""
        return replace(self, plan=self.plan.on_working_days(calendar))

    def extended_by(self, months: int, on: date, calendar: Calendar = PUBLIC_HOLIDAYS) -> "GrantedPlan":
        """Spreads what is unpaid over more months, within a year of the grant. Raises what `extend` raises."""
        longer = extend(self.plan, months, paid=self.paid_numbers, on=on, calendar=calendar)
        rule = rule_in_force(INSTALMENT_RULES, self.granted_on)
        if longer.ends_on > calendar.end_of_term(end_of_months(self.granted_on, rule.whole_months_at_most)):
            raise ExtensionOutOfRange
        return replace(self, plan=longer)

    def ended(self, on: date) -> "GrantedPlan":
        """Revoked, or overtaken by an objection: what is left is due as a whole."""
        return self if self.ended_on is not None else replace(self, ended_on=on)
