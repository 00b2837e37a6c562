"""Refusals of private statistics, each a fact."""

from collections.abc import Mapping

from city.kernel.errors import (
    Conflict,
    Invalid,
    NotFound,
    Rejected,
    Transient,
)


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
