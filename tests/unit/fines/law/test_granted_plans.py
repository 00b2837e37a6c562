from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law import instalments
from city.fines.law.accounts import AccountIssue, still_serves
from city.fines.law.deposits import Deposit, PaidInFull, PaidInPart, Suspended, SuspenseReason, match_deposit
from city.fines.law.errors import (
    ExtensionOutOfRange,
    FineAlreadyPaid,
    FirstInstalmentOutOfRange,
    InstalmentsRunning,
)
from city.fines.law.instalments import GrantedPlan, Hardship, Payment
from city.fines.law.lifecycle import Move, State
from city.fines.law.notices import Notice, PaymentStage, check_enforcement, state_of
from city.fines.law.quotes import quote
from city.kernel.clock import SEOUL
from tests.unit.fines.law.notices import a_notice, days

FIRST_DUE = date(2027, 3, 31)
APPLIED = date(2027, 3, 1)  # a month overdue: 40,000 + 1,200 + 480 = 41,680

amounts = st.integers(min_value=10_000, max_value=3_000_000)


def granted(months: int = 4, applied_on: date = APPLIED, first_due: date = FIRST_DUE) -> Notice:
    """A notice of 40,000 won with instalments, decided on the day of the application."""
    notice = a_notice(status=State.IMPOSED)
    offer = quote(notice, applied_on)
    plan = GrantedPlan(
        hardship=Hardship.UNEMPLOYED,
        applied_on=applied_on,
        granted_on=applied_on,
        surcharge_krw=offer.amount_krw - offer.fine_krw if offer.stage is PaymentStage.OVERDUE else 0,
        plan=instalments.plan_instalments(offer.amount_krw, months, first_due),
    )
    return replace(notice, plan=plan)


def plan_of(notice: Notice) -> GrantedPlan:
    assert notice.plan is not None
    return notice.plan


def paid(notice: Notice, *numbers: int) -> Notice:
    plan = plan_of(notice)
    amounts = {each.number: each.amount_krw for each in plan.plan.instalments}
    for number in numbers:
        plan = plan.paid_with(Payment(f"NH:{number}", amounts[number], number))
    return replace(notice, plan=plan)


def ended(notice: Notice, on: date) -> Notice:
    return replace(notice, plan=plan_of(notice).ended(on))


def test_what_is_due_is_the_next_instalment() -> None:
    notice = granted()

    offers = [quote(paid(notice, *range(1, count + 1)), date(2027, 3, 20)) for count in range(4)]

    assert [(offer.stage, offer.instalment, offer.amount_krw, offer.pay_until) for offer in offers] == [
        (PaymentStage.INSTALMENT, 1, 10_420, date(2027, 3, 31)),
        (PaymentStage.INSTALMENT, 2, 10_420, date(2027, 4, 30)),
        (PaymentStage.INSTALMENT, 3, 10_420, date(2027, 5, 31)),
        (PaymentStage.INSTALMENT, 4, 10_420, date(2027, 6, 30)),
    ]
    with pytest.raises(FineAlreadyPaid):
        quote(paid(notice, 1, 2, 3, 4), date(2027, 3, 20))


def test_a_missed_instalment_is_paid_day_by_day_until_the_plan_is_revoked() -> None:
    notice = granted()

    offer = quote(notice, date(2027, 4, 2))

    assert (offer.amount_krw, offer.pay_until) == (10_420, date(2027, 4, 2))
    assert plan_of(notice).missed_on(date(2027, 4, 1))
    assert not plan_of(notice).missed_on(date(2027, 3, 31))


def test_time_stands_still_while_instalments_run() -> None:
    late = granted()
    in_time = granted(applied_on=date(2027, 1, 20), first_due=date(2027, 2, 10))

    assert state_of(late, date(2027, 8, 1)) is State.OVERDUE
    assert state_of(in_time, date(2027, 8, 1)) is State.IMPOSED
    assert quote(in_time, date(2027, 5, 1)).fine_krw == 40_000
    for move in (Move.DUN, Move.SEIZE, Move.HOLD_PLATE):
        with pytest.raises(InstalmentsRunning):
            check_enforcement(late, move)
        check_enforcement(ended(late, date(2027, 4, 1)), move)


def test_a_revoked_plan_leaves_the_rest_due_and_time_goes_on() -> None:
    # 10,420 of 41,680 were paid: of the fine 29,580 are left, and the 1,680 that had grown before.
    notice = ended(paid(granted(), 1), date(2027, 5, 10))

    at_once = quote(notice, date(2027, 5, 10))
    # Seventy days stood still: the month that had begun on 1 March, and would have ended on the 29th, begins on 10 May.
    a_month_later = quote(notice, date(2027, 6, 10))

    assert (at_once.stage, at_once.amount_krw, at_once.pay_until) == (PaymentStage.OVERDUE, 31_260, date(2027, 6, 7))
    assert a_month_later.amount_krw == 31_260 + 350  # 1.2 % of 29,580, under ten won dropped
    assert at_once.next_month_krw == 350


def test_a_plan_revoked_before_the_due_date_leaves_the_due_date() -> None:
    notice = ended(paid(granted(applied_on=date(2026, 12, 10), first_due=date(2026, 12, 20)), 1), date(2027, 1, 21))

    offer = quote(notice, date(2027, 1, 25))
    afterwards = quote(notice, date(2027, 1, 31))

    assert (offer.stage, offer.amount_krw, offer.pay_until) == (PaymentStage.FULL, 30_000, date(2027, 1, 29))
    assert (afterwards.stage, afterwards.amount_krw) == (PaymentStage.OVERDUE, 30_900)


def test_an_extension_keeps_what_is_paid_and_numbers_the_rest_anew() -> None:
    notice = paid(granted(), 1)

    longer = plan_of(notice).extended_by(3, date(2027, 4, 10))

    assert [each.number for each in longer.unpaid] == [5, 6, 7, 8, 9, 10]
    assert longer.plan.amount_krw == 41_680
    assert longer.due_now is not None
    assert longer.due_now.due_on == date(2027, 4, 30)
    assert [longer.place_of(number) for number in (1, 5, 10)] == [1, 2, 7]
    with pytest.raises(ExtensionOutOfRange):
        plan_of(granted(months=9)).extended_by(3, date(2028, 1, 1))


@pytest.mark.parametrize("first_due", [date(2027, 2, 28), date(2027, 4, 2)])
def test_the_first_instalment_falls_within_a_month_of_the_decision(first_due: date) -> None:
    with pytest.raises(FirstInstalmentOutOfRange):
        instalments.check_first_due(first_due, APPLIED)

    instalments.check_first_due(date(2027, 4, 1), APPLIED)


@given(
    months=st.integers(1, 9),
    applied_after=st.integers(-60, 900),
    kept=st.integers(0, 8),
    ended_after=st.integers(0, 365),
    wait=st.integers(0, 2500),
)
def test_what_is_left_of_a_plan_never_shrinks_nor_passes_the_cap(
    months: int, applied_after: int, kept: int, ended_after: int, wait: int
) -> None:
    pay_until = a_notice().pay_until
    assert pay_until is not None
    applied = max(pay_until + days(applied_after), date(2026, 12, 1))
    notice = paid(granted(months, applied, applied + days(10)), *range(1, min(kept, months - 1) + 1))
    plan, day = plan_of(notice), applied + days(ended_after)
    revoked = ended(notice, day)

    first, later = quote(revoked, day), quote(revoked, day + days(wait))

    assert 0 < first.amount_krw <= later.amount_krw
    assert plan.paid_krw + later.amount_krw <= 70_000
    assert first.amount_krw + plan.paid_krw >= plan.plan.amount_krw - 20  # rounding under ten won, twice at most
    assert later.pay_until >= day + days(wait)


# --- accounts and deposits of a plan ---


ISSUED = datetime(2027, 3, 2, tzinfo=UTC)


def issue_for(notice: Notice, on: date, at: datetime = ISSUED) -> AccountIssue:
    offer = quote(notice, on)
    return AccountIssue(
        account_number="79010000000001",
        bank="NH",
        notice_number=notice.number,
        stage=offer.stage,
        amount_krw=offer.amount_krw,
        issued_at=at,
        expires_at=offer.expires_at,
        correlation_id="message-1",
        instalment=offer.instalment,
        paid_before_krw=offer.paid_before_krw,
    )


def a_deposit(issue: AccountIssue, at: datetime = ISSUED + timedelta(hours=1)) -> Deposit:
    return Deposit(
        deposit_id="dep-1",
        bank=issue.bank,
        account_number=issue.account_number,
        amount_krw=issue.amount_krw,
        deposited_at=at,
    )


def test_instalments_of_one_amount_have_accounts_of_their_own() -> None:
    notice = granted()
    first = issue_for(notice, date(2027, 3, 2))

    assert still_serves(first, quote(notice, date(2027, 3, 10)), notice.number, ISSUED)
    assert not still_serves(first, quote(paid(notice, 1), date(2027, 3, 10)), notice.number, ISSUED)
    assert quote(notice, date(2027, 3, 2)).part != quote(paid(notice, 1), date(2027, 3, 2)).part


def test_each_instalment_pays_a_part_and_the_last_one_closes_the_case() -> None:
    notice = granted(months=2)
    first, second = issue_for(notice, APPLIED), issue_for(paid(notice, 1), APPLIED)

    assert match_deposit(a_deposit(first), first, State.OVERDUE, notice.plan) == PaidInPart(1)
    assert match_deposit(a_deposit(second), second, State.SEIZED, paid(notice, 1).plan) == PaidInFull(
        State.AWAITING_RELEASE, State.SEIZED
    )


def test_an_instalment_is_paid_once_by_whichever_of_its_accounts() -> None:
    notice = granted()
    old = replace(issue_for(notice, APPLIED), revoked_at=ISSUED + timedelta(days=1))
    new = issue_for(notice, APPLIED, ISSUED + timedelta(days=1))

    for settled, told_later in ((old, new), (new, old)):
        deposit = a_deposit(settled, settled.issued_at + timedelta(hours=1))
        assert match_deposit(deposit, settled, State.OVERDUE, notice.plan) == PaidInPart(1)
        deposit = a_deposit(told_later, told_later.issued_at + timedelta(hours=1))
        assert match_deposit(deposit, told_later, State.OVERDUE, paid(notice, 1).plan) == Suspended(
            SuspenseReason.SECOND_DEPOSIT
        )


def test_the_whole_asked_for_while_a_part_was_on_its_way_is_kept() -> None:
    revoked = ended(granted(), date(2027, 4, 1))
    whole = issue_for(revoked, date(2027, 4, 1))

    assert match_deposit(a_deposit(whole), whole, State.OVERDUE, revoked.plan) == PaidInFull(
        State.CLOSED, State.OVERDUE
    )
    assert match_deposit(a_deposit(whole), whole, State.OVERDUE, paid(revoked, 1).plan) == Suspended(
        SuspenseReason.SECOND_DEPOSIT
    )


def test_money_for_an_instalment_that_an_extension_replaced_is_kept() -> None:
    notice = granted()
    issue = issue_for(notice, APPLIED)
    longer = plan_of(notice).extended_by(2, APPLIED)

    assert match_deposit(a_deposit(issue), issue, State.OVERDUE, longer) == Suspended(SuspenseReason.REVOKED_ACCOUNT)


@given(st.integers(1, 9), st.permutations(range(1, 10)), st.data())
def test_payments_in_any_order_come_to_the_amount(months: int, order: list[int], data: st.DataObject) -> None:
    notice = granted(months)
    numbers = [number for number in order if number <= months]
    taken_back = data.draw(st.sampled_from(numbers))

    plan = plan_of(notice)
    for number in numbers:
        share = next(each for each in plan.plan.instalments if each.number == number)
        plan = plan.paid_with(Payment(f"NH:{number}", share.amount_krw, number))
    again = plan.without(f"NH:{taken_back}")

    assert plan.paid_krw == plan.plan.amount_krw == 41_680
    assert plan.unpaid == ()
    assert [each.number for each in again.unpaid] == [taken_back]


def test_an_instalment_is_due_until_midnight_in_seoul() -> None:
    offer = quote(granted(), date(2027, 3, 2))

    assert offer.expires_at == datetime.combine(date(2027, 4, 1), time(), SEOUL)


@given(
    deposits=st.lists(st.tuples(st.sampled_from(["old", "new"]), st.booleans(), st.booleans()), max_size=6),
    shuffled=st.randoms(use_true_random=False),
)
def test_in_whatever_order_deposits_are_told_an_instalment_is_paid_once_if_anybody_paid_it(
    deposits: list[tuple[str, bool, bool]], shuffled: Random
) -> None:
    """Two accounts of one instalment, exchanged at noon; deposits before or after, of the right amount or not."""
    notice, noon = granted(), ISSUED + timedelta(hours=9)
    issues = {
        "old": replace(issue_for(notice, APPLIED), revoked_at=noon),
        "new": replace(issue_for(notice, APPLIED, noon), account_number="79010000000002"),
    }
    tellings = [
        (
            which,
            before,
            replace(
                a_deposit(issues[which], noon + timedelta(hours=-1 if before else 1)),
                amount_krw=10_420 if exact else 10_000,
            ),
        )
        for which, before, exact in deposits
    ]
    could_pay = [
        deposit for which, before, deposit in tellings if deposit.amount_krw == 10_420 and before == (which == "old")
    ]
    shuffled.shuffle(tellings)

    plan, live, settled, kept = plan_of(notice), dict(issues), 0, 0
    for which, _, deposit in tellings:
        decision = match_deposit(deposit, live[which], State.OVERDUE, plan)
        if isinstance(decision, Suspended):
            kept += deposit.amount_krw
            continue
        assert decision == PaidInPart(1)
        plan = plan.paid_with(Payment(f"NH:{len(plan.payments)}", deposit.amount_krw, 1))
        settled += deposit.amount_krw
        live[which] = replace(live[which], paid_at=deposit.deposited_at)
        other = "new" if which == "old" else "old"
        live[other] = replace(live[other], revoked_at=live[other].revoked_at or noon + timedelta(days=1))

    assert settled == (10_420 if could_pay else 0)
    assert plan.paid_numbers == ({1} if could_pay else set())
    assert settled + kept == sum(deposit.amount_krw for _, _, deposit in tellings)
