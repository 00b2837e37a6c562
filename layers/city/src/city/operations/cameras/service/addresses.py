"""Where a camera's stream is fetched: filed by one function that cannot read it, read by one that shows pictures."""

from dataclasses import dataclass
from typing import Protocol

from city.aws.observability import logger
from city.contracts.operations.cameras import StreamAddressV1
from city.contracts.operations.staff.cameras import AddressFiled
from city.kernel.clock import Clock
from city.operations.cameras.camera import CAMERA_ID
from city.operations.cameras.errors import AddressUnknown, CameraUnknown
from city.operations.cameras.tables.address_filings import AddressFiling
from city.operations.cameras.tables.addresses import AddressesTable
from city.operations.cameras.tables.cameras import CamerasTable


class Encrypts(Protocol):
    def encrypt(self, camera_id: str, text: str) -> bytes: ...


class Decrypts(Protocol):
    def decrypt(self, camera_id: str, secret: bytes) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAddress:
    """For the viewing area's video function, and no other."""

    addresses: AddressesTable
    key: Decrypts

    def read(self, camera_id: str) -> StreamAddressV1:
        """Where this camera's stream is fetched: never to be logged, answered or put into an event.

        Raises AddressUnknown.
        """
        secret = self.addresses.get(camera_id)
        if secret is None:
            raise AddressUnknown
        return StreamAddressV1.model_validate_json(self.key.decrypt(camera_id, secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAddress:
    """Files an address. It is encrypted before it is written, and never shown again."""

    cameras: CamerasTable
    addresses: AddressesTable
    key: Encrypts
    clock: Clock

    def file(self, camera_id: str, address: StreamAddressV1, by: str, by_name: str | None) -> AddressFiled:
        """Replaces what was filed before; who did stays in the camera's filings. Raises CameraUnknown."""
        if not CAMERA_ID.fullmatch(camera_id) or self.cameras.get(camera_id) is None:
            raise CameraUnknown
        filing = AddressFiling(at=self.clock.now(), by=by, by_name=by_name, kind=address.kind)
        self.addresses.put(camera_id, self.key.encrypt(camera_id, address.model_dump_json()), filing)
        logger().info("camera address filed", extra={"camera_id": camera_id, "kind": address.kind, "by": by})
        return AddressFiled(camera_id=camera_id, kind=address.kind, filed_at=filing.at)
