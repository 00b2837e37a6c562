"""Tickets: messages that a person has to answer."""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute, VersionAttribute
from pynamodb.exceptions import DoesNotExist

from city.aws.dynamo import Writes
from city.fines.law.language import Language
from city.fines.law.tables.worklist import DeskTable
from city.fines.talk.dialogue import HandOff
from city.fines.talk.tables.notice_tickets import add_notice_ticket
from city.kernel.clock import SEOUL

TICKETS = "tickets"


class TicketRecord(DeskTable, discriminator="ticket"):
    """A message that a person has to answer. Its words are in the talk, under the ticket's number."""

    number = UnicodeAttribute()
    state = UnicodeAttribute(default="open")
    reason = UnicodeAttribute()
    holder = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    channel = UnicodeAttribute()
    language = UnicodeAttribute()
    notice_number = UnicodeAttribute(null=True)
    opened_at = UTCDateTimeAttribute()
    # Words of an opinion that are on no case, so that they are not lost.
    words = UnicodeAttribute(null=True)
    answer = UnicodeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    answered_at = UTCDateTimeAttribute(null=True)
    revision = VersionAttribute()


class CounterRecord(DeskTable, discriminator="counter"):
    last = NumberAttribute(default=0)


def ticket_subject(number: str) -> str:
    return f"ticket#{number}"


def add_ticket(
    writes: Writes,
    *,
    number: str,
    reason: HandOff,
    holder: str,
    phone: str | None,
    channel: str,
    language: Language,
    notice_number: str | None,
    words: str | None = None,
    now: datetime,
) -> None:
    """Adds the write that puts a ticket on the list of those that wait for a person. `phone` is in E.164."""
    record = TicketRecord(
        ticket_subject(number),
        "ticket",
        worklist=TICKETS,
        since=now,
        number=number,
        reason=reason.value,
        holder=holder,
        phone=phone,
        channel=channel,
        language=language.value,
        notice_number=notice_number,
        opened_at=now,
        words=words,
    )
    writes.add("ticket", lambda transaction: transaction.save(record))
    if notice_number is not None:
        add_notice_ticket(writes, notice_number, number)


def add_words_to_ticket(writes: Writes, ticket: TicketRecord, words: str) -> None:
    """Adds the write that puts an opinion's words on a ticket that waits already, as it was read, after what it has."""
    said = f"{ticket.words}\n{words}" if ticket.words and words not in ticket.words else words
    writes.add("ticket", lambda transaction: transaction.update(ticket, actions=[TicketRecord.words.set(said)]))


class Tickets:
    def next_number(self, now: datetime) -> str:
        """`2611-0042`: year and month in Seoul, and a count within it."""
        month = f"{now.astimezone(SEOUL):%y%m}"
        counter = CounterRecord(f"counter#tickets#{month}", "counter")
        counter.update(actions=[CounterRecord.kind.set(CounterRecord), CounterRecord.last.add(1)])
        return f"{month}-{int(counter.last):04d}"

    def find(self, number: str) -> TicketRecord | None:
        try:
            record: TicketRecord = TicketRecord.get(ticket_subject(number), "ticket", consistent_read=True)
        except DoesNotExist:
            return None
        return record
