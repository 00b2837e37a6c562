"""What the functions of the agencies read of their environment."""

from typing import Literal

from city.kernel.settings import Settings

GatewayName = Literal["https", "sandbox"]


class PlatformDoorSettings(Settings):
    """For the door that partners knock at."""

    aws_region: str
    agencies_table: str
    agency_messages_table: str
    agency_sessions_table: str
    city_events_queue_url: str
    door_proof_secret: str
    city_code: str
    agency_session_minutes: int
    agency_replay_minutes: int
    agency_audit_days: int


class AgencyDeskSettings(Settings):
    """For the staff's API."""

    aws_region: str
    agencies_table: str
    agency_messages_table: str
    agency_keys_secret: str
    incidents_table: str
    city_events_table: str
    # Hosts that may be called, by commas.
    agency_hosts: str = ""
    agency_audit_days: int


class ChooseAgenciesSettings(Settings):
    """For what spreads the facts of the bus."""

    aws_region: str
    agencies_table: str
    agency_notices_queue_url: str


class TellAgencySettings(Settings):
    """For what calls agencies."""

    aws_region: str
    agencies_table: str
    agency_messages_table: str
    agency_sessions_table: str
    agency_notices_queue_url: str
    agency_keys_secret: str
    agency_gateway: GatewayName = "sandbox"
    agency_hosts: str = ""
    city_code: str
    agency_audit_days: int
