"""Refusals and failures of live updates, each a fact."""

from city.kernel.errors import Forbidden, Invalid, Transient, Unauthenticated


class TicketRefused(Unauthenticated):
    """Nobody was given this ticket, or it was used, or it is too old."""

    message_ko = "연결 표가 유효하지 않습니다."
    message_en = "The ticket is not valid."


class TopicRefused(Forbidden):
    """The topic is not known, or for other groups."""

    message_ko = "이 소식을 볼 권한이 없습니다."
    message_en = "You may not watch this topic."


class ChangesUnreadable(Invalid):
    """What came through the live queue is no change; it becomes a dead letter."""

    message_ko = "변경 내용을 읽을 수 없습니다."
    message_en = "The change could not be read."


class TopicMoved(Transient):
    """Somebody else numbered changes of the topic meanwhile, again and again."""


class NotTold(Transient):
    """Connections could neither be told nor be closed."""
