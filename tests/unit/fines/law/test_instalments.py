from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.errors import (
    AlreadyExtended,
    AmountTooSmallToDivide,
    ExtensionOutOfRange,
    FineAlreadyPaid,
    FirstInstalmentOutOfRange,
    InstalmentMonthsOutOfRange,
    InstalmentsRunning,
    NothingLeftToExtend,
)
from city.fines.law import instalments, model
from city.fines.law.instalments import GrantedPlan, Hardship, InstalmentPlan, Payment
from city.fines.law.lifecycle import Move, State
from city.fines.law.model import (
    AccountIssue,
    Deposit,
    Notice,
    PaidInPart,
    Settled,
    Stage,
    Suspended,
    SuspenseReason,
    check_enforcement,
    match_deposit,
    quote,
    state_of,
    still_serves,
)
from city.kernel.clock import SEOUL, add_months
from tests.unit.fines.law.notices import a_notice, days

FIRST_DUE = date(2027, 3, 31)
APPLIED = date(2027, 3, 1)  # a month overdue: 40,000 + 1,200 + 480 = 41,680

amounts = st.integers(min_value=10_000, max_value=3_000_000)
due_dates = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))


def amounts_of(plan: InstalmentPlan) -> list[int]:
    return [instalment.amount_krw for instalment in plan.instalments]


# --- the arithmetic ---


def test_the_rest_of_the_division_goes_to_the_first_instalment() -> None:
    plan = instalments.plan_instalments(41_200, 3, FIRST_DUE)

    assert amounts_of(plan) == [13_740, 13_730, 13_730]
    assert [instalment.due_on for instalment in plan.instalments] == [FIRST_DUE, date(2027, 4, 30), date(2027, 5, 31)]
    assert plan.ends_on == date(2027, 5, 31)


@given(amounts, st.integers(min_value=1, max_value=9), due_dates)
def test_instalments_are_the_amount_and_the_first_is_the_largest(amount: int, months: int, first_due: date) -> None:
    plan = instalments.plan_instalments(amount, months, first_due)

    shares = amounts_of(plan)
    assert sum(shares) == plan.amount_krw == amount
    assert len(shares) == months
    assert min(shares) > 0
    assert max(shares) == shares[0]
    assert all(share % 10 == 0 for share in shares[1:])
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(plan.instalments))
    assert plan.ends_on == add_months(first_due, months - 1)


@given(amounts, st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=3), st.data(), due_dates)
def test_an_extension_spreads_what_is_left_and_keeps_what_was_paid(
    amount: int, months: int, more: int, data: st.DataObject, first_due: date
) -> None:
    plan = instalments.plan_instalments(amount, months, first_due)
    paid = data.draw(st.integers(min_value=0, max_value=months - 1))

    longer = instalments.extend(plan, more, paid=range(1, paid + 1))

    assert longer.amount_krw == amount
    assert longer.instalments[:paid] == plan.instalments[:paid]
    assert len(longer.instalments) == months + more <= 12
    assert max(amounts_of(longer)) == longer.instalments[0].amount_krw
    assert min(amounts_of(longer)) > 0
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(longer.instalments))


@pytest.mark.parametrize("months", [0, 10])
def test_instalments_run_for_one_to_nine_months(months: int) -> None:
    with pytest.raises(InstalmentMonthsOutOfRange):
        instalments.plan_instalments(40_000, months, FIRST_DUE)

    assert len(instalments.plan_instalments(40_000, 9, FIRST_DUE).instalments) == 9


@pytest.mark.parametrize("amount", [-10, 0, 80])
def test_an_instalment_is_never_less_than_ten_won(amount: int) -> None:
    with pytest.raises(AmountTooSmallToDivide):
        instalments.plan_instalments(amount, 9, FIRST_DUE)

    assert amounts_of(instalments.plan_instalments(90, 9, FIRST_DUE)) == [10] * 9


@pytest.mark.parametrize("months", [0, 4])
def test_an_extension_is_for_one_to_three_months(months: int) -> None:
    with pytest.raises(ExtensionOutOfRange):
        instalments.extend(instalments.plan_instalments(40_000, 9, FIRST_DUE), months)


def test_an_extension_is_given_once() -> None:
    longer = instalments.extend(instalments.plan_instalments(40_000, 9, FIRST_DUE), 1)

    with pytest.raises(AlreadyExtended):
        instalments.extend(longer, 1)


def test_a_paid_plan_has_nothing_to_extend() -> None:
    with pytest.raises(NothingLeftToExtend):
        instalments.extend(instalments.plan_instalments(40_000, 2, FIRST_DUE), 1, paid=(1, 2))


def test_a_deferral_runs_for_nine_months_and_three_more() -> None:
    assert instalments.deferred_until(date(2027, 1, 31), 9) == date(2027, 10, 31)
    assert instalments.deferred_until(date(2027, 1, 31), 9, 3) == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("months", "extension", "refusal"),
    [
        (0, 0, InstalmentMonthsOutOfRange),
        (10, 0, InstalmentMonthsOutOfRange),
        (9, 4, ExtensionOutOfRange),
        (9, -1, ExtensionOutOfRange),
    ],
)
def test_a_deferral_out_of_its_range_is_refused(months: int, extension: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        instalments.deferred_until(date(2027, 1, 31), months, extension)


def test_an_application_is_decided_within_twenty_days() -> None:
    assert instalments.instalment_decision_due(date(2027, 2, 10)) == date(2027, 3, 2)


@given(st.integers(min_value=0, max_value=2000), st.integers(min_value=1, max_value=9), st.integers(0, 2500))
def test_no_surcharge_grows_while_a_deferral_runs(granted_after: int, months: int, wait: int) -> None:
    notice = a_notice()
    assert notice.pay_until is not None
    granted = notice.pay_until + days(1 + granted_after)
    ends = instalments.deferred_until(granted, months)
    day = granted + days(wait)

    counted = instalments.surcharge_day(day, granted, ends)
    frozen, running = model.quote(notice, counted).amount_krw, model.quote(notice, day).amount_krw

    assert counted <= instalments.surcharge_day(day + days(1), granted, ends)
    if day <= ends:
        assert frozen == model.quote(notice, granted).amount_krw
    assert model.quote(notice, granted).amount_krw <= frozen <= running <= 40_000 * 175 // 100


def test_surcharges_run_until_the_grant_and_again_after_the_end() -> None:
    granted, ends = date(2027, 3, 1), date(2027, 12, 1)

    assert instalments.surcharge_day(date(2027, 2, 28), granted, ends) == date(2027, 2, 28)
    assert instalments.surcharge_day(ends, granted, ends) == granted
    assert instalments.surcharge_day(date(2027, 12, 2), granted, ends) == date(2027, 3, 2)


@pytest.mark.parametrize("hardship", Hardship)
def test_every_hardship_has_its_korean_name(hardship: Hardship) -> None:
    assert instalments.HARDSHIP_NAMES_KO[hardship]


# --- a plan that was granted ---


def granted(months: int = 4, applied_on: date = APPLIED, first_due: date = FIRST_DUE) -> Notice:
    """A notice of 40,000 won with instalments, decided on the day of the application."""
    notice = a_notice(status=State.IMPOSED)
    offer = quote(notice, applied_on)
    plan = GrantedPlan(
        Hardship.UNEMPLOYED,
        applied_on,
        applied_on,
        offer.amount_krw - offer.fine_krw if offer.stage is Stage.OVERDUE else 0,
        instalments.plan_instalments(offer.amount_krw, months, first_due),
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
        (Stage.INSTALMENT, 1, 10_420, date(2027, 3, 31)),
        (Stage.INSTALMENT, 2, 10_420, date(2027, 4, 30)),
        (Stage.INSTALMENT, 3, 10_420, date(2027, 5, 31)),
        (Stage.INSTALMENT, 4, 10_420, date(2027, 6, 30)),
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
    # Seventy days stood still: the month that had begun on 1 March begins on 10 May.
    a_month_later = quote(notice, date(2027, 6, 10))

    assert (at_once.stage, at_once.amount_krw, at_once.pay_until) == (Stage.OVERDUE, 31_260, date(2027, 6, 8))
    assert a_month_later.amount_krw == 31_260 + 350  # 1.2 % of 29,580, under ten won dropped
    assert at_once.next_month_krw == 350


def test_a_plan_revoked_before_the_due_date_leaves_the_due_date() -> None:
    notice = ended(paid(granted(applied_on=date(2026, 12, 10), first_due=date(2026, 12, 20)), 1), date(2027, 1, 21))

    offer = quote(notice, date(2027, 1, 25))
    afterwards = quote(notice, date(2027, 1, 31))

    assert (offer.stage, offer.amount_krw, offer.pay_until) == (Stage.FULL, 30_000, date(2027, 1, 30))
    assert (afterwards.stage, afterwards.amount_krw) == (Stage.OVERDUE, 30_900)


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
        "79010000000001", "NH", notice.number, offer.stage, offer.amount_krw, at, offer.expires_at, "message-1",
        instalment=offer.instalment, paid_before_krw=offer.paid_before_krw,
    )  # fmt: skip


def a_deposit(issue: AccountIssue, at: datetime = ISSUED + timedelta(hours=1)) -> Deposit:
    return Deposit("dep-1", issue.bank, issue.account_number, issue.amount_krw, at)


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
    assert match_deposit(a_deposit(second), second, State.SEIZED, paid(notice, 1).plan) == Settled(
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

    assert match_deposit(a_deposit(whole), whole, State.OVERDUE, revoked.plan) == Settled(State.CLOSED, State.OVERDUE)
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
    told = [
        (which, before, replace(
            a_deposit(issues[which], noon + timedelta(hours=-1 if before else 1)),
            amount_krw=10_420 if exact else 10_000,
        ))
        for which, before, exact in deposits
    ]  # fmt: skip
    could_pay = [
        deposit for which, before, deposit in told if deposit.amount_krw == 10_420 and before == (which == "old")
    ]
    shuffled.shuffle(told)

    plan, live, settled, kept = plan_of(notice), dict(issues), 0, 0
    for which, _, deposit in told:
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
    assert settled + kept == sum(deposit.amount_krw for _, _, deposit in told)
