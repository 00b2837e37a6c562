"""Refusals of the agencies' doors and desk, each a fact."""

from city.contracts.operations.integrated_platform import AnswerType
from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Rejected, Transient


class PlatformRefused(Exception):
    """A message of a partner is not taken; the answer says `type`, and nothing of what was sent.

    Not one of the city's refusals: the integrated platform is answered in its own words, by one place.
    """

    def __init__(self, type_: AnswerType, because: str) -> None:
        super().__init__(because)
        self.type, self.because = type_, because


class AgencyUnknown(NotFound):
    message_ko = "등록되지 않은 기관입니다."
    message_en = "No such agency."


class MessageUnknown(NotFound):
    message_ko = "해당 메시지가 없거나 보관 기간이 지났습니다."
    message_en = "No such message, or it is no longer kept."


class TermsRefused(Invalid):
    """What is wrong with an agency's configuration or with the table of codes, each in `problems`."""

    message_ko = "설정이 올바르지 않습니다. 항목별 사유를 확인해 주세요."
    message_en = "The configuration is not valid; see each problem."

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {reason}" for field, reason in problems))
        self.more = {"problems": [{"field": field, "reason": reason} for field, reason in problems]}


class RevisionMoved(Conflict):
    """Somebody else changed it since it was read."""

    message_ko = "그사이 다른 사람이 바꾸었습니다. 새로 고친 다음 다시 시도해 주세요."
    message_en = "Somebody changed it meanwhile. Please read it anew."

    def __init__(self, revision: int = 0) -> None:
        super().__init__(f"revision {revision}")
        self.more = {"revision": revision}


class CredentialsUnknown(NotFound):
    message_ko = "결정을 기다리는 제안이 없습니다."
    message_en = "Nothing was proposed."


class CredentialsProposedBefore(Conflict):
    message_ko = "결정을 기다리는 다른 제안이 있습니다."
    message_en = "Another proposal waits for a decision."


class SameWhoProposedCredentials(Forbidden):
    message_ko = "제안한 사람은 승인할 수 없습니다. 다른 감독자가 결정해 주세요."
    message_en = "Whoever proposed it cannot decide it."


class CredentialsDecidedBefore(Conflict):
    message_ko = "이미 결정된 제안입니다."
    message_en = "This was decided already."


class KeyNotGiven(Rejected):
    """A platform's key comes from the platform, any other from the city."""

    message_ko = "플랫폼이 발급한 키는 승인할 때 입력하고, 다른 키는 입력하지 않습니다."
    message_en = "Give the key with a platform's approval, and with no other."


class TermsDoNotFit(Rejected):
    """The agency's terms have no use for this kind of key."""

    message_ko = "이 기관의 연계 방식에는 필요하지 않은 키입니다."
    message_en = "The agency's terms have no use for this key."


class NoticeUnreadable(Invalid):
    """What came from the bus or the queue is no fact of an incident; it becomes a dead letter."""

    message_ko = "상황 알림을 읽을 수 없습니다."
    message_en = "A fact of an incident could not be read."


class AgencyUnreachable(Transient):
    """The agency did not answer, or not as agreed. Says a status at most: addresses and answers may hold keys."""


class NoticeRefused(Rejected):
    """The agency will never take this notice as it is."""

    message_ko = "기관이 알림을 거절했습니다."
    message_en = "The agency refused the notice."


class AddressRefused(Rejected):
    """An address that the city does not call: another scheme or host, or inside."""

    message_ko = "허용되지 않은 주소입니다."
    message_en = "The city does not call this address."


class NoticeInWork(Transient):
    """Another worker tells this agency of this incident at this moment."""


class OccurrenceMoved(Transient):
    """Another worker numbered a message of the same occurrence between our read and our write."""


class KeyMissing(Transient):
    """The agency is to be told and its key is not there yet; told once it is."""
