"""What the state machine of procedures hands to its functions."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import ForeignContract


class StepTask(ForeignContract):
    """A step of a run, as it was asked for the first or the second time."""

    run_id: Annotated[str, Field(min_length=3, max_length=80)]
    number: Annotated[int, Field(ge=1, le=20)]
    turn: Literal[1, 2]


class AskTask(StepTask):
    """`token` wakes the state machine again."""

    who: str
    limit_s: Annotated[int, Field(ge=1)]
    token: Annotated[str, Field(min_length=1)]


class EndTask(ForeignContract):
    """`broken`: it stopped because a function failed, and not for want of an answer."""

    run_id: Annotated[str, Field(min_length=3, max_length=80)]
    ending: Literal["complete", "stopped", "ended_with_incident"]
    broken: bool = False
