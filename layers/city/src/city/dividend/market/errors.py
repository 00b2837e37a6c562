"""Refusals of the market, each a fact."""

from city.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Rejected,
    TooMany,
    Transient,
    Unauthenticated,
)


class DataSetUnknown(NotFound):
    message_ko = "해당 데이터 상품이 없습니다."
    message_en = "No such data set."


class RevisionRevoked(Rejected):
    message_ko = "철회된 판본입니다."
    message_en = "This revision was revoked."


class PurposeNotAllowed(Rejected):
    """The data set is not sold for this purpose."""

    message_ko = "이 목적으로는 제공되지 않는 데이터입니다."
    message_en = "This data set is not sold for this purpose."


class BuyerUnknown(Unauthenticated):
    """No such buyer, or not this secret: nobody learns which."""

    message_ko = "구매자 인증에 실패했습니다."
    message_en = "The buyer's key is not valid."


class BuyerNotRegistered(NotFound):
    """Said to staff, who asked about a buyer by name."""

    message_ko = "등록되지 않은 구매자입니다."
    message_en = "No such buyer is registered."


class BuyerNotVerified(Forbidden):
    message_ko = "아직 심사가 끝나지 않은 구매자입니다."
    message_en = "This buyer is not verified yet."


class BuyerExists(Conflict):
    message_ko = "이미 등록된 구매자입니다."
    message_en = "This buyer is registered already."


class OrderUnknown(NotFound):
    message_ko = "해당 주문이 없습니다."
    message_en = "No such order."


class OrderNotThere(Conflict):
    """The order is not in the state this step begins from."""

    message_ko = "주문이 이 단계를 진행할 상태가 아닙니다."
    message_en = "The order is not at this step."


class AmountDiffers(Rejected):
    message_ko = "금액이 주문과 다릅니다."
    message_en = "The amount differs from the order."


class RefundNotOwed(Rejected):
    """Only what was revoked is paid back."""

    message_ko = "철회된 데이터가 아니어서 환불 대상이 아닙니다."
    message_en = "The data set was not revoked, so no refund is owed."


class RefundTooLate(Rejected):
    """The money was divided when the books were closed: it is not the round's to give back any more."""

    message_ko = "정산이 끝난 회차의 대금이어서 이 화면에서 환불할 수 없습니다."
    message_en = "The books of this sale are closed: its money was divided and cannot be refunded here."


class TooManyDownloads(TooMany):
    message_ko = "내려받기 횟수를 넘었습니다."
    message_en = "The copies of this order are used up."


class CopyNotReady(Conflict):
    message_ko = "사본을 준비하고 있습니다. 잠시 뒤 다시 요청해 주세요."
    message_en = "The copy is being made. Please ask again shortly."


class LeakUnknown(NotFound):
    message_ko = "해당 유출 건이 없습니다."
    message_en = "No such case of a leak."


class LeakReportedBefore(Conflict):
    """Another case has this name."""

    message_ko = "같은 번호로 다른 유출 건이 이미 등록되어 있습니다."
    message_en = "Another case was reported under this name."


class LeakTraced(Conflict):
    """A case that was traced is closed: its sample is not replaced."""

    message_ko = "이미 추적이 끝난 건입니다."
    message_en = "This case was traced already."


class LeakMoved(Transient):
    """Another worker moved the case between our read and our write."""


class SampleUnreadable(Invalid):
    """A leaked sample does not hold what is read of it; the detail names what is missing."""

    message_ko = "유출 표본을 읽을 수 없습니다."
    message_en = "The leaked sample cannot be read."
