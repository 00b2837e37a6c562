"""All that is on file of one talk of the web, found by its session alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.contracts.fines.own_talk import KeptByLaw
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.talk.reading.numbers import notice_numbers
from city.fines.talk.reading.spelling import folded
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.tables.notice_tickets import on_notice
from city.fines.talk.tables.talks import Talks, TurnRecord
from city.fines.talk.tables.tickets import TicketRecord, Tickets
from city.fines.talk.web.what_stays import file_stays, tells_account, ticket_stays_as
from city.kernel.clock import seoul_date

# Of a talk of a year; what is beyond is older.
TURNS_READ = 500
_NOTICES_READ = 20


@dataclass(frozen=True, slots=True)
class TalkOnFile:
    """What was read, oldest first. `opinions` are this talk's own."""

    turns: Sequence[TurnRecord]
    files: Sequence[FileRecord]
    tickets: Sequence[TicketRecord]
    opinions: Sequence[OpinionRecord]

    @property
    def open_tickets(self) -> frozenset[str]:
        return frozenset(ticket.number for ticket in self.tickets if ticket.state == "open")

    def stays(self, turn: TurnRecord) -> bool:
        """A person still has to answer these words, and has them from here alone."""
        return turn.ticket in self.open_tickets

    def file_stays(self, record: FileRecord) -> bool:
        return file_stays(sent=record.message_id is not None, notice_number=record.notice_number, ticket=record.ticket)

    def kept(self) -> tuple[KeptByLaw, ...]:
        """What no wish deletes."""
        tickets = [
            KeptByLaw(kind=ticket_stays_as(ticket.state), since=seoul_date(ticket.opened_at), number=ticket.number)
            for ticket in self.tickets
        ]
        opinions = [
            KeptByLaw(kind="opinion", since=seoul_date(opinion.given_at), number=opinion.notice_number)
            for opinion in self.opinions
        ]
        files = [
            KeptByLaw(kind="file", since=seoul_date(record.signed_at), number=record.notice_number, name=record.name)
            for record in self.files
            if self.file_stays(record)
        ]
        accounts = [
            KeptByLaw(kind="account", since=seoul_date(turn.at)) for turn in self.turns if tells_account(turn.reply)
        ]
        return (*tickets, *opinions, *files, *accounts[-1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOwnTalk:
    """Reads only what this talk left behind: another's opinion or ticket on the same notice is not among it."""

    talks: Talks
    files: Files
    tickets: Tickets

    def find(self, holder: str) -> TalkOnFile:
        turns = self.talks.of(holder, TURNS_READ)
        numbers = dict.fromkeys(turn.ticket for turn in turns if turn.ticket is not None)
        found = [self.tickets.find(number) for number in numbers]
        return TalkOnFile(
            turns=turns,
            files=self.files.of(holder),
            tickets=[ticket for ticket in found if ticket is not None and ticket.holder == holder],
            opinions=[
                opinion for notice in _notices(turns) for opinion in on_notice(notice)[0] if opinion.holder == holder
            ],
        )


def _notices(turns: Sequence[TurnRecord]) -> list[str]:
    """Those that the citizen named: on the web nothing is filed on a notice whose number they did not write."""
    named = [number for turn in turns if turn.said for number in notice_numbers(folded(turn.said))]
    return list(dict.fromkeys(named))[-_NOTICES_READ:]
