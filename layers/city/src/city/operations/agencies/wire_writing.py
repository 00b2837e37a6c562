"""A message of the integrated platform, written in one way: names, order and fixed values as its authors send it.

The envelope has the fourteen names that `hdCnt` counts and the event the sixteen of `dtCnt`, always. `callBack`, which
the authors also send and never use, is in neither count and is left out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from city.contracts.operations.integrated_platform import (
    ENCRYPTED_HEADER,
    END_TAG,
    FINISH_TAG,
    RECEIVER_HEADER,
    SENDER_HEADER,
    SERVICE_HEADER,
    SESSION_HEADER,
    START_TAG,
    SYSTEM_HEADER,
    TYPE_HEADER,
    PlatformStatus,
)
from city.kernel.clock import SEOUL

# Of the receiver, in the history of what handed a message on.
_PLATFORM = "SCSNS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """From which system of which city to which city. `send_code`, `receive_code`: `B4113000000`, or a name."""

    send_code: str
    receive_code: str
    system_code: str

    @property
    def own_step(self) -> str:
        return f"{self.send_code}_{self.system_code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingEvent:
    """An event as it is told. `position`: longitude and latitude. `items`: names and values beside it."""

    code: str
    name: str
    grade: str
    number: str
    status: PlatformStatus
    position: tuple[float, float] | None
    place: str
    content: str
    occurred_at: datetime
    status_at: datetime
    user_id: str
    user_name: str
    items: Sequence[tuple[str, str]]
    detail_code: str
    detail: str


@dataclass(frozen=True, slots=True)
class PostedMessage:
    headers: Mapping[str, str]
    body: bytes


def write_auth(route: Route, api_key: str, at: datetime) -> PostedMessage:
    """Asks for a session."""
    body = {"startTag": START_TAG, "endTag": END_TAG, "finishTag": FINISH_TAG, "apiKey": api_key}
    return _posted("AUTH", route, session="", at=at, body=body)


def write_event(route: Route, event: OutgoingEvent, session: str, at: datetime) -> PostedMessage:
    """Tells an event within a session."""
    x, y = (
        (format(degrees, ".7f").rstrip("0").rstrip(".") for degrees in event.position) if event.position else ("", "")
    )
    body = {
        "evtId": event.code,
        "evtNm": event.name,
        "evtGrad": event.grade,
        "ocrNbr": event.number,
        "ocrSts": event.status.value,
        "ocrLc": {"crdntX": x, "crdntY": y, "crdntZ": "0"},
        "ocrPlc": event.place,
        "ocrEvtCn": event.content,
        "ocrEvtTime": as_moment(event.occurred_at),
        "ocrEvtSts": {"ocrEvtStsCd": event.status.value, "ocrEvtStsDtl": event.status.ko},
        "ocrEvtStsUsr": {"ocrEvtUsrId": event.user_id, "ocrEvtUsrNm": event.user_name},
        "ocrEvtStsTime": as_moment(event.status_at),
        "ocrEvtEndTime": as_moment(event.status_at) if event.status.is_over else "",
        "ocrEvtItemCnt": str(len(event.items)),
        "ocrEvtItem": [{"key": key, "val": value} for key, value in event.items],
        "ocrEvtDtl": {"ocrEvtDtlCd": event.detail_code, "ocrEvtDtlCdDtl": event.detail},
    }
    return _posted("EVENT", route, session=session, at=at, body=body)


def as_moment(moment: datetime) -> str:
    """`yyyyMMddHHmmss` of Seoul."""
    return f"{moment.astimezone(SEOUL):%Y%m%d%H%M%S}"


def _posted(service: str, route: Route, *, session: str, at: datetime, body: Mapping[str, Any]) -> PostedMessage:
    is_event = service == "EVENT"
    # The authors count characters, as Java's length() does: UTF-16 units.
    length = len(_compact(body).encode("utf-16-le")) // 2
    envelope = {
        "svcTy": service,
        "hdCnt": "14",
        "dtCnt": "16",
        "apSeq": {"apCurrent": "1", "apTotal": "1"},
        "cmnMtd": "1",
        "sendCd": route.send_code,
        "rcvCd": route.receive_code,
        "encAt": "N",
        "tranTy": "HTTP",
        **({"rrKey": session} if is_event else {}),
        "reqDate": as_moment(at),
        **({"bodyLen": str(length)} if is_event else {}),
        "sysCd": route.system_code,
        "tranSysHis": [{"tranSysHis": route.own_step}, {"tranSysHis": f"{route.receive_code}_{_PLATFORM}"}],
        "body": body,
    }
    headers = {
        "Content-Type": "application/json",
        SERVICE_HEADER: service,
        SENDER_HEADER: route.send_code,
        RECEIVER_HEADER: route.receive_code,
        SYSTEM_HEADER: route.system_code,
        ENCRYPTED_HEADER: "N",
        SESSION_HEADER: session,
        TYPE_HEADER: "sync",
    }
    return PostedMessage(headers, _compact(envelope).encode())


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
