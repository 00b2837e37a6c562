"""A supervisor changes an agency's terms or the table of codes: what is wrong is said before anything is written."""

from collections.abc import Collection
from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import logger
from city.contracts.operations.partners import AgencyConfig
from city.contracts.operations.staff.agencies import AgencyLine as StaffAgencyLine
from city.contracts.operations.staff.agencies import ChangeAgency, ChangeEventCodes, EventCodeTable
from city.kernel.clock import Clock
from city.operations.agencies import codes as rules_of_codes
from city.operations.agencies import terms as rules_of_terms
from city.operations.agencies.codes import find_incoming
from city.operations.agencies.errors import RevisionMoved, TermsRefused
from city.operations.agencies.service.show_agencies import ShowAgencies
from city.operations.agencies.tables.agencies import Agencies, Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAgencyTerms:
    """`hosts`: those that may be called, as whoever deployed the city named them; no supervisor adds one."""

    agencies: Agencies
    show: ShowAgencies
    hosts: Collection[str]
    is_local: bool
    clock: Clock

    def change(self, agency_id: str, asked: ChangeAgency, by: StaffPerson) -> StaffAgencyLine:
        """Raises TermsRefused, RevisionMoved."""
        config = asked.config
        if config.agency_id != agency_id:
            raise TermsRefused(("agency_id", "differs_from_path"))
        table = self.agencies.codes().value
        if faults := tuple(rules_of_terms.faults_of(config, table, self.hosts, is_local=self.is_local)):
            raise TermsRefused(*faults)
        change = Change(by=by.id, by_name=by.name or by.email, at=self.clock.now(), reason=asked.reason)
        self.agencies.change(config, asked.revision, change)
        logger().info("agency changed", extra={"agency": agency_id, "revision": asked.revision + 1, "by": by.id})
        return next(line for line in self.show.show().agencies if line.config.agency_id == agency_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCodes:
    agencies: Agencies
    clock: Clock

    def change(self, asked: ChangeEventCodes, by: StaffPerson) -> EventCodeTable:
        """A code that an agency may tell does not go away under it. Raises TermsRefused, RevisionMoved."""
        faults = [*rules_of_codes.faults_of(asked.codes)]
        for standing in self.agencies.list():
            faults += _orphans(standing.value, asked)
        if faults:
            raise TermsRefused(*faults)
        if asked.revision != self.agencies.codes().revision:
            raise RevisionMoved(self.agencies.codes().revision)
        change = Change(by=by.id, by_name=by.name or by.email, at=self.clock.now(), reason=asked.reason)
        changed = self.agencies.change_codes(asked.codes, asked.revision, change)
        return EventCodeTable(
            revision=changed.revision,
            changed_by=changed.changed_by,
            changed_by_name=changed.changed_by_name,
            changed_at=changed.changed_at,
            codes=changed.value,
        )


def _orphans(config: AgencyConfig, asked: ChangeEventCodes) -> list[tuple[str, str]]:
    named = config.incoming.event_codes if config.incoming and config.is_active else ()
    return [(f"codes.{code}", f"used_by_{config.agency_id}") for code in named if not find_incoming(asked.codes, code)]
