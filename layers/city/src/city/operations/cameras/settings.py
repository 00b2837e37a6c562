"""What the functions of the camera register read of their environment, each no more than it works with."""

from city.kernel.settings import Settings


class LookupSettings(Settings):
    """For whoever asks which cameras see a place. `camera_geography`: the bucket with footprints of buildings."""

    aws_region: str
    camera_packs_table: str
    camera_snapshots: str
    camera_geography: str


class AddressSettings(Settings):
    """For the one function that may read where a camera's stream is fetched."""

    aws_region: str
    camera_addresses_table: str
    camera_address_key: str


class CameraApiSettings(LookupSettings):
    """For the staff's API of cameras."""

    cameras_table: str
    camera_reports: str
    camera_address_filings_table: str


class FileAddressSettings(AddressSettings):
    """For the function that files addresses, and cannot read any."""

    cameras_table: str
    camera_address_filings_table: str


class SignCameraFileSettings(Settings):
    camera_inbox: str


class ImportCamerasSettings(LookupSettings):
    """For what loads the national file."""

    cameras_table: str
    camera_reports: str


class RefreshCamerasSettings(Settings):
    """For what keeps packs and snapshot."""

    aws_region: str
    cameras_table: str
    camera_packs_table: str
    camera_snapshots: str


class CompareRegisterSettings(LookupSettings, RefreshCamerasSettings):
    """For the nightly comparison of snapshot and register."""
