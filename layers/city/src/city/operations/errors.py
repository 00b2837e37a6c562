"""Refusals of the operations domain, each a fact."""

from city.kernel.errors import Invalid


class MessageUnreadable(Invalid):
    """What came from the bus is no event of EventBridge; it becomes a dead letter."""

    message_ko = "이벤트 버스에서 온 내용을 읽을 수 없습니다."
    message_en = "A message of the event bus could not be read."
