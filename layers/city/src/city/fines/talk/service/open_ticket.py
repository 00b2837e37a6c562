"""Handing a message to a person: a ticket, or a place in the one that waits already."""

from dataclasses import dataclass

from city.fines.talk.dialogue import TICKET_OPEN, HandOff
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.tables.talks import Outcome, TurnRecord
from city.fines.talk.tables.tickets import add_ticket


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Adds the ticket to the draft's writes, and its number to the turn and to what is remembered of the sender."""

    replies: Replies

    def open(self, question: Question, draft: Draft, reason: HandOff, turn: TurnRecord) -> str:
        """Returns what the citizen reads of it."""
        inquiry, sender, language = question.inquiry, question.file.sender, draft.memory.language
        joined = sender.ticket is not None and inquiry.now - sender.ticket_at < TICKET_OPEN
        number = sender.ticket if joined else inquiry.ticket_number()
        turn.outcome, turn.ticket, turn.hand_off = Outcome.TICKETED.value, number, reason.value
        if not joined:
            sender.ticket, sender.ticket_at = number, inquiry.now
            add_ticket(
                draft.writes,
                number=number,
                reason=reason,
                holder=inquiry.holder,
                phone=inquiry.phone.e164 if inquiry.phone else None,
                channel=inquiry.message.channel,
                language=language,
                notice_number=draft.notice_number,
                now=inquiry.now,
            )
        if inquiry.phone is None:
            return self.replies.plain("web_handed_over", language, ticket=number)
        return self.replies.handed_over(language, reason, number, joined)
