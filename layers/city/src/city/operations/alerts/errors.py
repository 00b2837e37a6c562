"""Refusals of alerts besides those of the document itself, each a fact."""

from city.kernel.errors import Conflict, Invalid, NotFound, Rejected, TooMany, Unauthenticated


class SenderUnknown(Unauthenticated):
    """No such sender, or not this key, or one that is paused: nobody learns which."""

    message_ko = "경보 발신 기관 인증에 실패했습니다."
    message_en = "The sender's key is not valid."


class SenderExists(Conflict):
    message_ko = "이미 등록된 발신 기관입니다."
    message_en = "This sender is registered already."


class SenderNotRegistered(NotFound):
    """Said to staff, who asked about a sender by name."""

    message_ko = "등록되지 않은 발신 기관입니다."
    message_en = "No such sender is registered."


class SenderChanged(Conflict):
    """Somebody else changed the sender meanwhile."""

    message_ko = "그 사이 다른 사람이 발신 기관을 바꾸었습니다. 다시 열어 확인해 주세요."
    message_en = "Somebody changed this sender meanwhile. Please look again."


class TooManyAlerts(TooMany):
    message_ko = "1분에 보낼 수 있는 경보 수를 넘었습니다."
    message_en = "More alerts than this sender may send in a minute."


class MediaTypeUnknown(Invalid):
    message_ko = "Content-Type은 application/cap+xml이어야 합니다."
    message_en = "The Content-Type is to be application/cap+xml."


class SenderNotYours(Rejected):
    """The alert's `sender` is none that this office may speak for."""

    message_ko = "alert/sender: 이 기관에 등록된 sender가 아닙니다."
    message_en = "alert/sender: this office may not speak for that sender."


class AlertFromTheFuture(Rejected):
    message_ko = "alert/sent: 보낸 시각이 지금보다 늦습니다."
    message_en = "alert/sent: the moment of sending is still to come."


class AlertTooOld(Rejected):
    """Signatures are verified as of `sent`: an old key must not speak for ever."""

    message_ko = "alert/sent: 보낸 지 너무 오래된 경보입니다."
    message_en = "alert/sent: the alert was sent too long ago."


class AlertDiffers(Conflict):
    """The same sender, identifier and moment with another content: a message never changes, an Update follows it."""

    message_ko = "alert/identifier: 같은 번호로 내용이 다른 경보가 이미 있습니다."
    message_en = "alert/identifier: another alert of this sender, identifier and moment is there already."


class SignatureMissing(Rejected):
    message_ko = "alert/Signature: 서명이 있어야 하는 기관의 경보인데 서명이 없습니다."
    message_en = "alert/Signature: alerts of this office are signed, and this one is not."


class SignatureInvalid(Rejected):
    """`detail` says to the log what of it fails; to the sender too, for whom it is no secret."""

    message_ko = "alert/Signature: 서명을 확인할 수 없습니다."
    message_en = "alert/Signature: the signature does not hold."

    @property
    def more(self) -> dict[str, str]:
        return {"reason": self.detail}


class AlertUnknown(NotFound):
    message_ko = "해당 경보가 없습니다."
    message_en = "No such alert."


class AlertMoved(Conflict):
    """The incident changed, or somebody published meanwhile."""

    message_ko = "그 사이 사건이 바뀌었거나 다른 경보가 나갔습니다. 초안을 다시 열어 확인해 주세요."
    message_en = "The incident changed, or another alert went out meanwhile. Please look at the draft again."
