"""Telling on the web how far an opinion and a ticket are, to whoever knows the notice's number and its plate."""

from dataclasses import dataclass

from city.contracts.fines.chat import AskProgress, OpinionProgress, Progress, TicketProgress
from city.fines.law.lifecycle import State
from city.fines.law.privacy import mask_words
from city.fines.law.procedure.opinions import GROUND_TERMS, Ground
from city.fines.law.tables.case_records import NoticeRecord, plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.opinions import OpinionRecord
from city.fines.talk.tables.notice_tickets import on_notice
from city.fines.talk.tables.tickets import TicketRecord, Tickets
from city.fines.talk.web.limits import LOOKED_UP_AN_HOUR_AT_MOST
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.clock import seoul_date
from city.kernel.plate import Plate, PlateInvalid
from city.kernel.privacy import KeyedHash

_TICKETS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProgress:
    """States, days and the reason of a decision: no word of anybody's, no name, no amount."""

    cases: Cases
    tickets: Tickets
    visits: CountVisits
    hashed: KeyedHash

    def show(self, ask: AskProgress, source_ip: str) -> Progress:
        """Empty for a number nobody has, for a wrong plate and for a notice without either, after the same reads.

        Raises TooManyMessages.
        """
        self.visits.admit("ip progress", source_ip, LOOKED_UP_AN_HOUR_AT_MOST)
        # Both are read whatever the plate: no clock tells a number that is on file from one that is not.
        opinions, numbers = on_notice(ask.notice_number)
        case = self.cases.for_bearer(ask.notice_number, plate_key_of(self.hashed, _plate(ask.plate)))
        if case is None:
            return Progress()
        found = [self.tickets.find(number) for number in numbers[-_TICKETS_SHOWN:]]
        return Progress(
            opinions=tuple(_opinion(opinion, case) for opinion in opinions),
            tickets=tuple(_ticket(ticket) for ticket in found if ticket is not None),
        )


def _plate(text: str) -> str:
    try:
        return Plate.parse(text).text
    except PlateInvalid:
        return "-"  # nobody's, and looked up all the same


def _opinion(opinion: OpinionRecord, case: NoticeRecord) -> OpinionProgress:
    given_on = seoul_date(opinion.given_at)
    if opinion.state not in ("accepted", "rejected"):
        reviewed = case.status == State.UNDER_REVIEW.value
        return OpinionProgress(given_on=given_on, state="under_review" if reviewed else "received")
    ground = GROUND_TERMS[Ground(opinion.decided_ground)].name_ko if opinion.decided_ground else None
    return OpinionProgress(
        given_on=given_on,
        state=opinion.state,
        decided_on=seoul_date(opinion.decided_at),
        reason=mask_words(opinion.decided_reason) if opinion.decided_reason else ground,
    )


def _ticket(ticket: TicketRecord) -> TicketProgress:
    return TicketProgress(number=ticket.number, opened_on=seoul_date(ticket.opened_at), state=ticket.state)
