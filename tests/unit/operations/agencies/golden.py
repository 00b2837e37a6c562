"""Messages of the integrated platform as they stand, and the authors' own where the shared data is at hand."""

import json
from pathlib import Path
from typing import Any


def authors_own(shared: Path, name: str) -> Any:
    """A file of the authors' messages, in the reference data."""
    return json.loads((shared / "data/operations/wire" / name).read_text())


def event_body(**changes: Any) -> dict[str, Any]:
    """An event as the authors write one."""
    body: dict[str, Any] = {
        "evtId": "MOJUC110",
        "evtNm": "전자발찌 위치추적",
        "evtGrad": "10",
        "ocrNbr": "20261110115959123",
        "ocrSts": "10",
        "ocrLc": {"crdntX": "126.4503", "crdntY": "36.7849", "crdntZ": "0"},
        "ocrPlc": "공공 삼거리 인근",
        "ocrEvtCn": "접근금지구역 침입",
        "ocrEvtTime": "20261110115959",
        "ocrEvtSts": {"ocrEvtStsCd": "10", "ocrEvtStsDtl": "발생"},
        "ocrEvtStsUsr": {"ocrEvtUsrId": "user1", "ocrEvtUsrNm": "사용자1"},
        "ocrEvtStsTime": "20261110115959",
        "ocrEvtEndTime": "",
        "ocrEvtItemCnt": "1",
        "ocrEvtItem": [{"key": "IMAGE_SEND_TY_CD", "val": "FTP"}],
        "ocrEvtDtl": {"ocrEvtDtlCd": "접근금지침입", "ocrEvtDtlCdDtl": "세부분류"},
    }
    return {**body, **changes}


def envelope(service: str = "EVENT", **changes: Any) -> dict[str, Any]:
    message: dict[str, Any] = {
        "svcTy": service,
        "hdCnt": "14",
        "dtCnt": "16",
        "apSeq": {"apCurrent": "1", "apTotal": "1"},
        "cmnMtd": "1",
        "sendCd": "B4421000000",
        "rcvCd": "B4421000000",
        "encAt": "N",
        "tranTy": "HTTP",
        "rrKey": "session",
        "reqDate": "20261110120000",
        "bodyLen": "123",
        "sysCd": "IPC",
        "tranSysHis": [{"tranSysHis": "B4421000000_IPC"}],
        "body": event_body(),
    }
    return {**message, **changes}


def as_json(message: Any) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()
