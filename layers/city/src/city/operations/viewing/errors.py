"""Refusals of grants and of the video door, each a fact. No sentence names a camera's address or a person."""

from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Rejected, Transient


class BasisUnknown(Invalid):
    message_ko = "법적 근거를 알 수 없습니다. 개인정보 보호법의 근거 하나를 고르세요."
    message_en = "No such legal basis. Choose one of the Personal Information Protection Act."


class BasisNotForOthers(Rejected):
    message_ko = "설치 목적 안에서 보는 것은 시 자체만 할 수 있습니다. 다른 기관에는 제18조의 근거가 필요합니다."
    message_en = "Only the city itself looks for what its cameras are for; another body needs a ground of article 18."


class DocumentMissing(Invalid):
    message_ko = "이 근거에는 요청 공문의 문서번호가 필요합니다."
    message_en = "This legal basis needs the number of the document that asks."


class WindowTooLong(Invalid):
    message_ko = "열람 기간이 정책이 허용하는 것보다 깁니다."
    message_en = "The time for viewing is longer than the policy allows."


class WindowEmpty(Invalid):
    message_ko = "열람 기간의 끝이 시작보다 늦어야 합니다."
    message_en = "The time for viewing ends before it begins."


class CamerasMissing(Invalid):
    message_ko = "카메라를 하나 이상 골라야 하고, 모두 등록된 카메라여야 합니다."
    message_en = "Choose at least one camera, and only cameras that are registered."


class TooManyCameras(Invalid):
    message_ko = "한 번에 열 수 있는 카메라 수를 넘었습니다."
    message_en = "More cameras than one grant may open."


class ExerciseOpensNoCamera(Rejected):
    message_ko = "훈련 사건으로는 실제 카메라를 열 수 없습니다."
    message_en = "A drill opens no camera."


class IncidentOver(Conflict):
    message_ko = "끝난 사건입니다."
    message_en = "The incident is over."


class GrantUnknown(NotFound):
    message_ko = "그런 열람 권한이 없습니다."
    message_en = "There is no such permission to view."


class GrantChanged(Conflict):
    """Somebody else was quicker; `more` has the revision that stands now."""

    message_ko = "그 사이에 내용이 바뀌었습니다. 다시 확인해 주세요."
    message_en = "It has changed meanwhile. Please look again."

    def __init__(self, revision: int) -> None:
        super().__init__()
        self.more = {"revision": revision}


class GrantNotWaiting(Conflict):
    message_ko = "이미 결정되었거나 끝난 요청입니다."
    message_en = "It has been decided, or has ended."


class AskedOneself(Forbidden):
    message_ko = "요청한 사람은 승인할 수 없습니다."
    message_en = "Whoever asked may not decide."


class ApprovedBefore(Conflict):
    message_ko = "한 사람이 두 번 승인할 수 없습니다. 다른 사람의 승인이 필요합니다."
    message_en = "Nobody approves twice; somebody else has to."


class NeedsSupervisor(Forbidden):
    message_ko = "두 승인 가운데 하나는 책임자(supervisor)의 것이어야 합니다."
    message_en = "One of the two who approve has to be a supervisor."


class ExtensionWaits(Conflict):
    message_ko = "먼저 요청된 연장이 아직 결정되지 않았습니다."
    message_en = "An extension that was asked for before waits for its decision."


class ViewingEnded(Forbidden):
    """No view, or none any more. `refusal` in the answer says why, in a word."""

    message_ko = "열람 권한이 끝났습니다."
    message_en = "Your permission to view has ended."

    def __init__(self, refusal: str) -> None:
        super().__init__()
        self.more = {"refusal": refusal}


class ViewNotYours(Forbidden):
    """A view in another's hands, or of nobody: what does not exist and what is another's are told alike."""

    message_ko = "이 열람은 다른 사람의 것입니다."
    message_en = "This view is not yours."


class NoAgency(Forbidden):
    message_ko = "소속 기관이 아직 등록되지 않았습니다. 관제실 책임자에게 등록을 요청하세요."
    message_en = "Your agency is not registered yet. Ask the room's supervisor."


class PersonUnknown(NotFound):
    message_ko = "그런 사람이 없습니다."
    message_en = "There is no such person."


class PersonProposedBefore(Conflict):
    message_ko = "이미 제안되었거나 등록된 사람입니다."
    message_en = "This person was proposed or registered before."


class PersonDecidedBefore(Conflict):
    message_ko = "이미 결정되었습니다."
    message_en = "It has been decided."


class CannotDecideOneself(Forbidden):
    message_ko = "자기 소속은 스스로 정할 수 없습니다."
    message_en = "Nobody decides for which agency they work."


class SegmentUnknown(NotFound):
    """Live film is short: what was asked for is over, or never was."""

    message_ko = "영상 조각이 없습니다."
    message_en = "There is no such piece of film."


class VideoUnreachable(Transient):
    """The camera's stream, or the way to it, does not answer."""


class ClipTooLarge(Rejected):
    """Of this stretch the source would give the beginning alone."""

    message_ko = "한 번에 받을 수 있는 것보다 큰 영상입니다."
    message_en = "This film is larger than what is given at once."


class VideoHasSound(Rejected):
    """개인정보 보호법 25조⑤: no sound. What carries any is refused whole."""

    message_ko = "소리가 들어 있는 영상은 보여 드릴 수 없습니다."
    message_en = "Film with sound is not shown."


class ViewLogClosed(Transient):
    """What cannot be written down is not shown."""


class ViewRefused(Forbidden):
    """It never was allowed: not this person, not this camera, not yet. `refusal` in the answer says which."""

    message_ko = "이 카메라를 볼 권한이 없습니다."
    message_en = "You may not view this camera."

    def __init__(self, refusal: str) -> None:
        super().__init__()
        self.more = {"refusal": refusal}


class IncidentNotThere(Transient):
    """The bus told of an incident that cannot be read yet."""
