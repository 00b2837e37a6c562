"""What agencies and the city said to each other about one incident, for whoever has it in hand."""

from dataclasses import dataclass

from city.contracts.operations.integrated_platform import PlatformStatus
from city.contracts.operations.partners import AgencyConfig, EventCode
from city.contracts.operations.staff.agencies import IncidentMessage, IncidentMessagePage
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.messages import Messages, about_incident, about_occurrence, agency_of
from city.operations.agencies.tables.records import MessageRecord
from city.operations.incidents.service.find_agency_reports import FindAgencyReports

MOST_INCIDENT_MESSAGES = 100
_AGENCY = "agency."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIncidentMessages:
    """`reports`: which occurrences of which agencies an incident is made of."""

    agencies: Agencies
    messages: Messages
    reports: FindAgencyReports

    def show(self, incident_id: str, limit: int, page: str | None) -> IncidentMessagePage:
        """By the incident's id, or by that of one that was merged into it. Raises IncidentUnknown, Invalid."""
        found = self.reports.find(incident_id)
        abouts = {about_incident(each) for each in found.incident_ids}
        abouts |= {about_occurrence(source.removeprefix(_AGENCY), number) for source, number in found.told}
        records, following = self.messages.list_about(abouts, limit, page)
        known = {each.value.agency_id: each.value for each in self.agencies.list()}
        codes = {row.code: row for row in self.agencies.codes().value}
        return IncidentMessagePage(
            incident_id=found.incident_ids[0],
            messages=tuple(_line(record, known, codes) for record in records),
            next=following,
        )


def _line(record: MessageRecord, known: dict[str, AgencyConfig], codes: dict[str, EventCode]) -> IncidentMessage:
    agency_id = agency_of(record)
    agency = known.get(agency_id)
    status = PlatformStatus(record.status) if record.status else None
    row = codes.get(record.event_code or "")
    return IncidentMessage.model_validate(
        {
            "at": record.at,
            "message_id": record.message_id,
            "agency_id": agency_id,
            "agency_ko": agency.name_ko if agency else agency_id,
            "agency_en": agency.name_en if agency else agency_id,
            "direction": record.direction,
            "outcome": record.outcome,
            "status": status,
            "status_ko": status.ko if status else "",
            "status_en": status.en if status else "",
            # The name that the code had when it was said; there is none of it in English.
            "summary_ko": record.event_name_ko or record.event_code or "",
            "summary_en": row.name_en if row else record.event_code or "",
        }
    )
