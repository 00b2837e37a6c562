"""Whether a notice agrees with itself and the law, and what a later file of it does. Pure; QVA is the 질서위반행위규제법."""

from datetime import timedelta
from enum import StrEnum

from city.fines.law.amounts import base_fine_krw
from city.fines.law.errors import NoticeInvalid
from city.fines.law.lifecycle import (
    OPINION_DAYS_AT_LEAST,
    PAYABLE,
    State,
    may_impose,
)
from city.fines.law.notices import Notice
from city.kernel.calendar import HolidaysUnknown
from city.kernel.clock import seoul_date


def check_notice(notice: Notice) -> Notice:
    """Returns the notice if its dates agree with each other and the law. Raises NoticeInvalid, NoRuleInForce, …

    The file's own days are judged, and kept: an office's system need not know that a term which ends on a Saturday runs
    until Monday, and may date the imposition on that Monday. It takes effect on the day after (`state_of`).
    """
    violated_on = seoul_date(notice.violation.at)
    base_fine_krw(notice.violation)
    if notice.notified_on < violated_on:
        raise NoticeInvalid("사전통지일", "사전통지일이 위반일보다 빠릅니다.", "Notified before the violation.")
    if notice.opinion_until < notice.notified_on + timedelta(days=OPINION_DAYS_AT_LEAST):
        raise NoticeInvalid(
            "의견제출기한",
            "의견제출 기간은 10일 이상이어야 합니다(질서위반행위규제법 제16조).",
            "The opinion period must be at least 10 days.",
        )
    if (notice.imposed_on is None) != (notice.pay_until is None):
        raise NoticeInvalid(
            "납부기한", "부과일과 납부기한은 함께 있어야 합니다.", "Imposition and due date come together."
        )
    if notice.imposed_on is not None and notice.pay_until is not None:
        if notice.imposed_on <= notice.opinion_until:
            raise NoticeInvalid(
                "부과일", "의견제출 기한이 지나야 부과할 수 있습니다.", "Imposed before the opinion period ended."
            )
        if not may_impose(violated_on, notice.imposed_on):
            raise NoticeInvalid(
                "부과일",
                "위반일부터 5년이 지나 부과할 수 없습니다(질서위반행위규제법 제19조).",
                "Imposition is barred after five years.",
            )
        if notice.pay_until < notice.imposed_on:
            raise NoticeInvalid("납부기한", "납부기한이 부과일보다 빠릅니다.", "Due before it was imposed.")
    _check_years(notice)
    return notice


def _check_years(notice: Notice) -> None:
    """No term is filed of which nobody can say when it ends."""
    for column, last_day in (("의견제출기한", notice.opinion_until), ("납부기한", notice.pay_until)):
        if last_day is None:
            continue
        try:
            notice.calendar.end_of_term(last_day)
        except HolidaysUnknown as unknown:
            raise NoticeInvalid(
                column,
                f"{unknown.year}년의 공휴일이 등록되어 있지 않아 기한을 정할 수 없습니다.",
                f"The public holidays of {unknown.year} are not on file.",
            ) from unknown


class Imposition(StrEnum):
    """What a later file of a notice does to it."""

    NEW = "new"
    KNOWN = "known"
    CONTRADICTS = "contradicts"
    UNDER_REVIEW = "under_review"
    BEFORE_SERVED_ANEW = "before_served_anew"


def judge_imposition(known: Notice, filed: Notice) -> Imposition:
    """Compares the imposition in a later file with the one known (QVA §17).

    A case paid inside its opinion period is over: nothing is imposed on it any more (QVA §18②).
    """
    if filed.imposed_on is None or known.status not in PAYABLE:
        return Imposition.KNOWN
    if known.status is State.UNDER_REVIEW:
        return Imposition.UNDER_REVIEW  # the opinion is decided first (QVA §17①)
    if known.imposed_on is None:
        # Served anew since, the notice gives its whole period again (`corrections`): an earlier imposition has fallen.
        fallen = filed.opinion_until != known.opinion_until and filed.imposed_on <= known.opinion_until
        return Imposition.BEFORE_SERVED_ANEW if fallen else Imposition.NEW
    same = (known.imposed_on, known.pay_until) == (filed.imposed_on, filed.pay_until)
    return Imposition.KNOWN if same else Imposition.CONTRADICTS
