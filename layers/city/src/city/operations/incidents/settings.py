"""What the functions of incidents read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class IncidentReaderSettings(Settings):
    """For what looks at incidents: other areas' functions too."""

    aws_region: str
    incidents_table: str


class TellingSettings(IncidentReaderSettings):
    """For what tells boards and the bus of incidents."""

    event_bus: str
    live_queue_url: str
    incident_kept_days: int


class ReceiveEventsSettings(TellingSettings):
    """For what takes events in."""

    city_events_table: str
    correlation_table: str
    city_event_kept_days: int


class IncidentStaffSettings(ReceiveEventsSettings):
    """For the staff's API: an operator opens an incident by hand, which is an event like any other."""

    live_changes_table: str


class WatchParkedSettings(Settings):
    """For what looks after updates whose event does not come."""

    aws_region: str
    city_events_table: str


class HearAssetsSettings(Settings):
    """For what takes signs of life in."""

    aws_region: str
    gateways_table: str


class WatchSilenceSettings(HearAssetsSettings):
    """For what notices who fell silent, which is a city event."""

    city_events_queue_url: str
