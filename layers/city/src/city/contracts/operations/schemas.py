"""The contracts of operations that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.operations.city_event import CityEventV1
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.heartbeats import AssetsHeardV1
from city.contracts.operations.partners import AgencyNoticeV1, TellAgencyV1
from city.contracts.operations.viewlog import ViewEntryV1

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {
    # --- incidents
    "assets-heard.v1": AssetsHeardV1,
    "city-event.v1": CityEventV1,
    "incident-changed.v1": IncidentChangedV1,
    "incident-opened.v1": IncidentOpenedV1,
    # --- viewlog
    "view-entry.v1": ViewEntryV1,
    # --- agencies
    "agency-notice.v1": AgencyNoticeV1,
    "agency-order.v1": TellAgencyV1,
}
