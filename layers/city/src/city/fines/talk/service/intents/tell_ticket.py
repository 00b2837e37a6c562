"""What became of a ticket whose number was named: to whoever opened it, and nobody else."""

from dataclasses import dataclass

from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.tables.tickets import Tickets


@dataclass(frozen=True, slots=True)
class TellTicket:
    """Tells the clerk's answer, or that it waits. Somebody else's ticket, and one that is none, wait alike."""

    tickets: Tickets
    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        language, number = question.language, question.wish.tickets[0]
        ticket = self.tickets.find(number)
        if ticket is not None and ticket.holder == question.inquiry.holder and ticket.answer:
            return Draft(self.replies.clerks_words(language, ticket.answer), question.wish.memory)
        return Draft(self.replies.plain("ticket_waits", language, ticket=number), question.wish.memory, idle=True)
