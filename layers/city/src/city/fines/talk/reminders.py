"""When a citizen who agreed to it is reminded. Pure; the office's own rules, dated like the law's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from city.fines.law.lifecycle import PAYABLE, rule_in_force
from city.fines.law.notices import Notice, PaymentStage
from city.fines.law.quotes import Quote
from city.kernel.clock import SEOUL, seoul_date


class ReminderKind(StrEnum):
    """What is about to end: the reduced amount, or the time to pay without a surcharge. Each is told once a notice."""

    EARLY = "early"
    DUE = "due"
    # Told once for each instalment.
    INSTALMENT = "instalment"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """How many days before the last one, and between which hours in Seoul."""

    in_force_from: date
    days_before: int
    from_hour: time
    until_hour: time


REMINDER_RULES: tuple[ReminderRule, ...] = (
    # The night belongs to answers alone; 정보통신망법 §50③ draws the same line, 21:00 to 08:00, for advertising.
    ReminderRule(in_force_from=date(2019, 7, 1), days_before=3, from_hour=time(8), until_hour=time(21)),
)

# An overdue fine grows every month; nobody is reminded of that for years.
_KINDS = {
    PaymentStage.EARLY: ReminderKind.EARLY,
    PaymentStage.FULL: ReminderKind.DUE,
    PaymentStage.INSTALMENT: ReminderKind.INSTALMENT,
}


def reminder_mark(kind: ReminderKind, quote: Quote) -> str:
    """What is noted of a reminder, so that it is sent once: its kind, and of which instalment."""
    return kind.value if quote.instalment is None else f"{kind.value}-{quote.instalment}"


def may_remind_at(moment: datetime) -> bool:
    rule = rule_in_force(REMINDER_RULES, seoul_date(moment))
    return rule.from_hour <= moment.astimezone(SEOUL).time() < rule.until_hour


def due_reminder(notice: Notice, quote: Quote, sent: Collection[str], now: datetime) -> ReminderKind | None:
    """The reminder to send now, if one is due. `sent`: the marks of those that went out for this notice before."""
    kind = _KINDS.get(quote.stage)
    if kind is None or reminder_mark(kind, quote) in sent or notice.status not in PAYABLE or not may_remind_at(now):
        return None
    today = seoul_date(now)
    days_left = (quote.pay_until - today).days
    return kind if 0 <= days_left <= rule_in_force(REMINDER_RULES, today).days_before else None
