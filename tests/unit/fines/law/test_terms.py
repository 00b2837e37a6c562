"""Terms that would end on a Saturday or a public holiday, from what the district's file says to what a citizen hears."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.accounts import AccountIssue, still_serves
from city.fines.law.deposits import Deposit, PaidInFull, Suspended, SuspenseReason, match_deposit
from city.fines.law.errors import NoticeInvalid, OpinionTooLate, PlateHoldAnnouncedTooLate, SocialClaimTooLate
from city.fines.law.instalments import GrantedPlan, Hardship, plan_instalments
from city.fines.law.lifecycle import State
from city.fines.law.notices import Notice, PaymentStage, state_of
from city.fines.law.procedure.arrears import Arrear, check_plate_hold
from city.fines.law.procedure.imposition import check_notice
from city.fines.law.procedure.opinions import check_opinion
from city.fines.law.procedure.social import SocialGround, check_claim
from city.fines.law.quotes import quote
from city.fines.law.tables.plans import read_plan, write_plan
from city.fines.talk.conversation.opinion_refusals import opinion_refusal
from city.fines.talk.reminders import ReminderKind, due_reminder
from city.kernel.calendar import PUBLIC_HOLIDAYS
from city.kernel.clock import SEOUL
from tests.unit.fines.law.notices import a_notice, days

SATURDAY, MONDAY, TUESDAY = date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1)
BRIDGE = PUBLIC_HOLIDAYS.closed_also([MONDAY])


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SEOUL).astimezone(UTC)


def noticed(**changes: object) -> Notice:
    """Opinions until a Saturday; imposed on Wednesday; to be paid until Saturday, 30 January 2027."""
    days_of_file = {"opinion_until": SATURDAY, "imposed_on": date(2026, 12, 2), "pay_until": date(2027, 1, 30)}
    return a_notice(**{**days_of_file, **changes})


# --- opinion, and the reduced amount ---


def test_the_file_keeps_its_days_and_the_terms_end_on_working_days() -> None:
    notice = noticed()

    assert (notice.opinion_until, notice.pay_until) == (SATURDAY, date(2027, 1, 30))
    assert (notice.opinion_ends_on, notice.payment_ends_on) == (MONDAY, date(2027, 2, 1))


@pytest.mark.parametrize("day", [SATURDAY, SATURDAY + days(1), MONDAY])
def test_the_reduced_amount_holds_until_the_working_day_after_the_weekend(day: date) -> None:
    offer = quote(noticed(), day)

    assert (offer.stage, offer.amount_krw, offer.pay_until) == (PaymentStage.EARLY, 32_000, MONDAY)
    assert offer.expires_at == datetime.combine(TUESDAY, time(), SEOUL)


def test_the_reduced_amount_is_over_on_the_day_after() -> None:
    assert quote(noticed(imposed_on=TUESDAY), TUESDAY).stage is PaymentStage.FULL


@pytest.mark.parametrize(
    ("given_on", "refused"), [(SATURDAY, None), (MONDAY, None), (TUESDAY, "opinion_too_late_not_imposed")]
)
def test_an_opinion_is_taken_until_the_working_day_after_the_weekend(given_on: date, refused: str | None) -> None:
    assert opinion_refusal(noticed(imposed_on=None, pay_until=None), noon(given_on)) == refused


def test_an_opinion_in_the_last_minute_of_that_day_is_in_time() -> None:
    last_minute = datetime.combine(MONDAY, time(23, 59), SEOUL)

    check_opinion(State.NOTICED, noticed().opinion_ends_on, last_minute)
    with pytest.raises(OpinionTooLate):
        check_opinion(State.NOTICED, noticed().opinion_ends_on, last_minute + timedelta(minutes=1))


def test_the_reduction_of_half_may_be_claimed_until_the_opinion_period_ends() -> None:
    def claim(on: date) -> None:
        ends_on = noticed().opinion_ends_on
        check_claim(SocialGround.MINOR, on, ends_on, has_arrears=False, already_reduced=False)

    claim(MONDAY)
    with pytest.raises(SocialClaimTooLate):
        claim(TUESDAY)


def test_an_imposition_dated_on_the_day_to_which_the_opinion_period_moved_takes_effect_afterwards() -> None:
    notice = check_notice(noticed(imposed_on=MONDAY))

    assert state_of(notice, MONDAY) is State.NOTICED
    assert opinion_refusal(notice, noon(MONDAY)) is None
    assert quote(notice, MONDAY).stage is PaymentStage.EARLY
    assert state_of(notice, TUESDAY) is State.IMPOSED
    assert quote(notice, TUESDAY).stage is PaymentStage.FULL


# --- payment ---


@pytest.mark.parametrize(
    ("on", "stage", "amount", "until"),
    [
        (date(2027, 1, 30), PaymentStage.FULL, 40_000, date(2027, 2, 1)),
        (date(2027, 1, 31), PaymentStage.FULL, 40_000, date(2027, 2, 1)),
        (date(2027, 2, 1), PaymentStage.FULL, 40_000, date(2027, 2, 1)),
        # Months run from the day after the day on which the fine was due, which is Monday.
        (date(2027, 2, 2), PaymentStage.OVERDUE, 41_200, date(2027, 3, 1)),
        (date(2027, 3, 1), PaymentStage.OVERDUE, 41_200, date(2027, 3, 1)),
        (date(2027, 3, 2), PaymentStage.OVERDUE, 41_680, date(2027, 4, 1)),
    ],
)
def test_a_due_date_on_a_saturday_is_monday(on: date, stage: PaymentStage, amount: int, until: date) -> None:
    offer = quote(noticed(), on)

    assert (offer.stage, offer.amount_krw, offer.pay_until) == (stage, amount, until)
    assert state_of(noticed(), on) is (State.OVERDUE if stage is PaymentStage.OVERDUE else State.IMPOSED)


def test_a_holiday_that_the_office_adds_moves_what_it_meets() -> None:
    notice = noticed(calendar=BRIDGE)

    assert quote(notice, TUESDAY).stage is PaymentStage.EARLY
    assert notice.opinion_ends_on == TUESDAY
    assert notice == noticed()


@given(st.dates(min_value=date(2021, 6, 1), max_value=date(2030, 6, 1)), st.integers(0, 20), st.booleans())
def test_every_term_of_a_notice_ends_on_a_working_day(notified_on: date, wait: int, social: bool) -> None:
    notice = check_notice(
        a_notice(
            violation=replace(a_notice().violation, at=datetime.combine(notified_on - days(2), time(9), SEOUL)),
            notified_on=notified_on,
            opinion_until=notified_on + days(20),
            imposed_on=notified_on + days(21 + wait),
            pay_until=notified_on + days(81 + wait),
            social_reduction=social,
        )
    )
    assert notice.payment_ends_on is not None

    early, full = quote(notice, notice.opinion_ends_on), quote(notice, notice.payment_ends_on)

    assert (early.stage, full.stage) == (PaymentStage.EARLY, PaymentStage.FULL)
    assert (early.pay_until, full.pay_until) == (notice.opinion_ends_on, notice.payment_ends_on)
    assert all(PUBLIC_HOLIDAYS.is_working_day(offer.pay_until) for offer in (early, full))
    assert quote(notice, notice.payment_ends_on + days(1)).amount_krw > full.amount_krw > early.amount_krw


# --- accounts, deposits and reminders ---


def issued_for(notice: Notice, on: date) -> AccountIssue:
    offer = quote(notice, on)
    return AccountIssue(
        account_number="79010000000001",
        bank="NH",
        notice_number=notice.number,
        stage=offer.stage,
        amount_krw=offer.amount_krw,
        issued_at=noon(on),
        expires_at=offer.expires_at,
        correlation_id="message-1",
    )


def test_an_account_lives_until_the_day_to_which_its_amount_moved() -> None:
    notice, issue = noticed(), issued_for(noticed(), SATURDAY - days(3))

    assert still_serves(issue, quote(notice, MONDAY), notice.number, noon(MONDAY))
    assert not still_serves(issue, quote(notice, date(2026, 12, 2)), notice.number, noon(date(2026, 12, 2)))


@pytest.mark.parametrize(
    ("paid_on", "decision"),
    [
        (SATURDAY + days(1), PaidInFull(State.CLOSED_FINAL, State.NOTICED)),
        (MONDAY, PaidInFull(State.CLOSED_FINAL, State.NOTICED)),
        (TUESDAY, Suspended(SuspenseReason.EXPIRED_ACCOUNT)),
    ],
)
def test_money_that_comes_on_that_day_pays_and_on_the_next_is_kept(
    paid_on: date, decision: PaidInFull | Suspended
) -> None:
    issue = issued_for(noticed(), SATURDAY - days(3))
    deposit = Deposit(
        deposit_id="dep-1",
        bank="NH",
        account_number=issue.account_number,
        amount_krw=32_000,
        deposited_at=noon(paid_on),
    )

    assert match_deposit(deposit, issue, State.NOTICED) == decision


@pytest.mark.parametrize(
    ("day", "kind"),
    [(date(2026, 11, 26), None), (date(2026, 11, 27), ReminderKind.EARLY), (MONDAY, ReminderKind.EARLY)],
)
def test_a_reminder_counts_its_days_to_the_day_on_which_the_term_ends(day: date, kind: ReminderKind | None) -> None:
    notice = noticed()

    assert due_reminder(notice, quote(notice, day), (), noon(day)) is kind


# --- instalments ---


def planned(first_due: date, months: int) -> GrantedPlan:
    return GrantedPlan(
        hardship=Hardship.UNEMPLOYED,
        applied_on=date(2027, 1, 4),
        granted_on=date(2027, 1, 4),
        surcharge_krw=0,
        plan=plan_instalments(40_000, months, first_due),
    )


def test_instalments_are_due_on_working_days() -> None:
    plan = planned(date(2027, 1, 31), 5)

    assert [each.due_on for each in plan.plan.instalments] == [
        date(2027, 2, 1),  # 31 January is a Sunday
        date(2027, 3, 2),  # 28 February too, and 1 March a holiday
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]
    assert not plan.missed_on(date(2027, 2, 1))
    assert plan.missed_on(date(2027, 2, 2))


def test_an_instalment_granted_before_a_holiday_was_announced_waits_for_it() -> None:
    stored = write_plan(planned(date(2027, 1, 29), 2))

    plan = read_plan(stored).on_working_days(PUBLIC_HOLIDAYS.closed_also([date(2027, 1, 29)]))

    assert plan.due_now is not None
    assert plan.due_now.due_on == date(2027, 2, 1)
    assert not plan.missed_on(date(2027, 2, 1))


def test_a_due_date_put_off_by_instalments_ends_on_a_working_day() -> None:
    """Seventy-two days stood still: 29 January and as many more are Sunday, 11 April."""
    plan = planned(date(2027, 1, 29), 2)
    notice = noticed(status=State.IMPOSED, pay_until=date(2027, 1, 29), plan=plan.ended(date(2027, 3, 17)))

    assert notice.payment_ends_on == date(2027, 4, 12)
    assert quote(notice, date(2027, 4, 12)).stage is PaymentStage.FULL
    assert quote(notice, date(2027, 4, 12)).pay_until == date(2027, 4, 12)
    overdue = quote(notice, date(2027, 4, 13))
    assert (overdue.stage, overdue.amount_krw, overdue.pay_until) == (
        PaymentStage.OVERDUE,
        41_200,
        date(2027, 5, 12),
    )
    assert state_of(notice, date(2027, 4, 12)) is State.IMPOSED
    assert state_of(notice, date(2027, 4, 13)) is State.OVERDUE


# --- the holding of plates ---


def test_a_plate_whose_ten_days_end_on_a_sunday_is_left_until_monday() -> None:
    owed, announced = [Arrear(300_000, date(2026, 6, 1))], date(2026, 11, 19)

    with pytest.raises(PlateHoldAnnouncedTooLate):
        check_plate_hold(owed, announced, date(2026, 11, 29))
    check_plate_hold(owed, announced, MONDAY)


# --- years of which nothing is known ---


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("납부기한", {"pay_until": date(2036, 1, 2)}),
        ("의견제출기한", {"opinion_until": date(2036, 1, 2), "imposed_on": None, "pay_until": None}),
    ],
)
def test_a_row_whose_term_ends_in_a_year_without_holidays_on_file_is_refused_by_its_column(
    column: str, changes: dict[str, object]
) -> None:
    with pytest.raises(NoticeInvalid, match="2036") as refusal:
        check_notice(noticed(**changes))

    assert refusal.value.field == column
    assert "2036년의 공휴일" in refusal.value.message_ko


def test_a_year_that_the_office_has_entered_is_taken() -> None:
    entered = PUBLIC_HOLIDAYS.closed_also([date(2036, 1, 1), date(2036, 1, 28)])

    assert check_notice(noticed(pay_until=date(2036, 1, 2), calendar=entered)).payment_ends_on == date(2036, 1, 2)
