"""What an agency is told, in either of the two ways; and what its answer means."""

import json
from dataclasses import dataclass

from city.contracts.operations.integrated_platform import AnswerType, PlatformStatus
from city.contracts.operations.partners import AgencyConfig, AgencyNoticeV1, EventCode
from city.operations.agencies.errors import AgencyUnreachable, NoticeRefused
from city.operations.agencies.reach import IncidentFact
from city.operations.agencies.wire_writing import OutgoingEvent

# As whom the city signs what it tells: no person stands in a notice.
_USER = ("dongne", "동네 통합관제")
_TRY_AGAIN = {408, 425, 429}
_LATER = {AnswerType.TOO_MANY.value, "5000", "5003", "5004", "5100"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that one agency is told. `number`: by which it knows the incident. `code`: None where none is agreed."""

    agency: AgencyConfig
    fact: IncidentFact
    status: PlatformStatus
    number: str
    code: EventCode | None

    @property
    def notice_id(self) -> str:
        """The same on every try."""
        return f"{self.agency.agency_id}/{self.fact.incident_id}/{self.fact.revision}"


def as_webhook(notice: Notice) -> bytes:
    fact = notice.fact
    told = AgencyNoticeV1(
        notice_id=notice.notice_id,
        agency_id=notice.agency.agency_id,
        status=notice.status,
        incident_id=fact.incident_id,
        revision=fact.revision,
        state=fact.state,
        category=fact.category,
        kind=fact.kind,
        severity=fact.severity,
        began_at=fact.began_at,
        changed_at=fact.changed_at,
        place=fact.place,
        merged_into=fact.merged_into,
    )
    return told.model_dump_json().encode()


def as_platform_event(notice: Notice) -> OutgoingEvent:
    """Raises NoticeRefused where no code is agreed for such an incident."""
    fact, code = notice.fact, notice.code
    if code is None:
        raise NoticeRefused("no code is agreed")
    return OutgoingEvent(
        code=code.code,
        name=code.name_ko,
        grade=code.grade,
        number=notice.number,
        status=notice.status,
        position=fact.position,
        place=(fact.place.address or "") if fact.place else "",
        content=f"{code.name_ko} {notice.status.ko}",
        occurred_at=fact.began_at,
        status_at=fact.changed_at,
        user_id=_USER[0],
        user_name=_USER[1],
        items=(("INCIDENT_ID", fact.incident_id), ("SEVERITY", fact.severity.value)),
        detail_code=fact.kind,
        detail=fact.state,
    )


def read_answer(status: int, content: bytes) -> tuple[str, str, str]:
    """Result, type and message of a platform's answer; its type is documented and often missing.

    Raises AgencyUnreachable for an answer of something else: a proxy's page, a cut connection.
    """
    try:
        answer = json.loads(content)
        result = str(answer["result"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise AgencyUnreachable(f"HTTP {status}") from None
    return result, str(answer.get("type") or ""), str(answer.get("message") or "")


def is_session_over(status: int, content: bytes) -> bool:
    """Whether an event was refused because of its session, as far as the answer tells: a refusal without a type may be."""
    if status in (401, 403):
        return True
    if status >= 500 or status in _TRY_AGAIN:
        return False
    result, kind, _ = read_answer(status, content)
    return result != "0" and kind in ("", AnswerType.UNAUTHORIZED.value)


def judge_answer(status: int, content: bytes) -> None:
    """Returns for what was taken. Raises AgencyUnreachable for what may be tried again, NoticeRefused for the rest."""
    if status >= 500 or status in _TRY_AGAIN:
        raise AgencyUnreachable(f"HTTP {status}")
    result, kind, _ = read_answer(status, content)
    if result == "0" and status < 300:
        return
    if kind == "" or kind in _LATER or kind == AnswerType.UNAUTHORIZED.value:
        raise AgencyUnreachable(f"HTTP {status}, type {_tellable(kind)}")
    raise NoticeRefused(f"type {_tellable(kind)}")


def judge_status(status: int) -> None:
    """The same of a webhook, which answers by its status."""
    if 200 <= status < 300:
        return
    if status >= 500 or status in _TRY_AGAIN or status in (401, 403, 404):
        # A receiver that was set up wrongly is set right some time, and then takes it.
        raise AgencyUnreachable(f"HTTP {status}")
    raise NoticeRefused(f"HTTP {status}")


def _tellable(kind: str) -> str:
    """A type of four digits; anything else is not repeated."""
    return kind if kind.isascii() and kind.isdigit() and len(kind) == 4 else "-"
