"""Reading a person's answer on the web, with the code that came with its ticket."""

from dataclasses import dataclass

from city.contracts.fines.chat import AskAnswer, TicketAnswer
from city.fines.law.language import Language
from city.fines.talk.errors import AnswerUnknown
from city.fines.talk.replies import Replies
from city.fines.talk.tables.tickets import Tickets
from city.fines.talk.web.answer_codes import answer_code, is_answer_code
from city.fines.talk.web.limits import LOOKED_UP_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """Shows what a clerk answered a ticket of the web. Why one was closed without an answer is the office's own note."""

    tickets: Tickets
    replies: Replies
    visits: CountVisits
    hashed: KeyedHash

    def read(self, ask: AskAnswer, source_ip: str) -> TicketAnswer:
        """Raises TooManyMessages; AnswerUnknown for a ticket nobody has as for a wrong code, after the same read."""
        self.visits.admit("ip answers", source_ip, LOOKED_UP_OF_AN_ADDRESS_AT_MOST)
        ticket = self.tickets.find(ask.ticket)
        code = answer_code(self.hashed, ask.ticket, ticket.holder if ticket else "-")
        if not is_answer_code(ask.code, code) or ticket is None or ticket.channel != "web":
            raise AnswerUnknown
        language, answered = Language(ticket.language), ticket.state == "answered"
        return TicketAnswer(
            ticket=ticket.number,
            state=ticket.state,
            language=language.value,
            answer=self.replies.clerks_words(language, ticket.answer) if answered and ticket.answer else None,
            answered_at=ticket.answered_at if answered else None,
        )
