"""Handing over an answer that no carrier takes to its citizen: a person takes it from here, and no dead letter."""

from dataclasses import dataclass, replace

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import logger
from city.contracts.fines.sms import InboundMessage
from city.fines.law.service.races import write_all
from city.fines.talk.dialogue import HandOff
from city.fines.talk.service.keep_answer import Answer
from city.fines.talk.tables.talks import Outcome, Spoken, turn_to_ticket
from city.fines.talk.tables.tickets import Tickets, add_ticket
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverUnsent:
    """Turns the answered message into a ticket; what is a ticket already stays one."""

    connection: Connection
    tickets: Tickets
    clock: Clock

    def hand_over(self, message: InboundMessage, holder: str, phone: PhoneNumber, answer: Answer) -> Answer:
        """The answer as what has become of it. Raises CaseMoved."""
        if answer.outcome is Outcome.TICKETED:
            return answer
        now, reason = self.clock.now(), HandOff.TEXT_REFUSED
        number = self.tickets.next_number(now)
        writes = Writes()
        add_ticket(
            writes,
            number=number,
            reason=reason,
            holder=holder,
            phone=phone.e164,
            channel=message.channel,
            language=answer.language,
            notice_number=None,
            now=now,
        )
        turn_to_ticket(writes, Spoken(holder, message.message_id, message.received_at), number, reason.value)
        write_all(writes, self.connection)
        logger().info("handed to a person", extra={"ticket": number, "reason": reason.value})
        return replace(answer, outcome=Outcome.TICKETED)
