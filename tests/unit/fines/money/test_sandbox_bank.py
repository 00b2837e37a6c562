import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from city.contracts.fines.deposits import DELIVERY_HEADER, SIGNATURE_HEADER, DepositNotificationV2, read_deposit
from city.fines.money.adapters.sandbox_bank import BankFault, SandboxBank
from city.fines.money.adapters.signatures import WebhookSignature
from city.fines.money.errors import DepositForged, DepositStale
from city.fines.money.ports import BankMessage

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


SANDBOX = SandboxBank(b"b" * 64)
DEPOSIT = DepositNotificationV2(
    kind="deposit",
    bank="NH",
    deposit_id="20261123-000001",
    account_number="79010000000000",
    amount_krw=32_000,
    deposited_at=NOW,
)


def messages(fault: BankFault | None = None) -> list[BankMessage]:
    return [SANDBOX.read(call.headers, call.body, call.at) for call in SANDBOX.tell(DEPOSIT, NOW, fault)]


def test_the_sandbox_tells_what_it_reads() -> None:
    (word,) = messages()

    assert word.notification == DEPOSIT
    assert SANDBOX.answer(b"", accepted=True) is None


def test_a_first_version_still_reads_as_a_deposit() -> None:
    body = json.dumps(
        {
            "bank": "NH",
            "deposit_id": "20261123-000001",
            "account_number": "79010000000000",
            "amount_krw": 32_000,
            "deposited_at": "2026-11-23T14:00:00+09:00",
        }
    ).encode()

    assert SANDBOX.read(SANDBOX.sign(body, "delivery-1", NOW), body, NOW).notification == DEPOSIT


@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (BankFault.TOLD_TWICE, ["deposit", "deposit"]),
        (BankFault.TOLD_LATE, ["deposit"]),
        (BankFault.OUT_OF_ORDER, ["cancel", "deposit"]),
        (BankFault.CANCELLED_AFTER_DONE, ["deposit", "cancel"]),
    ],
)
def test_each_fault_comes_when_asked_for(fault: BankFault, kinds: list[str]) -> None:
    words = messages(fault)

    assert [word.notification.kind for word in words if word.notification] == kinds
    assert {word.notification.deposit_id for word in words if word.notification} == {"20261123-000001"}
    assert len({word.delivery_id for word in words}) == len(words)


def test_a_late_telling_is_of_the_old_moment() -> None:
    (call,) = SANDBOX.tell(DEPOSIT, NOW, BankFault.TOLD_LATE)

    assert call.at > NOW + timedelta(days=1)
    assert messages(BankFault.TOLD_LATE)[0].notification == DEPOSIT


def test_a_wrong_signature_is_a_forgery() -> None:
    with pytest.raises(DepositForged):
        messages(BankFault.WRONG_SIGNATURE)


@pytest.mark.parametrize("timestamp", ["", "soon", "9" * 30])
def test_a_signed_timestamp_that_is_none_is_stale(timestamp: str) -> None:
    signature = WebhookSignature(b"b" * 64)
    headers = {
        "x-bank-timestamp": timestamp,
        DELIVERY_HEADER: "delivery-1",
        SIGNATURE_HEADER: signature._signature(timestamp, "delivery-1", b"{}"),
    }

    with pytest.raises(DepositStale):
        signature.check(headers, b"{}", NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 3},
        {"version": 2},
        {"version": 2, "kind": "refund"},
        {"version": 2, "kind": "cancel", "account_issue": "short"},
        {"version": 2, "kind": "cancel", "account_issue": "order#early#32000"},
        {"version": 2, "kind": "cancel", "amount_krw": 0},
        {"version": "two"},
        {"account_number": "790-1000"},
    ],
)
def test_a_notification_out_of_bounds_is_refused_without_its_account(changes: dict) -> None:
    first = {
        "bank": "NH",
        "deposit_id": "20261123-000001",
        "account_number": "79010000000000",
        "amount_krw": 32_000,
        "deposited_at": "2026-11-23T14:00:00+09:00",
    }

    with pytest.raises(ValidationError) as caught:
        read_deposit(json.dumps({**first, **changes}))

    assert "7901" not in str(caught.value)
    assert "790-1000" not in str(caught.value)
