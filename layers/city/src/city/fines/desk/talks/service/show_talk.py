"""Showing staff what was said in a talk."""

from city.aws.observability import logger
from city.contracts.fines.staff.talks import Talk
from city.fines.desk.cases.service.shown import show_turn
from city.fines.desk.tables.desk import Desk, talk_subject
from city.fines.law.privacy import Veil
from city.fines.talk.tables.talks import Talks
from city.kernel.clock import Clock
from city.kernel.errors import NotFound


class ShowTalk:
    """Shows a talk masked, or whole to somebody who says why."""

    MOST = 100

    def __init__(self, talks: Talks, desk: Desk, clock: Clock) -> None:
        self._talks, self._desk, self._clock = talks, desk, clock

    def show(self, holder: str, limit: int) -> Talk:
        """Raises NotFound."""
        return self._tell(holder, limit, Veil())

    def disclose(self, holder: str, reason: str, by: str) -> Talk:
        """The last turns. Written down before they are answered. Raises NotFound."""
        talk = self._tell(holder, self.MOST, Veil(lifted=True))
        self._desk.keep_view(talk_subject(holder), by, reason, self._clock.now())
        logger().info("talk disclosed", extra={"by": by})
        return talk

    def _tell(self, holder: str, limit: int, veil: Veil) -> Talk:
        turns = self._talks.of(holder, limit)
        if not turns:
            raise NotFound
        phone = next((turn.phone for turn in turns if turn.phone), None)
        return Talk(holder=holder, phone=veil.phone(phone), turns=tuple(show_turn(turn, veil) for turn in turns))
