"""The operations room of a local city as its people and its partners use it, through the city's door."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from city.contracts.operations.city_event import CityEventV1
from infra.local.calls import call
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import wait_on
from infra.local.staff import staff_token

_SEOUL = ZoneInfo("Asia/Seoul")
# The middle of Seosan's drawn register of cameras.
HERE = (126.4503, 36.7849)


class Person:
    """Somebody of the room, or of an agency, at `/api/operations`."""

    def __init__(self, city: City, who: str) -> None:
        self.city, self.who = city, who
        self._token = staff_token(city, who)

    def ask(self, method: str, path: str, /, **body: Any) -> tuple[int, Any]:
        """The status and the answer; signs in again where that is asked for."""
        status, answer = self._ask(method, path, body)
        if status == 403 and isinstance(answer, dict) and answer.get("error") == "sign_in_again":
            self._token = staff_token(self.city, self.who)
            status, answer = self._ask(method, path, body)
        return status, answer

    def do(self, method: str, path: str, /, **body: Any) -> Any:
        """The answer. Raises CityTrouble unless it was taken."""
        status, answer = self.ask(method, path, **body)
        if status not in (200, 201, 202, 204):
            raise CityTrouble(f"{self.who}, {method} {path}: {status} {answer}")
        return answer

    def read(self, path: str) -> Any:
        return self.do("GET", path)

    def wait_for(self, wanted: str, path: str, holds: Callable[[Any], object]) -> Any:
        """What `path` shows, once it is as `wanted` says, Korean (English). Raises GaveUp."""

        def look() -> tuple[Any] | None:
            status, answer = self.ask("GET", path)
            return (answer,) if status == 200 and holds(answer) else None

        return wait_on(self.city, wanted, look, pause_s=0.3)[0]

    def _ask(self, method: str, path: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        content = json.dumps(body).encode() if method != "GET" else None
        return call(self.city.door_url(f"/api/operations{path}"), content, {"Authorization": self._token}, method)


class Partner:
    """An agency's system at the integrated platform's door: proves itself by its key, then tells events."""

    def __init__(self, city: City, key: str) -> None:
        self.city, self._numbers = city, secrets.randbelow(1_000_000)
        answer = self._knock("AUTH", {"apiKey": key})
        if answer.get("result") != "0":
            raise CityTrouble(f"The platform's door refused the key: {answer}")
        self._session = answer["message"]

    def tell(
        self, code: str, name: str, number: str, place: tuple[float, float] = HERE, status: str = "10"
    ) -> dict[str, Any]:
        """Tells of a call, at a longitude and a latitude, or with another status what became of it. The answer as it came."""
        now = _as_moment(datetime.now(UTC))
        body = {
            "evtId": code,
            "evtNm": name,
            "evtGrad": "10",
            "ocrNbr": number,
            "ocrSts": status,
            "ocrLc": {"crdntX": str(place[0]), "crdntY": str(place[1]), "crdntZ": "0"},
            "ocrPlc": "서산시 동문동",
            "ocrEvtCn": "",
            "ocrEvtTime": number[:14],
            "ocrEvtSts": {"ocrEvtStsCd": status, "ocrEvtStsDtl": ""},
            "ocrEvtStsUsr": {"ocrEvtUsrId": "u", "ocrEvtUsrNm": "상황실"},
            "ocrEvtStsTime": now,
            "ocrEvtEndTime": "",
            "ocrEvtItemCnt": "0",
            "ocrEvtItem": [],
            "ocrEvtDtl": {"ocrEvtDtlCd": "", "ocrEvtDtlCdDtl": ""},
        }
        return self._knock("EVENT", body, rrKey=self._session)

    def _knock(self, service: str, body: Mapping[str, Any], **changes: str) -> dict[str, Any]:
        message = {
            "svcTy": service,
            "hdCnt": "14",
            "dtCnt": "16",
            "apSeq": {"apCurrent": "1", "apTotal": "1"},
            "cmnMtd": "1",
            "sendCd": "B4421000000",
            "rcvCd": "B4421000000",
            "encAt": "N",
            "tranTy": "HTTP",
            "rrKey": "",
            "reqDate": _as_moment(datetime.now(UTC)),
            "bodyLen": str(len(json.dumps(body, ensure_ascii=False))),
            "sysCd": "IPC",
            "tranSysHis": [{"tranSysHis": "B4421000000_IPC"}],
            "body": body,
            **changes,
        }
        content = json.dumps(message, ensure_ascii=False).encode()
        status, answer = call(self.city.door_url("/api/operations/platform"), content, {}, "POST")
        if status != 200:
            raise CityTrouble(f"The platform's door answered {status}: {answer}")
        return dict(answer)


def agency_key(one: Person, other: Person, agency_id: str) -> str:
    """A new key of an agency, asked for by one supervisor and approved by another."""
    one.do("POST", f"/agencies/{agency_id}/credentials", credential="incoming", overlap_hours=0, reason="시연 연계")
    path = f"/agencies/{agency_id}/credentials/decision"
    return str(other.do("POST", path, approve=True, reason="확인했습니다")["secret"])


def call_number() -> str:
    """A call's number as the platform writes it: the moment in Seoul, and three digits."""
    return f"{_as_moment(datetime.now(UTC))}{secrets.randbelow(1000):03}"


def tell_city(city: City, *events: CityEventV1) -> None:
    """Puts events into the queue of city events, as a door does."""
    sqs, queue = city.client("sqs"), city.output("CityEventsQueueUrl")
    for start in range(0, len(events), 10):
        entries = [
            {"Id": str(at), "MessageBody": event.model_dump_json()}
            for at, event in enumerate(events[start : start + 10])
        ]
        failed = sqs.send_message_batch(QueueUrl=queue, Entries=entries).get("Failed", [])
        if failed:
            raise CityTrouble(f"The queue refused {len(failed)} events.")


def watch(person: Person, view: str, longest_s: float = 60) -> tuple[int, float]:
    """Asks for a view's playlist until it is refused: the status, and seconds waited. Raises CityTrouble after `longest_s`."""
    began = time.monotonic()
    while time.monotonic() - began < longest_s:
        status, _ = person.ask("GET", f"/cctv/views/{view}/playlist.m3u8")
        if status != 200:
            return status, time.monotonic() - began
        time.sleep(0.2)
    raise CityTrouble("A view that should have ended goes on.")


def _as_moment(moment: datetime) -> str:
    return f"{moment.astimezone(_SEOUL):%Y%m%d%H%M%S}"
