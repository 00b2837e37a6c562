"""The golden dialogues through the city's real doors: the carriers' inbound, the web chat, the bank, the staff's API."""

import json
import secrets
import urllib.parse
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from city.kernel.clock import SEOUL
from infra.fines.seed import SERVICE_NUMBER, as_csv, import_file, today_in_seoul
from infra.fines.street import BankClient, FinesClient, Phone
from infra.local.calls import call
from infra.local.city import City
from tests.golden.cast import Cast
from tests.golden.played import Dialogue, Played, read_dialogues

DIALOGUES = read_dialogues()


class CityDoors:
    """The doors of the local city. What is answered is what lies in the telephone's inbox."""

    def __init__(self, city: City) -> None:
        self._city, self._bank, self._clerk = city, BankClient(city), FinesClient(city)
        self._phones: dict[str, Phone] = {}
        secret = city.client("secretsmanager").get_secret_value(SecretId=city.output("MessageHubSecretArn"))
        self._hub = f"{city.api_url('fines')}/mo/{urllib.parse.quote(secret['SecretString'], safe='')}"

    def hand_in(self, rows: Sequence[Mapping[str, str]]) -> None:
        report = import_file(self._city, f"golden-{uuid.uuid4().hex[:8]}.csv", as_csv([dict(row) for row in rows]))
        assert report["loaded"] == len(rows), report

    def text(self, telephone: str, words: str, photo: bool) -> str:
        phone = self._phone(telephone)
        if photo:
            self._send_picture(telephone, words)
        else:
            phone.text(words)
        return phone.wait()

    def hear(self, telephone: str) -> str:
        return self._phone(telephone).wait()

    def chat(self, session: str, words: str) -> str:
        message = {"version": 2, "session": session, "message_id": uuid.uuid4().hex, "text": words}
        status, answer = call(f"{self._city.api_url('fines')}/chat", json.dumps(message).encode(), {})
        assert status == 200, answer
        return str(answer["reply"])

    def deposit(self, account: str, amount_krw: int) -> None:
        self._clerk.wait_for_deposit(self._bank.deposit(account, amount_krw))

    def staff(self, method: str, path: str, **body: Any) -> Any:
        return self._clerk.do(method, path, **body)

    def _phone(self, telephone: str) -> Phone:
        return self._phones.setdefault(telephone, Phone(self._city, telephone))

    def _send_picture(self, telephone: str, words: str) -> None:
        """By the Message Hub's door, as an MMS with one picture."""
        item = {
            "moKey": uuid.uuid4().hex[:16],
            "moNumber": SERVICE_NUMBER,
            "moType": "MMSMO",
            "moCallback": telephone.replace("-", ""),
            "productCode": "MMSMO",
            "moTitle": "제목없음",
            "moMsg": words,
            "telco": "KT",
            "contentCnt": 1,
            "contentInfoLst": [{"contentExt": "jpg", "contentSize": "31240", "contentUrl": "http://localhost/none"}],
            "moRecvDt": f"{datetime.now(SEOUL):%Y-%m-%d %H:%M:%S}",
        }
        status, answer = call(self._hub, json.dumps({"moCnt": 1, "moLst": [item]}).encode(), {})
        assert status == 200, answer


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue.sentence for dialogue in DIALOGUES])
def test_a_whole_conversation_goes_as_written(city: City, dialogue: Dialogue) -> None:
    # Other citizens for each, also on a city that has seen them before.
    played = Played(CityDoors(city), Cast(secrets.randbelow(90_000), today_in_seoul(), dialogue.notices))

    played.prepare()
    played.play(dialogue)
