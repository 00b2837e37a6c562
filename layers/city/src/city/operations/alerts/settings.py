"""What the functions of alerts find in their environment."""

from city.kernel.settings import Settings


class AlertSettings(Settings):
    aws_region: str
    alerts_table: str
    alerts_bucket: str


class WatchSendersSettings(Settings):
    """For what notices offices that fell silent."""

    aws_region: str
    alerts_table: str


class AlertDoorSettings(AlertSettings):
    """For what takes alerts in."""

    city_events_queue_url: str
    alert_kept_days: int


class AlertStaffSettings(AlertSettings):
    """For what staff read and publish.

    - alert_sender: as whom the city speaks in `alert/sender`.
    - alert_certificate: of the key that signs, base64 of its DER; without one nothing is signed.
    """

    incidents_table: str
    alert_sender: str
    alert_key: str
    alert_certificate: str = ""
    city_name_ko: str
    city_name_en: str
