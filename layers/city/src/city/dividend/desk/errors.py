"""Refusals of ending a round, each a fact."""

from city.kernel.errors import (
    Conflict,
)


class RoundStillNeeded(Conflict):
    """A round does not end while something of it is open. `more` names each thing."""

    message_ko = "아직 끝낼 수 없는 회차입니다."
    message_en = "The round cannot end yet."

    def __init__(self, obstacles: tuple[str, ...]) -> None:
        super().__init__(", ".join(obstacles))
        self.more = {"obstacles": list(obstacles)}
