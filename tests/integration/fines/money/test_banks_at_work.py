"""The banks' real adapters in the department: telegrams and TossPayments at the door, and money that is taken back."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from city.aws.observability import observed
from city.contracts.fines.deposits import read_deposit
from city.fines.law.adapters.toss import TossApi
from city.fines.law.adapters.toss_accounts import TossAccounts, TossIssuer
from city.fines.law.lifecycle import State
from city.fines.law.tables.orders import BankOrders
from city.fines.money.adapters.deposit_banks import RelayedTelegrams
from city.fines.money.adapters.signatures import WebhookSignature
from city.fines.money.adapters.telegrams import TelegramBank
from city.fines.money.adapters.toss_callbacks import TossDeposits
from city.fines.money.bootstrap import DoorUseCases, build_doors, build_settlement
from city.fines.money.errors import DepositNotYetKnown
from city.fines.money.ledger import LedgerAccount, balances
from city.fines.money.service.receive_deposit import ReceiveDeposit
from city.fines.money.tables.ledger import entries_of
from city.fines.talk.bootstrap import build_chat, build_texts
from city.kernel.clock import SEOUL
from city.kernel.settings import SandboxInProduction
from functions.fines.money.doors.app import make_app
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import Context

SECRET = b"r" * 64


def state(fines: FinesInMoto) -> State:
    case = fines.cases.by_number("1140-2026-0000001")
    assert case is not None
    return State(case.status)


@pytest.fixture
def account(fines: FinesInMoto) -> str:
    fines.add_notice()
    return account_in(fines.ask(OWNER, "계좌 12가3456"))


# --- taken back ---


def test_a_payment_the_bank_takes_back_opens_the_case_again(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000)
    assert state(fines) is State.CLOSED_FINAL

    for _ in range(3):
        fines.pay(account, 32_000, kind="cancel")

    assert state(fines) is State.NOTICED
    assert [event["detail-type"] for event in fines.events()] == ["FinePaid", "PaymentReversed"]
    assert len([text for _, text in fines.post.texts if "은행이 취소" in text]) == 1
    assert set(balances(entries_of("NH:deposit-1")).values()) == {0}
    again = account_in(fines.ask(OWNER, "계좌 12가3456 다시"))
    assert again != account
    assert fines.pay(again, 32_000, "deposit-2").outcome == "settled"


def test_money_in_suspense_that_the_bank_takes_back_waits_for_nobody(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 31_000)

    record = fines.pay(account, 31_000, kind="cancel")

    assert record.outcome == "reversed"
    assert fines.deposits.list_suspense(10, None)[0] == []
    assert state(fines) is State.NOTICED


def test_a_cancellation_that_overtakes_its_deposit_is_told_again(fines: FinesInMoto, account: str) -> None:
    with pytest.raises(DepositNotYetKnown):
        fines.pay(account, 32_000, kind="cancel")

    fines.pay(account, 32_000)
    fines.pay(account, 32_000, kind="cancel")

    assert state(fines) is State.NOTICED


def test_the_ledger_says_what_the_bank_holds_and_for_what(fines: FinesInMoto, account: str) -> None:
    fines.pay(account, 32_000, "deposit-1")
    fines.pay(account, 32_000, "deposit-2")

    held = balances([*entries_of("NH:deposit-1"), *entries_of("NH:deposit-2")])

    assert held == {
        LedgerAccount.BANK: 64_000,
        LedgerAccount.SETTLED: 32_000,
        LedgerAccount.SUSPENSE: 32_000,
        LedgerAccount.REFUND_PAYABLE: 0,
    }


# --- at the door ---


def knock(doors: DoorUseCases, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    event = {
        "httpMethod": "POST",
        "path": "/deposits",
        "resource": "/deposits",
        "headers": {"Content-Type": "application/json", **headers},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": body.decode(),
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": "/deposits", "httpMethod": "POST", "requestId": "request-1"},
    }
    answer = observed(make_app(lambda: doors))(event, Context())
    return answer["statusCode"], json.loads(answer["body"])


def settle_what_is_queued(fines: FinesInMoto) -> int:
    url = fines.environment["DEPOSITS_QUEUE_URL"]
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        fines.settlement.settle(read_deposit(message["Body"]))
        boto3.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return len(messages)


def with_bank(fines: FinesInMoto, bank: Any) -> DoorUseCases:
    usual = fines.doors.receive_deposit
    receive = ReceiveDeposit(bank=bank, deposits=fines.deposits, queue=usual.queue, clock=fines.clock)
    return DoorUseCases(receive, fines.doors.receive_mo)


def telegram(account: str, amount: int, at: datetime, number: str, kind: str = "20") -> bytes:
    """300 bytes, built from the offsets alone."""
    raw = bytearray(b" " * 300)
    local = at.astimezone(SEOUL)
    for offset, length, text in (
        (9, 8, "DONGNE01"),
        (19, 4, "0200"),
        (23, 3, "300"),
        (27, 6, number),
        (100, 15, "00000000000"),
        (117, 2, kind),
        (121, 13, f"{amount:013d}"),
        (153, 14, ""),
        (216, 16, account),
        (232, 8, f"{local:%Y%m%d}"),
        (240, 6, f"{local:%H%M%S}"),
        (252, 3, "011"),
    ):
        raw[offset : offset + length] = text.ljust(length).encode("euc_kr")
    return bytes(raw)


def relayed(fines: FinesInMoto, raw: bytes, delivery: str) -> tuple[bytes, dict[str, str]]:
    body = json.dumps({"telegram": base64.b64encode(raw).decode()}).encode()
    return body, dict(WebhookSignature(SECRET).sign(raw, delivery, fines.clock.now()))


def test_a_telegram_pays_a_fine_and_is_answered_with_a_telegram(fines: FinesInMoto, account: str) -> None:
    bank = RelayedTelegrams(TelegramBank(SECRET, "DONGNE01", fines.deposits.newest_on))
    doors = with_bank(fines, bank)
    paid = telegram(account, 32_000, fines.clock.now(), "000001")

    status, answer = knock(doors, *relayed(fines, paid, "delivery-1"))

    reply = base64.b64decode(answer["telegram"])
    assert (status, len(reply), reply[19:26]) == (200, 300, b"0210300")
    assert settle_what_is_queued(fines) == 1
    assert state(fines) is State.CLOSED_FINAL
    taken_back = telegram(account, 32_000, fines.clock.now() + timedelta(minutes=1), "000002", kind="51")
    fines.clock.move(minutes=2)
    assert knock(doors, *relayed(fines, taken_back, "delivery-2"))[0] == 200
    assert settle_what_is_queued(fines) == 1
    assert state(fines) is State.NOTICED


def test_a_telegram_somebody_else_signed_is_refused(fines: FinesInMoto, account: str) -> None:
    doors = with_bank(fines, RelayedTelegrams(TelegramBank(SECRET, "DONGNE01", fines.deposits.newest_on)))
    raw = telegram(account, 32_000, fines.clock.now(), "000001")
    body, headers = relayed(fines, raw, "delivery-1")
    other, _ = relayed(fines, raw.replace(b"0000000032000", b"0000000000001"), "delivery-1")

    assert knock(doors, other, headers)[0] == 401
    assert knock(doors, b'{"telegram": "*"}', headers)[0] == 400
    assert settle_what_is_queued(fines) == 0
    assert body != other


class TossStub:
    """TossPayments as its documentation has it: issues one account per order, the same for the same order."""

    def __init__(self) -> None:
        self.orders: dict[str, dict[str, Any]] = {}

    def __call__(self, url: str, headers: Any, body: bytes) -> tuple[int, bytes]:
        assert url.endswith("/v1/virtual-accounts")
        asked = json.loads(body)
        order = self.orders.setdefault(
            asked["orderId"],
            {
                "paymentKey": f"pay-{len(self.orders)}",
                "orderId": asked["orderId"],
                "secret": f"ps_{len(self.orders)}_secret",
                "totalAmount": asked["amount"],
                "currency": "KRW",
                "method": "가상계좌",
                "status": "WAITING_FOR_DEPOSIT",
                "virtualAccount": {
                    "accountNumber": f"7909{len(self.orders):010d}",
                    "bankCode": asked["bank"],
                    "dueDate": asked["dueDate"] + "+09:00",
                },
            },
        )
        return 200, json.dumps(order).encode()


def toss_accounts(stub: TossStub) -> TossAccounts:
    api = TossApi(secret_key="test_sk", post=stub)  # pragma: allowlist secret
    return TossAccounts(TossIssuer(api), BankOrders(), "NH")


def test_an_account_that_toss_issues_is_paid_called_back_and_taken_back(fines: FinesInMoto) -> None:
    fines.add_notice()
    stub = TossStub()
    fines.open(toss_accounts(stub))
    doors = with_bank(fines, TossDeposits(BankOrders()))

    reply = fines.ask(OWNER, "계좌 12가3456")
    again = fines.ask(OWNER, "계좌  12가3456")
    (order,) = stub.orders.values()
    account = order["virtualAccount"]["accountNumber"]

    def called_back(status: str, minutes: int) -> tuple[int, Any]:
        at = (fines.clock.now() + timedelta(minutes=minutes)).astimezone(SEOUL)
        callback = {
            "createdAt": f"{at:%Y-%m-%dT%H:%M:%S}.000000",
            "secret": order["secret"],
            "orderId": order["orderId"],
            "status": status,
            "transactionKey": f"key-{minutes}",
        }
        return knock(doors, json.dumps(callback).encode(), {})

    assert account[:3] in reply
    assert reply == again
    fines.clock.move(minutes=10)
    assert called_back("DONE", -5)[0] in (200, 202)
    assert called_back("DONE", -5)[0] in (200, 202)
    settle_what_is_queued(fines)
    assert state(fines) is State.CLOSED_FINAL
    assert called_back("WAITING_FOR_DEPOSIT", -1)[0] in (200, 202)
    settle_what_is_queued(fines)
    assert state(fines) is State.NOTICED


def test_a_callback_with_another_secret_is_refused_and_an_unknown_order_ignored(fines: FinesInMoto) -> None:
    fines.add_notice()
    stub = TossStub()
    fines.open(toss_accounts(stub))
    fines.ask(OWNER, "계좌 12가3456")
    (order,) = stub.orders.values()
    doors = with_bank(fines, TossDeposits(BankOrders()))
    callback = {
        "createdAt": "2026-11-10T12:05:00.000000",
        "secret": "ps_forged_secret",  # pragma: allowlist secret
        "orderId": order["orderId"],
        "status": "DONE",
        "transactionKey": "key-0001",
    }

    forged = knock(doors, json.dumps(callback).encode(), {})
    unknown = knock(doors, json.dumps({**callback, "orderId": "nobody-knows-this"}).encode(), {})

    assert forged[0] == 401
    assert unknown == (200, {"deposit_key": None})
    assert settle_what_is_queued(fines) == 0


# --- prod ---


@pytest.mark.parametrize("build", [build_texts, build_chat, build_doors])
def test_nothing_in_prod_works_with_the_make_believe_bank(fines: FinesInMoto, build: Any) -> None:
    with pytest.raises(SandboxInProduction, match="bank"):
        build({**fines.environment, "STAGE": "prod"}, fines.clock)


@pytest.mark.parametrize("build", [build_texts, build_settlement])
def test_nothing_in_prod_texts_by_the_make_believe_carrier(fines: FinesInMoto, build: Any) -> None:
    environment = {**fines.environment, "STAGE": "prod", "BANK": "telegram", "SMS_CARRIER": "sandbox"}

    with pytest.raises(SandboxInProduction, match="sms_carrier"):
        build(environment, fines.clock)


@pytest.mark.parametrize(
    ("carrier", "keys"),
    [
        ("message_hub", {"api_key": "k", "api_password": "p"}),
        ("solapi", {"api_key": "k", "api_secret": "s"}),
        ("nhn_cloud", {"app_key": "k", "secret_key": "s"}),
    ],
)
def test_every_korean_carrier_is_built_from_its_secret(fines: FinesInMoto, carrier: str, keys: dict[str, str]) -> None:
    secret = json.dumps({"sender": "0233960000", "keys": keys})
    boto3.client("secretsmanager").create_secret(Name="carrier", SecretString=secret)
    environment = {**fines.environment, "STAGE": "prod", "BANK": "telegram", "SMS_CARRIER": carrier}

    texts = build_texts({**environment, "SMS_CARRIER_SECRET": "carrier"}, fines.clock)  # pragma: allowlist secret

    assert carrier.replace("_", "") in type(texts.answer_text.carrier).__name__.lower()
