"""What may be wrong with a case, its amounts and its accounts. Each class says what became of it, in both languages."""

from city.kernel.errors import Conflict, Invalid, NotFound, Rejected, Transient


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


class CaseMoved(Transient):
    """Somebody else changed the case between our read and our write."""


class AccountPoolEmpty(Transient):
    """The bank's pool has no free account number; the text waits in its queue until the bank brings more."""


class BankUnreachable(Transient):
    """The bank did not answer, was busy, or gave an answer nobody can read."""


class BankRefused(Rejected):
    """The bank said no. `bank_code` is its own word for why; its sentence may name a person and is not kept."""

    message_ko = "은행이 요청을 거절했습니다."
    message_en = "The bank refused the request."

    def __init__(self, bank_code: str) -> None:
        super().__init__(bank_code)
        self.bank_code = bank_code


class AccountIssuedBefore(Conflict):
    """The bank has issued this order and no longer repeats its answer."""

    message_ko = "같은 주문번호로 이미 발급된 가상계좌가 있습니다."
    message_en = "An account was issued under this order before."


class BankContradicts(Conflict):
    """The bank's answer is not about what was asked."""

    message_ko = "은행의 응답이 요청과 다릅니다."
    message_en = "The bank's answer does not match the request."


class MoveNotAllowed(Conflict):
    """The case is in a state from which this move does not exist."""

    message_ko = "지금 단계에서는 할 수 없는 처리입니다."
    message_en = "The case is not at a stage where this can be done."

    def __init__(self, state: str, move: str) -> None:
        super().__init__(f"{move} does not follow {state}")
        self.state = state
        self.move = move


class CaseIsClosed(Conflict):
    message_ko = "납부가 끝나 종결된 사건입니다."
    message_en = "The fine is paid and the case is closed."


class CaseIsCancelled(Conflict):
    message_ko = "취소된 사건입니다. 내실 금액이 없습니다."
    message_en = "The case was cancelled. Nothing is owed."


class CaseIsBarred(Conflict):
    message_ko = "기간이 지나 더 이상 부과하거나 징수할 수 없는 사건입니다."
    message_en = "Time has run out: this fine can no longer be imposed or collected."


class PaidAndAwaitingRelease(Conflict):
    message_ko = "이미 납부되어 압류 해제를 기다리는 사건입니다."
    message_en = "The fine is paid; the seizure is being lifted."


class OpinionAfterReducedPayment(Conflict):
    """QVA §18②: paying the reduced amount ended the procedure."""

    message_ko = "감경된 과태료를 납부하면 절차가 종료되어 의견을 제출할 수 없습니다(질서위반행위규제법 제18조)."
    message_en = "Paying the reduced amount ended the procedure: no opinion can be given any more."


class ObjectionAfterReducedPayment(Conflict):
    """QVA §18②: paying the reduced amount ended the procedure."""

    message_ko = "감경된 과태료를 납부하면 절차가 종료되어 이의제기를 할 수 없습니다(질서위반행위규제법 제18조)."
    message_en = "Paying the reduced amount ended the procedure: no objection can be made any more."


class NotImposedYet(Conflict):
    """The move presupposes an imposition. (NotYetImposed says something else: that no amount is due today.)"""

    message_ko = "아직 과태료가 부과되지 않았습니다."
    message_en = "The fine has not been imposed yet."


class OpinionNotDecided(Conflict):
    """QVA §17①: the fine is imposed after the opinion procedure, not in its middle."""

    message_ko = "제출된 의견을 심의하고 있어 아직 부과할 수 없습니다."
    message_en = "An opinion is under review: the fine cannot be imposed before it is decided."


class OpinionTooLate(Conflict):
    message_ko = "의견제출 기한이 지났습니다. 부과 고지를 받으면 60일 안에 서면으로 이의제기할 수 있습니다."
    message_en = "The opinion period is over. You may object in writing within 60 days of the imposition notice."


class ReducedPaymentTooLate(Conflict):
    """QVA §18①: the reduction is for those who pay inside the opinion period."""

    message_ko = "의견제출 기한이 지나 감경된 금액으로 납부할 수 없습니다."
    message_en = "The opinion period is over: the reduced amount is no longer offered."


class ObjectionTooLate(Conflict):
    """QVA §20①."""

    message_ko = "이의제기 기간(부과 고지를 받은 날부터 60일)이 지났습니다."
    message_en = "The 60 days for an objection are over."


class ObjectionAtCourt(Conflict):
    """QVA §20③: an objection is withdrawn before the party is told that the court has it."""

    message_ko = "이미 법원에 통보되어 이의제기를 철회할 수 없습니다."
    message_en = "The objection is with the court and can no longer be withdrawn."


class ImpositionLostEffect(Conflict):
    """QVA §20②: nothing is owed and nothing enforced until the objection is decided or withdrawn."""

    message_ko = "이의제기로 부과의 효력이 없어져 납부하거나 징수할 금액이 없습니다."
    message_en = "An objection was made: the imposition has lost its effect, and nothing is due for now."


class SeizureStandsUntilPaid(Conflict):
    message_ko = "체납액을 모두 납부해야 압류를 해제할 수 있습니다."
    message_en = "The seizure is lifted once everything owed is paid."


class ReversalDoesNotFit(Conflict):
    """The state named as the one before the payment is not one from which that payment could be made."""

    message_ko = "취소할 납부 내역이 사건의 상태와 맞지 않습니다."
    message_en = "The payment to reverse does not fit the state of the case."


class OpinionPeriodTooShort(Invalid):
    """QVA §16①."""

    message_ko = "의견제출 기간은 10일 이상이어야 합니다(질서위반행위규제법 제16조)."
    message_en = "The opinion period must be at least 10 days."


class AcceptanceNeedsGround(Invalid):
    message_ko = "의견을 받아들이려면 도로교통법 시행규칙 제142조의 사유를 정해야 합니다."
    message_en = "Accepting an opinion needs one of the grounds of the law."


class AcceptanceNeedsDocument(Invalid):
    message_ko = "의견을 받아들이려면 확인한 증빙서류가 하나 이상 있어야 합니다."
    message_en = "Accepting an opinion needs at least one document that was seen."


class RejectionNeedsReason(Invalid):
    message_ko = "의견을 받아들이지 않는 이유를 적어야 합니다."
    message_en = "Rejecting an opinion needs a written reason."


class InstalmentMonthsOutOfRange(Conflict):
    message_ko = "분할납부와 납부기일 연기는 1개월 이상 9개월 이내로 정할 수 있습니다."
    message_en = "Instalments and deferral run for one to nine months."


class ExtensionOutOfRange(Conflict):
    message_ko = "연장은 3개월 이내로 할 수 있습니다."
    message_en = "The extension is for one to three months."


class AlreadyExtended(Conflict):
    message_ko = "연장은 한 번만 할 수 있습니다."
    message_en = "It was extended before, and that is possible only once."


class AmountTooSmallToDivide(Conflict):
    """An instalment would be under 10 won."""

    message_ko = "금액이 작아 그만큼 나눌 수 없습니다."
    message_en = "The amount is too small for so many instalments."


class NothingLeftToExtend(Conflict):
    message_ko = "분할납부가 모두 끝나 연장할 금액이 없습니다."
    message_en = "Every instalment is paid: nothing is left to extend."


class NotOverdueLongEnough(Conflict):
    """QVA 시행령 §14."""

    message_ko = "체납 기간이 60일을 넘지 않아 번호판을 영치할 수 없습니다."
    message_en = "No fine is more than 60 days overdue: the plate may not be taken."


class ArrearsTooSmall(Conflict):
    """QVA 시행령 §14."""

    message_ko = "체납액 합계가 30만원 미만이어서 번호판을 영치할 수 없습니다."
    message_en = "The arrears are under 300,000 won: the plate may not be taken."


class PlateHoldNotAnnounced(Conflict):
    """QVA 시행령 §14."""

    message_ko = "번호판 영치를 미리 알리지 않았습니다."
    message_en = "The owner has not been told that the plate would be taken."


class PlateHoldAnnouncedTooLate(Conflict):
    """QVA 시행령 §14."""

    message_ko = "번호판 영치를 알린 날부터 10일이 지나지 않았습니다."
    message_en = "Ten days have not passed since the owner was told that the plate would be taken."


class SocialClaimTooLate(Conflict):
    message_ko = "50% 감경은 의견제출 기한 안에 신청해야 합니다(질서위반행위규제법 시행령 제2조의2)."
    message_en = "The 50 % reduction must be claimed inside the opinion period."


class SocialClaimWithArrears(Conflict):
    message_ko = "체납된 과태료가 있으면 50% 감경을 받을 수 없습니다(질서위반행위규제법 시행령 제2조의2)."
    message_en = "The 50 % reduction is not given to a party with an overdue fine."


class SocialClaimAlreadyReduced(Conflict):
    """The early reduction of 20 % is the only one that may come on top."""

    message_ko = "다른 감경을 이미 받은 과태료는 50% 감경을 함께 받을 수 없습니다(자진납부 20% 감경은 가능)."
    message_en = "The fine has been reduced on another ground; only the 20 % for paying early goes with the 50 %."


class NoticeUnknown(NotFound):
    message_ko = "해당 관리번호의 사건이 없습니다."
    message_en = "No case has this notice number."


class FirstInstalmentOutOfRange(Invalid):
    message_ko = "첫 회 납부일은 결정일부터 1개월 이내로 정해 주세요."
    message_en = "The first instalment is due within a month of the decision."


class InstalmentsRunning(Conflict):
    """QVA §24의3④: nothing is enforced, and no surcharge grows, as long as they run."""

    message_ko = "분할납부 기간 중에는 독촉·압류·영치 등을 할 수 없습니다(질서위반행위규제법 제24조의3)."
    message_en = "While instalments run nothing is enforced."


class CorrectionGroundDoesNotFit(Invalid):
    """Each correction has grounds of its own."""

    message_ko = "이 처리에는 맞지 않는 사유입니다."
    message_en = "This ground does not belong to this correction."


class ServedBeforeViolation(Invalid):
    message_ko = "송달일이 위반일보다 빠릅니다."
    message_en = "It cannot have been served before the violation."
