"""Refusals of exports, access requests and retention, each a fact."""

from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class CaseUnknown(NotFound):
    message_ko = "그런 건이 없습니다."
    message_en = "There is no such case."


class CaseChanged(Conflict):
    """Somebody else wrote since it was read."""

    message_ko = "그 사이 다른 사람이 바꾸었습니다. 다시 열어 보세요."
    message_en = "Somebody else changed it meanwhile; please open it again."


class NotAtThisPoint(Conflict):
    """The case is not at the point where this may be done."""

    message_ko = "지금 단계에서는 할 수 없습니다."
    message_en = "This cannot be done at this point."


class SamePerson(Forbidden):
    """Two people decide: whoever asked or prepared does not approve or release."""

    message_ko = "요청하거나 준비한 사람은 승인할 수 없습니다."
    message_en = "Whoever asked or prepared does not approve."


class ExportUndocumented(Invalid):
    message_ko = "수사·재판 목적의 반출에는 요청 공문이나 영장 번호가 필요합니다."
    message_en = "An export for an investigation or a court needs the number of the document that asks."


class OutsideGrant(Forbidden):
    """The camera, the time or the body is not what the grant gives."""

    message_ko = "승인된 열람 권한의 범위를 벗어난 영상입니다."
    message_en = "This video is outside what the grant gives."


class NothingRecorded(NotFound):
    message_ko = "그 시간의 녹화 영상이 없습니다."
    message_en = "Nothing was recorded at that time."


class FilmOnItsWay(Conflict):
    """An archive is made of all of it, or of what is known not to be there."""

    message_ko = "영상을 아직 가져오는 중입니다. 모두 온 뒤에 묶음을 만들 수 있습니다."
    message_en = "The film is still being fetched; the archive is made when all of it is here."


class HasSound(Invalid):
    """개인정보 보호법 25조⑤: no sound is recorded, and none leaves."""

    message_ko = "소리가 들어 있는 영상은 내보낼 수 없습니다."
    message_en = "Video with sound is not given out."


class TooMuchVideo(Invalid):
    message_ko = "한 번에 내보낼 수 있는 양을 넘었습니다. 시간을 나누어 요청해 주세요."
    message_en = "This is more than one export holds; please ask for shorter times."


class AnswerIncomplete(Invalid):
    """An answer without what 시행령 41조⑤ and 42조② ask: place and time, or reason and appeal."""

    message_ko = "열람 일시·장소 또는 사유와 이의제기 방법이 빠졌습니다."
    message_en = "The answer lacks place and time, or reason and appeal."


class OthersVisible(Forbidden):
    """The person who checked did not say that nobody else can be recognised."""

    message_ko = "다른 사람이 알아볼 수 있는지 확인되지 않았습니다."
    message_en = "Nobody has confirmed that no one else can be recognised."


class FilmUnreadable(Invalid):
    message_ko = "영상을 읽을 수 없습니다. 파일이 손상되었거나 끊겼습니다."
    message_en = "The video cannot be read: the file is damaged or cut off."


class WeightsDiffer(Invalid):
    """The detector's weights are not there, or are not those whose accuracy was measured."""

    message_ko = "사람을 찾는 모델의 가중치가 없거나 다릅니다."
    message_en = "The detector's weights are missing, or others than those that were measured."
