"""Refusals around sending dead letters back, each a fact."""

from city.kernel.errors import Conflict, Forbidden, NotFound, Transient


class RedriveUnknown(NotFound):
    message_ko = "이 대기열에 제안된 재처리가 없습니다."
    message_en = "Nothing was proposed for this queue."


class RedriveProposedBefore(Conflict):
    message_ko = "이 대기열에는 결정을 기다리거나 진행 중인 다른 제안이 있습니다."
    message_en = "Another proposal for this queue waits for a decision or is being carried out."


class SameWhoProposed(Forbidden):
    message_ko = "제안한 사람은 결정할 수 없습니다. 다른 담당자가 결정해 주세요."
    message_en = "Whoever proposed it cannot decide it."


class DecidedBefore(Conflict):
    message_ko = "이미 결정된 건입니다."
    message_en = "This was decided already."


class QueueTrouble(Transient):
    """A queue or its key did not do what it was asked. `moved`: how many had been sent back by then."""

    def __init__(self, moved: int) -> None:
        super().__init__(f"after {moved}")
        self.moved = moved


class RedriveMoved(Transient):
    """Somebody else proposed, decided or began between our read and our write."""
