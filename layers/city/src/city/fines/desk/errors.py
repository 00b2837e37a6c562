"""What staff may not do."""

from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class TicketUnknown(NotFound):
    message_ko = "해당 접수번호가 없습니다."
    message_en = "There is no such ticket."


class OpinionUnknown(NotFound):
    message_ko = "해당 의견이 없습니다."
    message_en = "There is no such opinion."


class DecisionUnknown(NotFound):
    message_ko = "이 입금에 대한 제안이 없습니다."
    message_en = "Nothing was proposed for this deposit."


class ReportUnknown(NotFound):
    message_ko = "해당 결과 보고서가 없습니다."
    message_en = "There is no such report."


class WorkListUnknown(NotFound):
    message_ko = "그런 업무 목록은 없습니다."
    message_en = "There is no such list of work."


class CorrectionUnknown(NotFound):
    message_ko = "이 사건에 제안된 정정이 없습니다."
    message_en = "No correction was proposed on this case."


class CorrectionProposedBefore(Conflict):
    message_ko = "이 사건에는 승인을 기다리는 다른 정정이 있습니다."
    message_en = "Another correction of this case waits for approval."


class DuplicateDiffers(Conflict):
    """A duplicate is the same car at the same place and time, under another number."""

    message_ko = "이중 단속으로 적은 사건이 없거나, 차량·장소·날짜가 이 사건과 다릅니다."
    message_en = "The case named as the duplicate is unknown, or of another car, place or day."


class WholeExportNeedsReason(Invalid):
    message_ko = "개인정보가 담긴 파일에는 사유가 있어야 합니다."
    message_en = "A file with personal data needs a reason."


class SearchNeedsOneCriterion(Invalid):
    message_ko = "차량번호, 관리번호, 전화번호 가운데 하나로 찾아 주세요."
    message_en = "Search by exactly one of plate, number and phone."


class PeriodTooLong(Invalid):
    message_ko = "기간은 시작일부터 31일 이내로 정해 주세요."
    message_en = "A period runs forward and for at most 31 days."


class DayInFuture(Invalid):
    message_ko = "아직 오지 않은 날입니다."
    message_en = "This day has not come yet."


class WorkbookTooLarge(Invalid):
    message_ko = "엑셀 파일은 30 MB까지 올릴 수 있습니다. 나누어 올리거나 CSV로 저장해 주세요."
    message_en = "A workbook may have 30 MB: send it in parts, or as CSV."


class TicketIsClosed(Conflict):
    """It was answered or closed before, in other words."""

    message_ko = "이미 답변했거나 종료한 접수입니다."
    message_en = "The ticket was answered or closed before."


class OpinionDecidedBefore(Conflict):
    message_ko = "이미 다르게 결정된 의견입니다."
    message_en = "The opinion was decided otherwise before."


class ProposedBefore(Conflict):
    message_ko = "이 입금에는 다른 제안이 이미 있습니다."
    message_en = "Something else was proposed for this deposit before."


class DecidedBefore(Conflict):
    message_ko = "이미 다르게 결정되었습니다."
    message_en = "This was decided otherwise before."


class SameWhoProposed(Forbidden):
    """Money moves by two persons' hands."""

    message_ko = "제안한 사람이 스스로 승인하거나 지급할 수 없습니다."
    message_en = "Whoever proposed it may neither approve it nor pay it out."


class AmountDiffers(Conflict):
    message_ko = "입금액이 입금일에 내셔야 했던 금액과 다릅니다."
    message_en = "The deposit is not the amount that was due on its day."


class SettlesTheCase(Conflict):
    """Money that pays a fine which is owed goes back only where the fine is then owed again."""

    message_ko = (
        "이 입금으로 사건이 납부되었습니다. 이중 납부라면 보관 중인 다른 입금을 환급하고, 착오 납부라면 사건을 미납으로 되돌리며 "
        "환급하도록 제안해 주세요."
    )
    message_en = (
        "This deposit pays the case. If it was paid twice, refund the one that is held; if it was paid by mistake, propose "
        "a refund that leaves the fine unpaid again."
    )


class NotYetBarred(Conflict):
    """QVA §15, §19."""

    message_ko = "제척기간이나 소멸시효가 아직 지나지 않았습니다."
    message_en = "The time after which the fine can no longer be imposed or collected has not run out."


class InstalmentsGrantedBefore(Conflict):
    """One plan a case: nine months, and three more, are all the law gives."""

    message_ko = "이 사건에는 이미 분할납부가 허가된 적이 있습니다."
    message_en = "Instalments were granted on this case before."


class NoInstalments(Conflict):
    message_ko = "진행 중인 분할납부가 없습니다."
    message_en = "No instalments run on this case."


class InstalmentNotMissed(Conflict):
    """A plan that is kept is not revoked for having been missed."""

    message_ko = "기한이 지난 회차가 없어 미납을 이유로 취소할 수 없습니다."
    message_en = "No instalment is past its day: there is nothing missed to revoke the plan for."


class BankUnknown(Invalid):
    message_ko = "등록되지 않은 은행입니다."
    message_en = "The city knows no bank of this name."
