"""Builds what staff do with talks and tickets."""

from dataclasses import dataclass

from city.fines.desk.service.staff_parts import StaffParts
from city.fines.desk.talks.service import close_ticket, end_ticket, reply_to_ticket, show_talk, show_tickets
from city.fines.desk.talks.service.close_ticket import CloseUnanswered
from city.fines.desk.talks.service.reply_to_ticket import ReplyToTicket
from city.fines.desk.talks.service.show_talk import DiscloseTalk, ShowTalk
from city.fines.desk.talks.service.show_tickets import ListTickets, ShowTicket


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkUseCases:
    """What staff do with talks and tickets."""

    show_talk: ShowTalk
    disclose_talk: DiscloseTalk
    list_tickets: ListTickets
    show_ticket: ShowTicket
    reply_to_ticket: ReplyToTicket
    close_unanswered: CloseUnanswered


def build_talks(parts: StaffParts) -> TalkUseCases:
    connection, desk, talks, tickets, clock = parts.connection, parts.desk, parts.talks, parts.tickets, parts.clock
    end = end_ticket.EndTicket(connection=connection, cases=parts.cases, tickets=tickets, clock=clock)
    return TalkUseCases(
        show_talk=show_talk.ShowTalk(talks=talks),
        disclose_talk=show_talk.DiscloseTalk(talks=talks, desk=desk, clock=clock),
        list_tickets=show_tickets.ListTickets(desk=desk),
        show_ticket=show_tickets.ShowTicket(tickets=tickets, talks=talks),
        reply_to_ticket=reply_to_ticket.ReplyToTicket(
            connection=connection, tickets=tickets, end_ticket=end, send_text=parts.send_once, replies=parts.replies
        ),
        close_unanswered=close_ticket.CloseUnanswered(end_ticket=end),
    )
