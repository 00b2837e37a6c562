"""What staff ask of dead letters, and what they are answered. Never a body: it may be somebody's words."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.reasons import gives_reason
from city.contracts.staff import HistoryLine, RequestBody

MOST_AT_ONCE = 500


def _is_reason(text: str) -> str:
    if not gives_reason(text):
        raise ValueError("no reason")
    return text


Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_is_reason)]


class ProposeRedrive(RequestBody):
    """To send back at most so many dead letters, and why."""

    reason: Reason
    most: Annotated[int, Field(ge=1, le=MOST_AT_ONCE, strict=True)]


class DecideRedrive(RequestBody):
    """Somebody other than the proposer approves or declines, and says why."""

    approve: Annotated[bool, Field(strict=True)]
    reason: Reason


class RedriveLine(Contract):
    """What was proposed of a queue, what another decided, and what came of it.

    `outcome`: `all_asked`, as many as were proposed; `emptied`, the queue held fewer; `stopped`, a queue did not answer
    or time ran out, and the rest lies where it lay.
    """

    turn: int
    state: Literal["proposed", "declined", "moving", "moved"]
    most: int
    reason: str
    proposed_by: str
    proposed_by_name: str | None = None
    proposed_at: AwareMoment
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    decided_because: str | None
    moved: int
    ended_at: AwareMoment | None
    outcome: Literal["all_asked", "emptied", "stopped"] | None


class DeadLetterQueueLine(Contract):
    """`sends_back_to`: the queues that give up into it. `oldest_age_s`: of the metrics; None until they know.

    `proposed`: somebody's proposal waits for another, or is being carried out.
    """

    queue: str
    sends_back_to: tuple[str, ...]
    waiting: int
    in_work: int
    oldest_age_s: int | None
    proposed: bool


class DeadLetterQueues(Contract):
    """Those that hold something or of which something is proposed, the fullest first."""

    queues: tuple[DeadLetterQueueLine, ...]


class DeadLetterLine(Contract):
    """`received`: how often, this look included. `size_bytes`: of the body, which is not shown."""

    message_id: str
    received: int
    sent_at: AwareMoment
    size_bytes: int


class DeadLetterQueueStory(Contract):
    """`letters`: some of them, none while they are moved. `past`: the newest first. `history`: the oldest first."""

    queue: str
    sends_back_to: tuple[str, ...]
    waiting: int
    in_work: int
    oldest_age_s: int | None
    letters: tuple[DeadLetterLine, ...]
    proposal: RedriveLine | None
    past: tuple[RedriveLine, ...]
    history: tuple[HistoryLine, ...]
