from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.accounts import AccountIssue
from city.fines.law.deposits import BANK_CLOCK_TOLERANCE, Deposit, PaidInFull, Suspended, SuspenseReason, match_deposit
from city.fines.law.lifecycle import PAYABLE, State
from city.fines.law.notices import PaymentStage
from city.fines.talk.limits import lookups_are_paused

ISSUED = datetime(2026, 11, 10, 1, tzinfo=UTC)
EXPIRES = datetime(2026, 11, 25, 15, tzinfo=UTC)
ISSUE = AccountIssue(
    account_number="79010000000001",
    bank="NH",
    notice_number="1140-2026-0123456",
    stage=PaymentStage.EARLY,
    amount_krw=32_000,
    issued_at=ISSUED,
    expires_at=EXPIRES,
    correlation_id="message-1",
)
DEPOSIT = Deposit(
    deposit_id="dep-0001",
    bank="NH",
    account_number="79010000000001",
    amount_krw=32_000,
    deposited_at=datetime(2026, 11, 12, tzinfo=UTC),
)


def test_the_exact_amount_in_time_settles() -> None:
    assert match_deposit(DEPOSIT, ISSUE, State.NOTICED) == PaidInFull(State.CLOSED_FINAL, State.NOTICED)


def test_the_full_amount_closes_without_ending_the_procedure_early() -> None:
    full = replace(ISSUE, stage=PaymentStage.FULL)

    assert match_deposit(DEPOSIT, full, State.IMPOSED) == PaidInFull(State.CLOSED, State.IMPOSED)


@pytest.mark.parametrize(
    ("deposit", "issue", "status", "reason"),
    [
        ({}, None, State.NOTICED, SuspenseReason.UNKNOWN_ACCOUNT),
        ({"bank": "KB"}, {}, State.NOTICED, SuspenseReason.UNKNOWN_ACCOUNT),
        ({"deposited_at": ISSUED - timedelta(minutes=6)}, {}, State.NOTICED, SuspenseReason.UNKNOWN_ACCOUNT),
        ({"amount_krw": 31_990}, {}, State.NOTICED, SuspenseReason.WRONG_AMOUNT),
        ({"amount_krw": 64_000}, {}, State.NOTICED, SuspenseReason.WRONG_AMOUNT),
        ({"deposited_at": EXPIRES}, {}, State.NOTICED, SuspenseReason.EXPIRED_ACCOUNT),
        ({}, {"revoked_at": ISSUED + timedelta(hours=1)}, State.NOTICED, SuspenseReason.REVOKED_ACCOUNT),
        ({}, {"paid_at": ISSUED + timedelta(hours=1)}, State.NOTICED, SuspenseReason.SECOND_DEPOSIT),
        ({}, {}, State.CLOSED, SuspenseReason.SECOND_DEPOSIT),
    ],
)
def test_what_does_not_match_is_kept_with_its_reason(
    deposit: dict, issue: dict | None, status: State, reason: SuspenseReason
) -> None:
    issued = None if issue is None else replace(ISSUE, **issue)

    assert match_deposit(replace(DEPOSIT, **deposit), issued, status) == Suspended(reason)


def test_money_sent_before_the_account_was_exchanged_still_pays() -> None:
    exchanged = replace(ISSUE, revoked_at=EXPIRES + timedelta(minutes=2))
    just_in_time = replace(DEPOSIT, deposited_at=EXPIRES - timedelta(seconds=1))

    assert match_deposit(just_in_time, exchanged, State.NOTICED) == PaidInFull(State.CLOSED_FINAL, State.NOTICED)


@given(
    amount=st.integers(min_value=1, max_value=300_000),
    offset=st.integers(min_value=-3_000_000, max_value=3_000_000),
    status=st.sampled_from(State),
    paid=st.booleans(),
)
def test_a_deposit_settles_only_when_everything_agrees(amount: int, offset: int, status: State, paid: bool) -> None:
    at = ISSUED + timedelta(seconds=offset)
    issue = replace(ISSUE, paid_at=ISSUED if paid else None)

    settled = isinstance(match_deposit(replace(DEPOSIT, amount_krw=amount, deposited_at=at), issue, status), PaidInFull)

    assert settled == (
        amount == ISSUE.amount_krw and ISSUED - BANK_CLOCK_TOLERANCE <= at < EXPIRES and status in PAYABLE and not paid
    )


def test_five_failed_look_ups_in_an_hour_pause_the_sixth() -> None:
    now = EXPIRES
    failed = [now - timedelta(minutes=m) for m in (1, 2, 3, 4)]

    assert not lookups_are_paused(failed, now)
    assert lookups_are_paused([*failed, now - timedelta(minutes=59)], now)
    assert not lookups_are_paused([*failed, now - timedelta(minutes=60)], now)
