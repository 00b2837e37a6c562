"""What a later file may correct of a case on file, and what has happened since that forbids it. Pure.

QVA is the 질서위반행위규제법. A file says what it changed since the file before it: what staff changed by hand in between
stays, unless the file changes the same field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from city.contracts.fines.notices import IMPOSITION_COLUMNS, STATED_AMOUNT
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID, Notice, VehicleClass, Zone
from city.fines.law.privacy import mask_name, mask_phone
from city.kernel.clock import SEOUL
from city.kernel.errors import Conflict
from city.kernel.plate import Plate

_ZONES = {
    Zone.GENERAL: "일반",
    Zone.FIRE_FACILITY: "소방시설",
    Zone.SENIOR_OR_DISABLED: "노인·장애인보호구역",
    Zone.CHILDREN: "어린이보호구역",
}
_VEHICLES = {VehicleClass.PASSENGER: "승용", VehicleClass.VAN: "승합", VehicleClass.TWO_WHEELER: "이륜"}
# What a correction by the office sets: see `corrections`.
SET_BY_OFFICE = frozenset({"차량번호", "소유자", "휴대전화", "사전통지일", "의견제출기한", "사회적감경"})
# Without these an account stays as good as it was: they change neither what is owed, until when, nor by whom.
_LEAVES_ACCOUNTS = frozenset({"위반장소"})


class CorrectionSuperseded(Conflict):
    """A file with these contents came before, and a later one changed them."""

    message_ko = "나중 파일이 이미 정정한 예전 내용입니다. 그대로 두었습니다."
    message_en = "A later file has corrected these contents already: left as it is."


class CorrectionAfterPayment(Conflict):
    message_ko = "이미 납부된 사건이어서 파일로 정정할 수 없습니다. 업무 화면에서 처리해 주세요."
    message_en = "The fine is paid: no file corrects it any more. Work on the case itself."


class CorrectionUnderOpinion(Conflict):
    """QVA §16②, §20: what somebody has answered is not changed beneath the answer."""

    message_ko = "의견이나 이의가 제출된 사건이어서 파일로 정정할 수 없습니다. 업무 화면에서 처리해 주세요."
    message_en = "An opinion or objection is on file: no file corrects the case any more. Work on the case itself."


class CorrectionAfterImposition(Conflict):
    """QVA §17: the imposition is in writing, with these very contents."""

    message_ko = "부과 고지가 나간 사건이어서 파일로 정정할 수 없습니다. 업무 화면에서 처리해 주세요."
    message_en = "The fine has been imposed in writing: no file corrects it any more. Work on the case itself."


class CorrectionAfterEnd(Conflict):
    message_ko = "취소되거나 끝난 사건이어서 파일로 정정할 수 없습니다."
    message_en = "The case was cancelled or has ended: no file corrects it."


class CorrectionOfTheOffice(Conflict):
    """Two people at the office put it right, with their reasons: a list does not undo it."""

    message_ko = "구청이 직권으로 바로잡은 사건이어서 파일로 되돌리지 않습니다. 업무 화면에서 처리해 주세요."
    message_en = "The office itself put this case right: no file undoes that. Work on the case itself."


class ImposedBeforeServedAnew(Conflict):
    """QVA §16①, §17: nothing is imposed while the period of whoever was served anew runs."""

    message_ko = "다시 송달하여 의견제출 기한이 새로 시작되었습니다. 그 기한이 지나기 전의 부과는 효력이 없습니다."
    message_en = "The notice was served anew: an imposition from before the new opinion period has ended has no effect."


class CorrectionDuringInstalments(Conflict):
    message_ko = "분할납부가 있는 사건이어서 파일로 정정할 수 없습니다. 업무 화면에서 처리해 주세요."
    message_en = "The case has instalments: no file corrects it any more. Work on the case itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCase:
    """A case with its owner, as it stands on file or in a file."""

    notice: Notice
    owner_name: str
    owner_phone: str | None


def check_correctable(known: Notice, on: date, *, answered: bool, put_right: bool = False) -> None:
    """`answered`: an opinion was ever given. `put_right`: the file would undo what the office corrected.

    Raises what forbids a correction by a file.
    """
    if known.status in PAID:
        raise CorrectionAfterPayment
    if known.status in (State.UNDER_REVIEW, State.OBJECTED, State.COURT) or answered:
        raise CorrectionUnderOpinion
    if known.status in (State.CANCELLED, State.BARRED):
        raise CorrectionAfterEnd
    if put_right:
        raise CorrectionOfTheOffice
    if known.plan is not None:
        raise CorrectionDuringInstalments
    if known.status is not State.NOTICED or (known.imposed_on is not None and known.imposed_on <= on):
        raise CorrectionAfterImposition


def facts_of(case: FiledCase) -> Mapping[str, str]:
    """What a file says of a case, column by column, in one spelling. Not its imposition, which comes later."""
    notice, violation = case.notice, case.notice.violation
    return {
        "차량번호": notice.plate.text,
        "소유자": case.owner_name,
        "휴대전화": case.owner_phone or "",
        "위반일시": _seoul_minute(notice),
        "위반장소": notice.place,
        "구역": _ZONES[violation.zone],
        "차종": _VEHICLES[violation.vehicle],
        "2시간이상": "Y" if violation.over_two_hours else "N",
        "안전표지": "Y" if violation.safety_marking else "N",
        "사전통지일": notice.notified_on.isoformat(),
        "의견제출기한": notice.opinion_until.isoformat(),
        "사회적감경": "Y" if notice.social_reduction else "N",
        STATED_AMOUNT: f"{violation.stated_krw:,}" if violation.stated_krw is not None else "",
    }


def imposition_of(notice: Notice) -> Mapping[str, str]:
    days = (notice.imposed_on, notice.pay_until)
    return {name: day.isoformat() if day else "" for name, day in zip(IMPOSITION_COLUMNS, days, strict=True)}


def changes_between(known: FiledCase, filed: FiledCase, touched: frozenset[str]) -> Mapping[str, tuple[str, str]]:
    """Before and after of each field that the file changes. `touched`: the facts that differ from the file before.

    An empty telephone or imposition says nothing: the telephone on file stays, and the imposition comes later.
    """
    before = {**facts_of(known), **imposition_of(known.notice)}
    after = {**facts_of(filed), **imposition_of(filed.notice)}
    looked_at = [name for name in before if name in touched or name in IMPOSITION_COLUMNS]
    silent = {"휴대전화", *IMPOSITION_COLUMNS}
    return {
        name: (before[name], after[name])
        for name in looked_at
        if before[name] != after[name] and not (name in silent and not after[name])
    }


def ends_accounts(changes: Mapping[str, tuple[str, str]]) -> bool:
    """Whether an account given before was for something that is no longer so."""
    return not _LEAVES_ACCOUNTS.issuperset(changes)


def shown(column: str, value: str) -> str:
    """A value as a report or a history may hold it."""
    if not value:
        return "-"
    if column == "휴대전화":
        return mask_phone(value)
    if column == "소유자":
        return mask_name(value)
    return Plate(value).masked if column == "차량번호" else value


def _seoul_minute(notice: Notice) -> str:
    return f"{notice.violation.at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
