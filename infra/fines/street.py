"""The people around the city, as the laptop plays them: a citizen's phone, the sandbox bank, the staff at the fines' API."""

import json
import urllib.parse
import uuid
from datetime import UTC, datetime
from typing import Any

from city.fines.money.adapters.sandbox_bank import SandboxBank
from city.kernel.phone import PhoneNumber
from infra.fines.seed import BANK, SERVICE_NUMBER
from infra.local.calls import call, post_form
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import let_settle, wait_on
from infra.local.staff import StaffClient


class Phone:
    """A telephone that texts the city and keeps what comes back."""

    def __init__(self, city: City, number: str) -> None:
        self._city = city
        self.number = PhoneNumber.parse(number)
        self._read = len(self.inbox())

    def text(self, words: str, message_id: str | None = None) -> str:
        """Sends a text by the carrier's door, the inbound topic. Returns its message id."""
        message_id = message_id or str(uuid.uuid4())
        self._city.client("sns").publish(
            TopicArn=self._city.output("InboundSmsTopicArn"),
            Message=json.dumps(
                {
                    "originationNumber": self.number.e164,
                    "destinationNumber": SERVICE_NUMBER,
                    "messageKeyword": "KEYWORD_" + SERVICE_NUMBER,
                    "messageBody": words,
                    "inboundMessageId": message_id,
                },
                ensure_ascii=False,
            ),
        )
        return message_id

    def wait(self) -> str:
        """The next unread text. Raises CityTrouble when none comes."""

        def look() -> str | None:
            texts = self.inbox()
            return texts[self._read] if len(texts) > self._read else None

        text = wait_on(self._city, f"{self.number.masked} 답 문자 (a text in answer)", look, pause_s=0.1)
        self._read += 1
        return text

    def ask(self, words: str) -> str:
        self.text(words)
        return self.wait()

    def whatever_else_comes(self) -> list[str]:
        """Texts that follow on the heels of the last one: all, because nothing is under way any more."""
        let_settle(self._city, of="Fines")
        more = self.inbox()[self._read :]
        self._read += len(more)
        return more

    def inbox(self) -> list[str]:
        """Every text this telephone ever received from the city."""
        query = urllib.parse.urlencode({"phoneNumber": self.number.e164})
        status, kept = call(self._city.url(f"/_ministack/sns/sms-messages?{query}"), None, {})
        if status != 200:
            raise CityTrouble(f"The local carrier answered {status}: {kept}")
        messages = kept["sms_messages"].get(self.number.e164, [])
        return [message.get("Message") or message.get("message") for message in messages]


class BankClient:
    """The sandbox bank: receives transfers and tells the city."""

    def __init__(self, city: City) -> None:
        self._city = city
        secret = city.client("secretsmanager").get_secret_value(SecretId=city.output("BankSecretArn"))
        self._sandbox = SandboxBank(secret["SecretString"].encode())

    def deposit(
        self,
        account: str,
        amount_krw: int,
        deposit_id: str | None = None,
        deposited_at: datetime | None = None,
        kind: str = "deposit",
    ) -> str:
        """A transfer arrives; returns the key under which the city keeps it. Raises CityTrouble if it was refused."""
        now = datetime.now(UTC)
        body = json.dumps(
            {
                "version": 2,
                "kind": kind,
                "bank": BANK,
                "deposit_id": deposit_id or uuid.uuid4().hex,
                "account_number": account,
                "amount_krw": amount_krw,
                "deposited_at": (deposited_at or now).isoformat(),
            }
        ).encode()
        status, answer = self.post(body, self._sandbox.sign(body, uuid.uuid4().hex, now))
        if status != 202:
            raise CityTrouble(f"The city refused the bank's message ({status}): {answer}")
        return str(answer["deposit_key"])

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        return self._sandbox.sign(body, delivery, now)

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        return call(self._city.api_url("fines") + "/deposits", body, headers)


class FinesClient(StaffClient):
    """The fines' staff API."""

    def __init__(self, city: City, who: str = "clerk") -> None:
        super().__init__(city, "fines", who)

    def find(self, path: str, **wanted: Any) -> dict[str, Any]:
        """The one entry of a list that has these values. Raises CityTrouble if it is not there."""
        for entry in self.read_all(path):
            if all(entry.get(name) == value for name, value in wanted.items()):
                return entry
        raise CityTrouble(f"{path} has nothing with {wanted}.")

    def upload(self, kind: str, name: str, content: bytes, **of_a_day: str) -> tuple[int, str]:
        """Puts a file into an inbox as the page does. Returns the inbox's status and the key of the report to come."""
        status, signed = self.ask("POST", "/uploads", kind=kind, name=name, size_bytes=len(content), **of_a_day)
        if status != 200:
            raise CityTrouble(f"The city signed no upload ({status}): {signed}")
        return post_form(signed["url"], signed["fields"], content), str(signed["report_key"])

    def wait_for_report(self, key: str) -> dict[str, Any]:
        """The report on a file. Raises CityTrouble when there is none."""
        path = f"/report?key={urllib.parse.quote(key)}"
        return self._wait_until_there(path, f"{key} 보고서 (the report on a file)")

    def wait_for_deposit(self, key: str) -> dict[str, Any]:
        """What became of a deposit. Raises CityTrouble when nothing does."""
        path = f"/deposits/{urllib.parse.quote(key, safe=':')}"
        return self._wait_until_there(path, f"입금 {key}의 처리 (what becomes of a deposit)")

    def _wait_until_there(self, path: str, wanted: str) -> dict[str, Any]:
        return dict(self.wait_until(wanted, lambda status, _: status == 200, "GET", path))
