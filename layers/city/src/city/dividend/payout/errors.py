"""Refusals of paying citizens, each a fact."""

from city.dividend.anonymise.errors import Explained
from city.kernel.errors import (
    Conflict,
    Invalid,
    NotFound,
    Rejected,
    Transient,
)


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


class StatementUnknown(NotFound):
    """No such card, no such code, no dividend: one answer for all, so that nobody learns whose card took part."""

    message_ko = "카드번호 또는 확인번호가 맞지 않습니다."
    message_en = "The card or the code does not match."


class WeightsInvalid(Explained, Invalid):
    """A line of the weights is not a pseudonym and a whole number, or a pseudonym stands there twice."""


class NobodyToPay(Explained):
    """There is money to share and no weight above zero."""
