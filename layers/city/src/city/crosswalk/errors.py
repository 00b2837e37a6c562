"""Refusals of the crosswalk domain, each a fact."""

from typing import Any

from city.contracts.crosswalk.staff.sites import SiteProblem
from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Rejected, TooMany, Transient

# --- what units send -------------------------------------------------------------------------------


class ReportUnreadable(Invalid):
    """What came on a unit's topic is not the message that travels there."""

    message_ko = "단말이 보낸 내용을 읽을 수 없습니다."
    message_en = "A unit's message could not be read."


class SpokeForAnother(Forbidden):
    """A body names another unit than the topic it came on."""

    message_ko = "다른 단말의 이름으로 보낸 내용입니다."
    message_en = "A unit sent a message in another unit's name."


class UnitMoved(Transient):
    """Somebody else wrote the unit's state first."""


class PictureUnreadable(Rejected):
    """Not a JPEG that can be decoded."""

    message_ko = "읽을 수 없는 사진입니다."
    message_en = "The picture cannot be read."


class PictureTooLarge(Rejected):
    message_ko = "사진이 너무 큽니다."
    message_en = "The picture is too large."


class DetectorUnavailable(Transient):
    """The endpoint did not answer, or not with what was asked."""


# --- units -----------------------------------------------------------------------------------------


class UnitUnknown(NotFound):
    message_ko = "등록되지 않은 횡단보도 단말입니다."
    message_en = "No crosswalk unit of this name is registered."


class UnitRegistered(Conflict):
    message_ko = "이미 등록된 단말 이름 또는 일련번호입니다."
    message_en = "A unit of this name or serial number is already registered."


class UnitNotClaimed(Conflict):
    message_ko = "아직 설치(인증)되지 않은 단말입니다."
    message_en = "This unit has not been provisioned yet."


class StandingUnchanged(Conflict):
    message_ko = "이미 그 상태입니다."
    message_en = "The unit already stands like that."


# --- site files ------------------------------------------------------------------------------------


class SiteInvalid(Rejected):
    """A site file has problems; `problems` names each."""

    message_ko = "설치 설정에 고칠 곳이 있습니다."
    message_en = "The site file has problems."

    def __init__(self, problems: tuple[SiteProblem, ...]) -> None:
        super().__init__()
        self.problems = problems

    @property
    def more(self) -> dict[str, Any]:
        """What the API answers beside the sentence."""
        return {"problems": [problem.model_dump(mode="json") for problem in self.problems]}


class NoDraft(NotFound):
    message_ko = "검토 중인 설정 초안이 없습니다."
    message_en = "There is no draft of a site file."


class NoSite(NotFound):
    message_ko = "그 번호의 설정이 없습니다."
    message_en = "There is no site file of this revision."


class DraftChanged(Conflict):
    message_ko = "검토한 뒤에 초안이 바뀌었습니다. 다시 확인해 주세요."
    message_en = "The draft has changed since it was reviewed. Please look again."


class NeedsAnotherPerson(Forbidden):
    """A protected zone's file is activated by somebody who did not write it."""

    message_ko = "보호구역의 설정은 작성자가 아닌 다른 관리자가 적용해야 합니다."
    message_en = "In a protected zone another manager than the author has to activate the file."


# --- pictures and updates --------------------------------------------------------------------------


class IncidentUnknown(NotFound):
    message_ko = "그런 기록이 없습니다."
    message_en = "No such incident is on record."


class ClipNotKept(Conflict):
    message_ko = "단말이 그 장면을 보관하고 있지 않습니다."
    message_en = "The unit does not hold the seconds around this incident."


class PictureUnknown(NotFound):
    message_ko = "그런 사진 요청이 없습니다."
    message_en = "No such picture was asked for."


class PictureNotThere(NotFound):
    message_ko = "사진이 아직 오지 않았거나 보관 기간이 지났습니다."
    message_en = "The picture has not come yet, or its time is over."


class TooManyPictures(TooMany):
    message_ko = "이 단말에 요청한 사진이 너무 많습니다. 먼저 온 것을 확인해 주세요."
    message_en = "Too many pictures were asked of this unit within the hour."


class ReleaseUnknown(NotFound):
    message_ko = "배포 보관함에 그런 파일이 없습니다."
    message_en = "The releases bucket has no such file."


class ReleaseDiffers(Conflict):
    message_ko = "배포 파일의 크기가 다릅니다."
    message_en = "The file in the releases bucket has another size."


class NobodyToUpdate(Conflict):
    message_ko = "이 단계에 업데이트할 단말이 없습니다."
    message_en = "No unit stands in this stage of the rollout."


class NotRehearsed(Conflict):
    """A release goes to all only after it succeeded on the first units."""

    message_ko = "먼저 시범 단말에서 성공해야 합니다."
    message_en = "The release has to succeed on the first units before it goes to the others."


class UpdateUnknown(NotFound):
    message_ko = "그런 업데이트가 없습니다."
    message_en = "No such update is on record."
