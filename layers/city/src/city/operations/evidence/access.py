"""A person's request to see video of themselves: its clock, its answer, and the two steps before a copy is released. Pure.

개인정보 보호법 35조, 시행령 41·42조 (read in the texts of 2026-09): an answer within ten days of the request, with date, time
and place; a part may be withheld with its reason and the way to object; a refusal or a postponement is told within the same
ten days with both.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from city.kernel.calendar import Calendar
from city.operations.evidence.errors import AnswerIncomplete, NotAtThisPoint, OthersVisible, SamePerson

ANSWER_DAYS = 10
APPEAL_KO = "결정에 이의가 있으면 통지를 받은 날부터 시에 이의를 제기하거나 개인정보 분쟁조정위원회에 조정을 신청할 수 있습니다."


class AccessState(StrEnum):
    RECEIVED = "received"
    POSTPONED = "postponed"
    ALLOWED = "allowed"
    REFUSED = "refused"
    PREPARED = "prepared"
    RELEASED = "released"


class Answer(StrEnum):
    WHOLE = "whole"
    PART = "part"
    REFUSE = "refuse"
    POSTPONE = "postpone"


class RefusalGround(StrEnum):
    """법 35조④; and what cannot be answered because there is nothing."""

    LAW_FORBIDS = "law_forbids"  # 1호
    HARMS_OTHERS = "harms_others"  # 2호
    HINDERS_DUTY = "hinders_duty"  # 3호: a public body's taxes, examinations, audits …
    NOT_THE_PERSON = "not_the_person"  # not shown to be the person seen (시행령 46조)
    DESTROYED = "destroyed"  # its time of keeping is over


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """`due`: the last day for an answer; `plain_due`: the tenth day, before Saturdays and holidays moved it (민법 161조).

    `box_count`: rectangles that hide others, drawn by `prepared_by` on what a detector proposed; `detector`: which one, or
    None where none was asked.
    """

    id: str
    received_on: date
    due: date
    plain_due: date
    requester: str
    contact: str
    camera: str
    starts: datetime
    ends: datetime
    description: str
    received_by: str
    state: AccessState = AccessState.RECEIVED
    answer: Answer | None = None
    ground: RefusalGround | None = None
    reason: str = ""
    appeal: str = ""
    place: str = ""
    seen_at: datetime | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    copy_sha256: str | None = None
    box_count: int = 0
    detector: str | None = None
    prepared_by: str | None = None
    prepared_at: datetime | None = None
    released_by: str | None = None
    released_at: datetime | None = None
    received_name: str | None = None
    answered_name: str | None = None
    revision: int = 0

    @property
    def is_open(self) -> bool:
        """The clock runs: nobody has answered."""
        return self.state is AccessState.RECEIVED


def due_day(received_on: date, calendar: Calendar) -> tuple[date, date]:
    """The last day for an answer, and the tenth day as it is counted. Raises HolidaysUnknown.

    The day of the request is not counted (민법 157조); a last day on a Saturday or a public holiday moves on (민법 161조).
    """
    plain = received_on + timedelta(days=ANSWER_DAYS)
    return calendar.end_of_term(plain), plain


def answer(
    request: AccessRequest,
    given: Answer,
    *,
    by: str,
    at: datetime,
    name: str | None = None,
    reason: str = "",
    ground: RefusalGround | None = None,
    place: str = "",
    seen_at: datetime | None = None,
) -> AccessRequest:
    """The request, answered. A postponed one is answered once more. Raises NotAtThisPoint and AnswerIncomplete."""
    if request.state not in (AccessState.RECEIVED, AccessState.POSTPONED):
        raise NotAtThisPoint
    if given is Answer.POSTPONE and request.state is AccessState.POSTPONED:
        raise NotAtThisPoint
    shows, withholds = given in (Answer.WHOLE, Answer.PART), given is not Answer.WHOLE
    if shows and (not place or seen_at is None):
        raise AnswerIncomplete
    if withholds and not reason:
        raise AnswerIncomplete
    if (given is Answer.REFUSE) != (ground is not None):
        raise AnswerIncomplete
    state = {Answer.REFUSE: AccessState.REFUSED, Answer.POSTPONE: AccessState.POSTPONED}.get(given, AccessState.ALLOWED)
    return replace(
        request,
        state=state,
        answer=given,
        ground=ground,
        reason=reason,
        appeal=APPEAL_KO if withholds else "",
        place=place,
        seen_at=seen_at,
        answered_by=by,
        answered_name=name,
        answered_at=at,
    )


def prepare(
    request: AccessRequest, *, sha256: str, box_count: int, detector: str | None, by: str, at: datetime
) -> AccessRequest:
    """With a copy on which others are hidden; prepared again, the newer copy counts. Raises NotAtThisPoint."""
    if request.state not in (AccessState.ALLOWED, AccessState.PREPARED):
        raise NotAtThisPoint
    return replace(
        request,
        state=AccessState.PREPARED,
        copy_sha256=sha256,
        box_count=box_count,
        detector=detector,
        prepared_by=by,
        prepared_at=at,
    )


def release(request: AccessRequest, *, sha256: str, nobody_else: bool, by: str, at: datetime) -> AccessRequest:
    """Released by somebody who watched exactly this copy to its end. Raises NotAtThisPoint, SamePerson, OthersVisible."""
    if request.state is not AccessState.PREPARED or sha256 != request.copy_sha256:
        raise NotAtThisPoint
    if by == request.prepared_by:
        raise SamePerson
    if not nobody_else:
        raise OthersVisible
    return replace(request, state=AccessState.RELEASED, released_by=by, released_at=at)


def days_left(request: AccessRequest, today: date) -> int:
    """Until the last day; negative once it has passed."""
    return (request.due - today).days
