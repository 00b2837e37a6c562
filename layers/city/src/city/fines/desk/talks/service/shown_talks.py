"""What staff are shown of tickets and turns of a talk."""

from city.contracts.fines.staff.talks import TicketLine, TurnLine
from city.fines.law.privacy import Mask
from city.fines.talk.tables.talks import TurnRecord
from city.fines.talk.tables.tickets import TicketRecord


def show_ticket(record: TicketRecord, mask: Mask) -> TicketLine:
    return TicketLine(
        number=record.number,
        state=record.state,
        reason=record.reason,
        holder=record.holder,
        phone=mask.phone(record.phone),
        channel=record.channel,
        language=record.language,
        notice_number=record.notice_number,
        opened_at=record.opened_at,
        words=mask.words(record.words),
        answer=mask.words(record.answer),
        answered_by=record.answered_by,
        answered_at=record.answered_at,
    )


def show_turn(record: TurnRecord, mask: Mask) -> TurnLine:
    return TurnLine(
        at=record.at,
        channel=record.channel,
        outcome=record.outcome,
        said=mask.words(record.said),
        reply=mask.words(record.reply),
        intent=record.intent,
        language=record.language,
        abstained=bool(record.abstained),
        ticket=record.ticket,
        by=record.by,
    )
