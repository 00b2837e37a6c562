"""Refusals of the dividend domain, each a fact."""

from collections.abc import Mapping

from city.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Rejected,
    TooMany,
    Transient,
    Unauthenticated,
)

# --- money -----------------------------------------------------------------------------------------


class EntryUnbalanced(Rejected):
    """Debits and credits of an entry differ: nobody may write it."""

    message_ko = "차변과 대변이 맞지 않습니다."
    message_en = "Debits and credits differ."


class EntryContradicts(Conflict):
    """Something else is on file under the entry's key."""

    message_ko = "같은 번호로 다른 분개가 이미 기록되어 있습니다."
    message_en = "Another entry is on file under this key."


class CorrectedBefore(Conflict):
    message_ko = "이미 정정된 분개입니다."
    message_en = "This entry was corrected before."


class AccountOverdrawn(Rejected):
    """The entry takes out more than lies there."""

    message_ko = "계정의 잔액이 부족합니다."
    message_en = "There is less money in the account than the entry takes out."


class NotFunded(Rejected):
    """Less money lies in the bank than the payout would send."""

    message_ko = "지급에 필요한 돈이 아직 입금되지 않았습니다."
    message_en = "The money to pay out has not arrived yet."


class MoreThanThePool(Rejected):
    """The parts of an allocation are more than their whole."""

    message_ko = "배분 합계가 재원과 다릅니다."
    message_en = "The parts do not add up to the pool."


class KeyReused(Conflict):
    """The same payout key came with another body: whichever came first stands."""

    message_ko = "같은 지급번호로 다른 내용이 이미 접수되었습니다."
    message_en = "Another batch was taken under this key."


class RailUnreachable(Transient):
    """The rail did not answer. It may have taken the batch all the same: ask again under the same key."""


class RailRefused(Rejected):
    """The rail took nothing of the batch, and says why."""

    message_ko = "지급 요청이 거절되었습니다."
    message_en = "The rail refused the batch."


class RailContradicts(Conflict):
    """The rail's answer is not about what was sent."""

    message_ko = "운영사의 응답이 지급 내역과 다릅니다."
    message_en = "The rail's answer does not match the batch."


class RailFileInvalid(Invalid):
    """A rail file is not in the documented format. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


class BatchMoved(Transient):
    """Another worker moved the batch between our read and our write."""


class PayoutNotReconciled(NotFound):
    message_ko = "아직 운영사 기록과 대조하지 않았습니다."
    message_en = "The payout was not compared with the operator's record yet."


class BatchUnknown(NotFound):
    message_ko = "지급 묶음이 없습니다."
    message_en = "No such batch."


class BatchNotHeld(Conflict):
    """Nobody has to rule on a batch that goes its way."""

    message_ko = "보류된 지급 묶음이 아닙니다."
    message_en = "This batch is not held."


class RulingContradicts(Rejected):
    """What the operator is said to have said cannot be true of the batch."""

    message_ko = "운영사 확인 내용이 지급 묶음과 맞지 않습니다."
    message_en = "What the operator confirmed does not fit the batch."


# --- two people ------------------------------------------------------------------------------------


class ProposalUnknown(NotFound):
    message_ko = "제안된 내용이 없습니다."
    message_en = "Nothing was proposed."


class ProposedBefore(Conflict):
    message_ko = "이미 제안되었거나 결정된 건입니다."
    message_en = "This was proposed or decided already."


class SameWhoProposed(Forbidden):
    message_ko = "제안한 사람은 결정할 수 없습니다. 다른 담당자가 결정해 주세요."
    message_en = "Whoever proposed it cannot decide it."


class DecidedBefore(Conflict):
    message_ko = "이미 결정된 건입니다."
    message_en = "This was decided already."


class ProposalMoved(Transient):
    """Somebody else proposed or decided between our read and our write."""


# --- rounds ----------------------------------------------------------------------------------------


class RoundUnknown(NotFound):
    message_ko = "해당 회차가 없습니다."
    message_en = "No such round."


class RoundExists(Conflict):
    message_ko = "같은 회차가 이미 있습니다."
    message_en = "This round was opened before."


class RoundInvalid(Invalid):
    """The round's terms contradict each other."""


class RoundNotThere(Conflict):
    """The round is not in the state this step begins from."""

    message_ko = "회차가 이 단계를 진행할 상태가 아닙니다."
    message_en = "The round is not at this step."


class RoundMoved(Transient):
    """Somebody else changed the round between our read and our write."""


class RoundStillNeeded(Conflict):
    """A round does not end while something of it is open. `more` names each thing."""

    message_ko = "아직 끝낼 수 없는 회차입니다."
    message_en = "The round cannot end yet."

    def __init__(self, obstacles: tuple[str, ...]) -> None:
        super().__init__(", ".join(obstacles))
        self.more = {"obstacles": list(obstacles)}


class BooksClosed(Transient):
    """A round's books were closed between our read and our write."""


class NoFiles(Rejected):
    """A round cannot start from nothing."""

    message_ko = "접수된 파일이 없습니다."
    message_en = "No file was received for this round."


class VerificationFailed(Rejected):
    """The output does not hold what the policy demands: nothing is published."""

    message_ko = "비식별 결과가 기준을 충족하지 못했습니다."
    message_en = "The output does not satisfy the policy."


class StepContradicts(Conflict):
    """A step that was done before comes out differently: its inputs changed under it."""

    message_ko = "같은 단계의 결과가 이전과 다릅니다."
    message_en = "This step was done before, with another result."


class RoundWorkUnreadable(CityError):
    """What a step of a round left for the next is missing, broken, or of a version that this code does not know.

    Neither a refusal nor worth trying again: the round stops under this name. The message says which file or item, and where.
    """


class PanelRefused(Rejected):
    """A member of the adequacy panel said no; the reason is on file."""

    message_ko = "적정성 심의에서 부결되었습니다."
    message_en = "The adequacy panel refused."


class SpokenBefore(Conflict):
    """One person has one voice in a round."""

    message_ko = "이미 의견을 낸 위원입니다."
    message_en = "This member of the panel has spoken already."


class ApprovalNotAsked(Conflict):
    message_ko = "지금은 심의 중인 회차가 아닙니다."
    message_en = "No approval is asked for at the moment."


class FileInvalid(Invalid):
    """An operator's file as a whole cannot be read: no header, too large, not text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# --- market ----------------------------------------------------------------------------------------


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


class MarkTooWeak(Rejected):
    """The data set has too few groups to tell buyers apart by a leaked sample: it is not sold in copies."""

    message_ko = "구매자를 식별할 표식을 넣을 수 없는 데이터입니다."
    message_en = "The data set is too small to carry a mark that tells buyers apart."


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


class BudgetExceeded(Rejected):
    """The answer would overspend a privacy budget; nothing was counted. `left_milli`: what is left of each that is short."""

    message_ko = (
        "남은 개인정보 보호 예산이 부족하여 답하지 않았습니다. epsilon_milli를 남은 값(left_milli) 이하로 줄여 주세요. "
        "받은 적이 있는 답은 같은 query_id로 예산 없이 다시 받을 수 있습니다."
    )
    message_en = (
        "Too little is left of the privacy budget, and nothing was counted. Ask with an epsilon_milli of at most left_milli. "
        "An answer that was given before is given again for free under its query_id."
    )

    def __init__(self, left_milli: Mapping[str, int]) -> None:
        super().__init__()
        self.more = {"left_milli": dict(left_milli)}


class QueryInvalid(Invalid):
    """Nobody could answer this. The sentences say what to change; they name no value of the question."""

    def __init__(self, message_ko: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_ko, self.message_en = message_ko, message_en


class QueryReused(Conflict):
    """Another question was answered under this name: whichever came first stands."""

    message_ko = "같은 query_id로 다른 질의에 이미 답했습니다. 새 질의에는 새 query_id를 쓰세요."
    message_en = "Another question was answered under this query_id. Give a new question a new one."


class StatisticsNotKept(NotFound):
    """The revision is from before statistics were kept, or its round has ended and they were destroyed."""

    message_ko = "이 판본은 통계 질의를 지원하지 않습니다. 목록에서 다른 판본을 골라 주세요."
    message_en = "No statistics are kept of this revision. Please choose another from the catalogue."


class BudgetMoved(Transient):
    """Another query was charged between our read and our write."""


# --- citizens --------------------------------------------------------------------------------------


class StatementUnknown(NotFound):
    """No such card, no such code, no dividend: one answer for all, so that nobody learns whose card took part."""

    message_ko = "카드번호 또는 확인번호가 맞지 않습니다."
    message_en = "The card or the code does not match."
