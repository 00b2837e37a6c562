"""The message of the national integrated platform (스마트시티 통합플랫폼), as KETI's interworking programme exchanges it.

Names and values are the format's own: https://github.com/IoTKETI/smartcitydatahub_integrationplatform_interworking.
Its authors contradict themselves, so what comes is read tolerantly (`city.operations.agencies.wire_reading`), and what
goes out is written in one way (`wire_writing`).
"""

from enum import StrEnum
from typing import Any, Final, Literal

from city.contracts.base import Contract, ForeignContract

# Of one message, its envelope and its event; an event of the authors' own store holds 8,192 characters.
MAX_BODY_BYTES: Final = 64 * 1024

SERVICE_HEADER: Final = "X-Scsns-svcTy"
SENDER_HEADER: Final = "X-Scsns-sendCd"
RECEIVER_HEADER: Final = "X-Scsns-rcvCd"
SYSTEM_HEADER: Final = "X-Scsns-sysCd"
ENCRYPTED_HEADER: Final = "X-Scsns-encAt"
SESSION_HEADER: Final = "X-Scsns-Secret"
TYPE_HEADER: Final = "X-Scsns-type"

START_TAG: Final = "$DA"
END_TAG: Final = "$DB"
FINISH_TAG: Final = "$DF"


class PlatformStatus(StrEnum):
    """`ocrSts`: what became of an event."""

    OCCURRED = "10"
    CHANGED = "40"
    RELEASED = "50"
    CANCELLED = "90"
    ENDED = "91"

    @property
    def ko(self) -> str:
        return _STATUSES_KO[self]

    @property
    def en(self) -> str:
        return _STATUSES_EN[self]

    @property
    def is_over(self) -> bool:
        return self in (PlatformStatus.RELEASED, PlatformStatus.CANCELLED, PlatformStatus.ENDED)


_STATUSES_KO: dict[PlatformStatus, str] = {
    PlatformStatus.OCCURRED: "발생",
    PlatformStatus.CHANGED: "변경",
    PlatformStatus.RELEASED: "해제",
    PlatformStatus.CANCELLED: "취소",
    PlatformStatus.ENDED: "종료",
}
_STATUSES_EN: dict[PlatformStatus, str] = {
    PlatformStatus.OCCURRED: "began",
    PlatformStatus.CHANGED: "changed",
    PlatformStatus.RELEASED: "released",
    PlatformStatus.CANCELLED: "cancelled",
    PlatformStatus.ENDED: "ended",
}


class AnswerType(StrEnum):
    """`type` of an answer, those that this city gives."""

    OK = "2000"
    BAD_REQUEST = "4000"
    UNAUTHORIZED = "4001"
    NOT_FOUND = "4004"
    NOT_SUPPORTED = "4015"
    MISSING = "4101"
    WRONG_VALUE = "4102"
    TOO_MANY = "4209"


class PlatformAnswer(Contract):
    """`result`: `0`, it was taken and is safe; `1`, it was not. `message`: of a taken AUTH, the session key.

    The names are the format's.
    """

    startTag: Literal["$DA"] = START_TAG  # noqa: N815
    result: Literal["0", "1"]
    type: str
    message: str
    finishTag: Literal["$DF"] = FINISH_TAG  # noqa: N815


class PlatformEnvelope(ForeignContract):
    """What a partner posts, as JSON, or as a form whose nested values are JSON text. Also taken: `Body` for `body`."""

    svcTy: Literal["AUTH", "EVENT", "PREEVT"]  # noqa: N815
    hdCnt: str = "14"  # noqa: N815
    dtCnt: str = "16"  # noqa: N815
    apSeq: dict[str, str] | None = None  # noqa: N815
    cmnMtd: str = "1"  # noqa: N815
    sendCd: str  # noqa: N815
    rcvCd: str  # noqa: N815
    encAt: Literal["N", "Y"] = "N"  # noqa: N815
    tranTy: str = "HTTP"  # noqa: N815
    rrKey: str | None = None  # noqa: N815
    reqDate: str  # noqa: N815
    bodyLen: str | None = None  # noqa: N815
    sysCd: str  # noqa: N815
    tranSysHis: list[dict[str, str]] | dict[str, str] | None = None  # noqa: N815
    body: dict[str, Any]
