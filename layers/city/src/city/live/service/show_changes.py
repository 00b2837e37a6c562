"""What a page missed: for whoever polls, and for the answers over the socket."""

from collections.abc import Collection
from dataclasses import dataclass

from city.contracts.live.messages import News, Place
from city.live.errors import TopicRefused
from city.live.resuming import begin_after, tell
from city.live.tables.changes import read_changes, read_log
from city.live.topics import Rights, may_watch

# A change has 128 kB at most, so one always fits.
_ROOM_OF_AN_ANSWER = 256 * 1024
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChanges:
    rights: Rights

    def show(
        self, place: Place, groups: Collection[str], *, room: int = _ROOM_OF_AN_ANSWER, alone: bool = True
    ) -> News:
        """Raises TopicRefused."""
        if not may_watch(self.rights, place.topic, groups):
            raise TopicRefused
        log = read_log(place.topic)
        kept = []
        if place.cursor is not None and place.cursor < log.last:
            kept = read_changes(place.topic, begin_after(place, log.first), _MOST if room else 1)
        return tell(place, first=log.first, last=log.last, kept=kept, room=room, alone=alone)
