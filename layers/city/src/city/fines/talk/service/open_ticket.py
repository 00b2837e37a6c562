"""Handing a message to a person: a ticket, or a place in the one that waits already."""

from dataclasses import dataclass

from city.fines.talk.dialogue import TICKET_OPEN, HandOff, case_of
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.tables.talks import Outcome, TurnRecord
from city.fines.talk.tables.tickets import Tickets, add_ticket, add_words_to_ticket


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Adds the ticket to the draft's writes, and its number to the turn and to what is remembered of the sender."""

    tickets: Tickets
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
                notice_number=draft.notice_number or _of_the_talk(question, draft),
                words=draft.words,
                now=inquiry.now,
            )
        elif draft.words is not None:
            ticket = self.tickets.find(number)
            if ticket is not None:
                add_words_to_ticket(draft.writes, ticket, draft.words)
        told = self.replies.handed_over(language, reason, number, joined)
        if inquiry.phone is None:
            told = self.replies.plain("web_handed_over", language, ticket=number)
        elif reason is HandOff.PHOTO_ONLY and draft.text:
            told = self.replies.plain("photo_kept", language, ticket=number)
        return self.replies.joined(language, draft.text, told)


def _of_the_talk(question: Question, draft: Draft) -> str | None:
    """On the web, the case talked about: whoever knows its number and plate reads there how far the ticket is."""
    return case_of(draft.memory) if question.inquiry.phone is None else None
