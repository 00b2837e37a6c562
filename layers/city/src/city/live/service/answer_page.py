"""Answering what a page says over its socket, in one message."""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import ValidationError

from city.aws.observability import count
from city.contracts.live.messages import Asked, News, Told
from city.kernel.clock import Clock
from city.live.errors import TopicRefused
from city.live.resuming import room_taken
from city.live.service.show_changes import ShowChanges
from city.live.sizes import ROOM, as_text
from city.live.tables.connections import Connections
from city.live.topics import may_watch


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    connections: Connections
    show_changes: ShowChanges
    clock: Clock

    def answer(self, connection_id: str, groups: Collection[str], body: str) -> str:
        """The text of a message."""
        count("PageAnswered")
        try:
            asked = Asked.model_validate_json(body)
        except ValidationError:
            return as_text(Told(type="error"))
        topics = [place.topic for place in asked.topics if may_watch(self.show_changes.rights, place.topic, groups)]
        if asked.action == "leave":
            self.connections.leave(connection_id, topics)
            return as_text(Told(type="pong"))
        # Before the log is read: what is numbered after that is told, what was before is read.
        if asked.action == "watch" and topics:
            self.connections.watch(connection_id, topics, self.clock.now())
        if asked.action == "ping":
            return as_text(Told(type="pong", topics=self._news(asked, groups, room=0)))
        return as_text(Told(type="changes", topics=self._news(asked, groups, room=ROOM)))

    def _news(self, asked: Asked, groups: Collection[str], room: int) -> tuple[News, ...]:
        """Of each topic, as far as there is room in the message."""
        told: list[News] = []
        left = room
        for place in asked.topics:
            try:
                news = self.show_changes.show(place, groups, room=left, alone=left == room)
            except TopicRefused:
                news = News(topic=place.topic, refused=True)
            told.append(news)
            left = 0 if news.part else max(0, left - room_taken(news))
        return tuple(told)
