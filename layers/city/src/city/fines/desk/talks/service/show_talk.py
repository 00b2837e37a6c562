"""Showing staff what was said in a talk, masked, or whole to somebody who says why."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.fines.staff.talks import Talk
from city.fines.desk.tables.desk import DeskEntries, talk_subject
from city.fines.desk.talks.service.shown_talks import show_turn
from city.fines.law.privacy import Mask
from city.fines.talk.tables.talks import Talks
from city.kernel.clock import Clock
from city.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTalk:
    """Shows the last turns of a talk masked."""

    talks: Talks

    MOST = 100

    def show(self, holder: str, limit: int) -> Talk:
        """Raises NotFound."""
        return _talk_with(self.talks, holder, limit, Mask())


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseTalk:
    """Shows the last turns whole, and writes down who looked and why."""

    talks: Talks
    desk: DeskEntries
    clock: Clock

    def disclose(self, holder: str, reason: str, by: str) -> Talk:
        """The last turns. Written down before they are answered. Raises NotFound."""
        talk = _talk_with(self.talks, holder, ShowTalk.MOST, Mask(lifted=True))
        self.desk.keep_view(talk_subject(holder), by=by, reason=reason, at=self.clock.now())
        logger().info("talk disclosed", extra={"by": by})
        return talk


def _talk_with(talks: Talks, holder: str, limit: int, mask: Mask) -> Talk:
    turns = talks.of(holder, limit)
    if not turns:
        raise NotFound
    phone = next((turn.phone for turn in turns if turn.phone), None)
    return Talk(holder=holder, phone=mask.phone(phone), turns=tuple(show_turn(turn, mask) for turn in turns))
