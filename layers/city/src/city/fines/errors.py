"""Refusals of the fines domain, each a fact."""

from city.kernel.errors import Conflict, Invalid, NotFound, Rejected, Transient, Unauthenticated


class NoRuleInForce(Rejected):
    """The violation is older than the first dated rule the city knows."""

    message_ko = "위반일에 적용되는 금액 규정이 등록되어 있지 않습니다."
    message_en = "No amount rule is on file for the date of the violation."


class VehicleNotFined(Rejected):
    """Two-wheelers and bicycles take no administrative parking fine."""

    message_ko = "이륜차와 자전거는 주정차 과태료 대상이 아닙니다."
    message_en = "Two-wheelers and bicycles are not subject to this fine."


class NoticeInvalid(Invalid):
    """The dates of a notice contradict each other or the law."""

    def __init__(self, field: str, message_ko: str, message_en: str) -> None:
        super().__init__(message_en)
        self.field = field
        self.message_ko = message_ko
        self.message_en = message_en


class FineAlreadyPaid(Rejected):
    message_ko = "이미 납부된 과태료입니다."
    message_en = "This fine is already paid."


class NotYetImposed(Rejected):
    """The opinion period is over and the imposition notice has not been issued: there is nothing to pay yet."""

    message_ko = "부과 고지를 준비하고 있습니다."
    message_en = "The imposition notice is being prepared."


class DepositForged(Unauthenticated):
    message_ko = "서명이 올바르지 않습니다."
    message_en = "The signature does not match."


class DepositStale(Unauthenticated):
    message_ko = "서명 시각이 허용 범위를 벗어났습니다."
    message_en = "The signature is too old or from the future."


class DepositReplayed(Conflict):
    message_ko = "이미 받은 전송입니다."
    message_en = "This delivery was received before."


class DepositUnknown(NotFound):
    message_ko = "입금 내역이 없습니다."
    message_en = "No such deposit."


class DepositContradicts(Conflict):
    """The bank used one deposit id for two deposits. The second goes to the dead letters, alarmed, never ignored."""

    message_ko = "같은 입금번호로 다른 입금이 이미 기록되어 있습니다."
    message_en = "Another deposit is on file under this deposit id."


class CaseMoved(Transient):
    """Somebody else changed the case between our read and our write."""


class AccountPoolEmpty(Transient):
    """The bank's pool has no free account number; the text waits in its queue until the bank brings more."""


class TextNotTaken(Transient):
    """The carrier did not take a text."""
