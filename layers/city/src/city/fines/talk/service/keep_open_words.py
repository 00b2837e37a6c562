"""Words of an opinion that nobody said to record become a ticket once their conversation is forgotten."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import count, logger
from city.fines.law.language import Language
from city.fines.talk.dialogue import HandOff
from city.fines.talk.tables.open_words import OpenWordsRecord, forgotten_by, strike_off
from city.fines.talk.tables.tickets import Tickets, add_ticket
from city.kernel.clock import Clock

_MILLISECONDS_LEFT_AT_LEAST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOpenWords:
    """No reason that a citizen gave is lost for want of a yes (질서위반행위규제법 시행령 §3③: even oral opinions count)."""

    connection: Connection
    tickets: Tickets
    clock: Clock

    def hand_over(self, milliseconds_left: int) -> int:
        """Makes a ticket of each; returns how many. What is left over is taken at the next call."""
        made, ends = 0, self.clock.now().timestamp() * 1000 + milliseconds_left - _MILLISECONDS_LEFT_AT_LEAST
        for record in forgotten_by(self.clock.now()):
            if self.clock.now().timestamp() * 1000 > ends:
                break
            made += self._make_ticket(record)
        return made

    def _make_ticket(self, record: OpenWordsRecord) -> int:
        now, reason, numbers = self.clock.now(), HandOff.OPINION_LEFT_OPEN, list(record.notice_numbers)
        number, writes = self.tickets.next_number(now), Writes()
        strike_off(writes, record)
        add_ticket(
            writes,
            number=number,
            reason=reason,
            holder=record.holder,
            phone=record.phone,
            channel=record.channel,
            language=Language(record.language),
            notice_number=numbers[0] if numbers else None,
            words=record.words,
            now=now,
        )
        try:
            writes.commit(self.connection)
        except WritesRefused:
            # The citizen answered meanwhile.
            return 0
        count("OpinionLeftOpen")
        logger().info("handed to a person", extra={"ticket": number, "reason": reason.value})
        return 1
