"""A fines department in moto: tables, topics and secrets as the template declares them, and people around it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

import boto3

from city.fines.desk.bootstrap import FinesStaffUseCases, build_staff
from city.fines.law.bootstrap import build_import
from city.fines.law.service.import_notices import ImportNotices
from city.fines.law.tables.accounts import AccountRecord, Accounts
from city.fines.law.tables.case_records import VisitsRecord
from city.fines.law.tables.cases import Cases
from city.fines.money.bootstrap import DoorUseCases, build_doors, build_settlement
from city.fines.money.service.settle_deposit import SettleDeposit
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.bootstrap import build_chat, build_texts
from city.fines.talk.errors import TextRefused
from city.fines.talk.ports import AccountSource
from city.fines.talk.service.chat import Chat
from city.kernel.errors import Transient
from city.kernel.phone import PhoneNumber
from infra.fines.seed import as_csv, notice_row
from tests.integration.moto_city import (
    REGION,
    Context,
    FixedClock,
    create_buckets,
    create_bus,
    create_queue,
    create_secrets,
    create_tables,
    sqs_event,
    take_events,
)

BANK = "NH"
OWNER, STRANGER = "010-1234-5678", "010-9999-0000"
DOOR_PROOF = "d" * 64


@dataclass
class Postbag:
    """A carrier that keeps every text; it can be told to refuse some."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    refusals: int = 0
    refuses_for_good: bool = False

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        if self.refuses_for_good:
            raise TextRefused("foreign number")
        if self.refusals:
            self.refusals -= 1
            raise Transient("the carrier is busy")
        self.texts.append((to.e164, text))
        self.keys.append(key)

    def last(self) -> str:
        return self.texts[-1][1]


def sms_body(message_id: str, sender: str, text: str) -> str:
    """What the inbound queue holds for one text."""
    sms = {
        "originationNumber": PhoneNumber.parse(sender).e164,
        "destinationNumber": "00003396",
        "messageKeyword": "KEYWORD_00003396",
        "messageBody": text,
        "inboundMessageId": message_id,
    }
    return json.dumps({"Type": "Notification", "Timestamp": "2026-11-10T03:00:00.000Z", "Message": json.dumps(sms)})


class FinesInMoto:
    """Create inside moto (or beside a moto server); every part is the real one but the carrier and the clock."""

    def __init__(self) -> None:
        self.clock, self.post = FixedClock(), Postbag()
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "CASES_TABLE": "CasesTable",
            "ACCOUNTS_TABLE": "AccountsTable",
            "DEPOSITS_TABLE": "DepositsTable",
            "LEDGER_TABLE": "LedgerTable",
            "TALKS_TABLE": "TalksTable",
            "DESK_TABLE": "DeskTable",
            "FILES_TABLE": "FilesTable",
            "EVIDENCE_BUCKET": "evidence",
            "IDEMPOTENCY_TABLE": "IdempotencyTable",
            "PRIVACY_KEY_SECRET": "privacy-key",  # pragma: allowlist secret
            "DOOR_PROOF_SECRET": "door-proof",  # pragma: allowlist secret
            "BANK": "sandbox",
            "BANK_SECRET": "bank-secret",  # pragma: allowlist secret
            "MESSAGE_HUB_SECRET": "message-hub-secret",  # pragma: allowlist secret
            "REPORTS_BUCKET": "reports",
            "STATEMENT_BANKS": "NH",
            "EVENT_BUS": "city",
            "OUTBOX_TABLE": "OutboxTable",
        }

    def build(self) -> "FinesInMoto":
        """Creates what the template declares."""
        create_tables("fines")
        create_tables("events")
        create_secrets(
            {"privacy-key": "p" * 64, "bank-secret": "b" * 64, "message-hub-secret": "h" * 40, "door-proof": DOOR_PROOF}
        )  # pragma: allowlist secret
        create_buckets("inbox", "reports", "evidence")
        self.environment["DEPOSITS_QUEUE_URL"] = create_queue("deposits")
        self.environment["TEXTS_QUEUE_URL"] = create_queue("texts")
        self.environment["TEXTS_QUARANTINE_URL"] = create_queue("quarantine")
        self.events_queue = create_bus("dongne.fines")
        self.open()
        return self

    def open(self, accounts: AccountSource | None = None) -> None:
        """Builds the department's parts anew, as a fresh function process would."""
        self.texts = build_texts(self.environment, self.clock, self.post, accounts)

    @property
    def accounts(self) -> Accounts:
        """The text desk's view of the pool."""
        return self.texts.answer_text.converse.keep_answer.accounts

    @property
    def cases(self) -> Cases:
        return self.texts.answer_text.converse.cases

    @cached_property
    def settlement(self) -> SettleDeposit:
        return build_settlement(self.environment, self.clock, self.post)

    @cached_property
    def imports(self) -> ImportNotices:
        return build_import(self.environment, self.clock)

    @cached_property
    def doors(self) -> DoorUseCases:
        return build_doors(self.environment, self.clock)

    @cached_property
    def chat(self) -> Chat:
        return build_chat(self.environment, self.clock)

    @cached_property
    def staff(self) -> FinesStaffUseCases:
        return build_staff(self.environment, self.clock, self.post)

    @property
    def deposits(self) -> Deposits:
        return self.settlement.deposits

    # --- what people do ---

    def fill_pool(self, count: int = 50) -> None:
        self.accounts.add_to_pool(BANK, [f"7901{serial:010d}" for serial in range(count)], self.clock.now())

    def import_rows(self, *rows: dict[str, str], key: str = "notices.csv", encoding: str = "utf-8-sig") -> Any:
        content = as_csv(list(rows)).decode("utf-8-sig").encode(encoding)
        boto3.client("s3").put_object(Bucket="inbox", Key=key, Body=content)
        return self.imports.import_file("inbox", key)

    def add_notice(self, serial: int = 1, **cells: Any) -> str:
        """One notice of the owner's, violated on 3 November, with its early window until the 25th."""
        number = f"1140-2026-{serial:07d}"
        usual = {
            "관리번호": number,
            "차량번호": "12가3456",
            "소유자": "홍길동",
            "휴대전화": OWNER,
            "위반일시": "2026-11-03 14:05",
            "위반장소": "퇴계로 87",
            "사전통지일": "2026-11-05",
            "의견제출기한": "2026-11-25",
            "부과일": "2026-12-01",
            "납부기한": "2027-01-29",
        }
        report = self.import_rows(notice_row(**{**usual, **cells}), key=f"{number}.csv")
        assert report.loaded == 1, report
        return number

    def text(self, message_id: str, sender: str, words: str) -> dict[str, Any]:
        """One text through the real handler. Returns the batch answer."""
        return self.deliver(sms_body(message_id, sender, words))

    def deliver(self, body: str) -> dict[str, Any]:
        """One message of the inbound queue through the real handler. Returns the batch answer."""
        from functions.fines.talk.receive_text.handler import make_handler

        return dict(make_handler(lambda: self.texts)(sqs_event(body), Context()))

    def ask(self, sender: str, words: str) -> str:
        """One text, one answer."""
        before = len(self.post.texts)
        answer = self.text(f"message-{before}-{len(words)}-{sender}", sender, words)
        assert answer == {"batchItemFailures": []}
        assert len(self.post.texts) == before + 1
        return self.post.last()

    def pay(
        self,
        account: str,
        amount_krw: int,
        deposit_id: str = "deposit-1",
        deposited_at: datetime | None = None,
        kind: Literal["deposit", "cancel"] = "deposit",
    ) -> Any:
        """The bank's word reaches the settling function. Returns the deposit's record."""
        from city.contracts.fines.deposits import DepositNotificationV2

        notification = DepositNotificationV2(
            kind=kind,
            bank=BANK,
            deposit_id=deposit_id,
            account_number=account,
            amount_krw=amount_krw,
            deposited_at=deposited_at or self.clock.now(),
        )
        self.settlement.settle(notification)
        return self.deposits.get(f"{BANK}:{deposit_id}")

    def events(self) -> list[dict[str, Any]]:
        """Every event published so far, taken off the bus."""
        return take_events(self.events_queue)

    def bound_accounts(self) -> list[str]:
        """Account numbers that are bound to a notice now, neither paid nor let go."""
        bound = [found for found in AccountRecord.scan() if found.issue]
        return [f.account_number for f in bound if not f.issue.revoked_at and not f.issue.paid_at]

    def visited(self, purpose: str, whose: str, times: int) -> None:
        """As if somebody had come so often within this hour."""
        holder = self.chat.visits.hashed.of(purpose, whose)
        VisitsRecord(holder, f"visits#{self.clock.now():%Y-%m-%dT%H}", sent=times).save()


def account_in(reply: str) -> str:
    """The account number in a reply, digits only."""
    (word,) = [word for word in reply.split() if word.startswith("790-")]
    return "".join(c for c in word if c.isdigit())
