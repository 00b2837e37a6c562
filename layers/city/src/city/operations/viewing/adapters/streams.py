"""Where the film of a camera is fetched. Apart from the register: whoever serves film looks nothing up in it."""

from dataclasses import dataclass

from city.operations.cameras.service.addresses import ReadAddress
from city.operations.viewing.errors import VideoUnreachable


@dataclass(frozen=True, slots=True)
class FiledStreams:
    """`kind`: of the addresses that the source of film can open; `kvs`, or `clip` for drawn film."""

    addresses: ReadAddress
    kind: str

    def stream_of(self, camera_id: str) -> str:
        """Raises AddressUnknown, VideoUnreachable."""
        address = self.addresses.read(camera_id)
        if address.kind != self.kind:
            raise VideoUnreachable
        return address.address


class DrawnStreams:
    """Every camera of the local city has its street, whatever is filed for it."""

    def stream_of(self, camera_id: str) -> str:
        return camera_id
