"""Refusals of a round and of what two people decide about one, each a fact."""

from city.kernel.errors import (
    CityError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Rejected,
    Transient,
)


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


class BooksClosed(Transient):
    """A round's books were closed between our read and our write."""


class NoFiles(Rejected):
    """A round cannot start from nothing."""

    message_ko = "접수된 파일이 없습니다."
    message_en = "No file was received for this round."


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
