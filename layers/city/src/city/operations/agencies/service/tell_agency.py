"""Telling one agency of one fact: once for each state, again later where it did not take it, and on file in either case."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from city.aws.observability import count, logger
from city.contracts.operations.partners import AgencyConfig, EventCode, TellAgencyV1
from city.kernel.clock import Clock
from city.operations.agencies.codes import find_outgoing
from city.operations.agencies.errors import (
    AddressRefused,
    AgencyUnreachable,
    KeyMissing,
    NoticeRefused,
    NoticeUnreadable,
)
from city.operations.agencies.notices import Notice
from city.operations.agencies.ports import AgencyWay, NoticeQueue
from city.operations.agencies.reach import IncidentFact, Told, fact_of, refusal_to_reach, status_to_tell
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.messages import MessageNote, Messages
from city.operations.agencies.tables.tellings import Tellings

# Half a minute, one, two, four, eight, and then SQS's most: half an hour in all, after which it is a dead letter.
FIRST_DELAY_S, MOST_DELAY_S, MOST_ATTEMPTS = 30, 900, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TellAgency:
    """`ways`: by the name of what is agreed, `platform` or `webhook`."""

    agencies: Agencies
    tellings: Tellings
    messages: Messages
    ways: Mapping[str, AgencyWay]
    queue: NoticeQueue
    clock: Clock

    def tell(self, body: str) -> None:
        """Raises NoticeUnreadable, NoticeInWork, and what an agency refuses for good or did not take after all tries."""
        order = _order_in(body)
        event = order.opened or order.changed
        if event is None:
            raise NoticeUnreadable
        fact, agency = fact_of(event), self.agencies.get(order.agency_id).value
        # Asked again: it may have changed since the order was given, and a drill has no second way out.
        because = refusal_to_reach(agency, fact)
        if because is not None or agency.outgoing is None:
            count("AgencyNoticeSkipped")
            self._note(agency, fact, "skipped", because)
            return
        now = self.clock.now()
        told = self.tellings.claim(agency.agency_id, fact.incident_id, now)
        status = status_to_tell(fact, told)
        if status is None:
            count("AgencyNoticeSkipped")
            self.tellings.let_go(agency.agency_id, fact.incident_id)
            return
        code = find_outgoing(self.agencies.codes().value, fact.category, fact.kind)
        number = told.number if told else self.tellings.number(agency.agency_id, fact.incident_id, fact.began_at, now)
        notice = Notice(agency=agency, fact=fact, status=status, number=number, code=code)
        try:
            self.ways[agency.outgoing.way].tell(notice)
        except (AgencyUnreachable, KeyMissing) as error:
            self.tellings.let_go(agency.agency_id, fact.incident_id)
            self._again(order, notice, error)
        except (NoticeRefused, AddressRefused) as error:
            self.tellings.let_go(agency.agency_id, fact.incident_id)
            count("AgencyNoticeRefused")
            self._note(agency, fact, "failed", str(error), notice)
            raise
        else:
            now = self.clock.now()
            then = Told(revision=fact.revision, status=status, looks=fact.looks, number=number)
            self.tellings.note(agency.agency_id, fact.incident_id, then, now)
            count("AgencyTold")
            self._note(agency, fact, "told", None, notice, is_event=told is None)

    def _again(self, order: TellAgencyV1, notice: Notice, error: AgencyUnreachable | KeyMissing) -> None:
        """Later, and each time later still. Raises `error` once it was tried often enough: then it is a dead letter."""
        agency_id = order.agency_id
        count("AgencyUnreachable")
        self.messages.note_failing(agency_id, self.clock.now())
        told = {"agency": agency_id, "attempt": order.attempt, "because": str(error)}
        logger().warning("agency did not take a notice", extra=told)
        if order.attempt >= MOST_ATTEMPTS:
            self._note(notice.agency, notice.fact, "failed", str(error), notice)
            raise error
        later = order.model_copy(update={"attempt": order.attempt + 1})
        self.queue.send(later.model_dump_json(), min(MOST_DELAY_S, FIRST_DELAY_S * 2**order.attempt))

    def _note(
        self,
        agency: AgencyConfig,
        fact: IncidentFact,
        outcome: str,
        because: str | None,
        notice: Notice | None = None,
        *,
        is_event: bool = False,
    ) -> None:
        now, code = self.clock.now(), notice.code if notice else None
        self.messages.note(
            MessageNote(
                agency_id=agency.agency_id,
                message_id=f"{now:%Y%m%dT%H%M%S%f}-{fact.incident_id[-8:]}-{fact.revision}",
                at=now,
                direction="out",
                outcome=outcome,
                because=because,
                event_code=code.code if code else None,
                event_name_ko=_name_of(code),
                occurrence=notice.number if notice else None,
                status=notice.status.value if notice else None,
                incident_id=fact.incident_id,
                is_event=is_event,
            )
        )


def _name_of(code: EventCode | None) -> str | None:
    return code.name_ko if code else None


def _order_in(body: str) -> TellAgencyV1:
    try:
        return TellAgencyV1.model_validate_json(body)
    except ValidationError as error:
        raise NoticeUnreadable from error
