"""What agencies need from outside where the outside differs, or where a rule must not know it."""

from collections.abc import Mapping
from typing import Protocol

from city.operations.agencies.notices import Notice


class AgencyLine(Protocol):
    """Posts to an agency's address."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises AgencyUnreachable, and AddressRefused for what is not called."""
        ...


class AgencyWay(Protocol):
    """Tells an agency in the way that is agreed with it."""

    def tell(self, notice: Notice) -> None:
        """Returns when it was taken. Raises AgencyUnreachable, KeyMissing, NoticeRefused, AddressRefused."""
        ...


class AgencyKeys(Protocol):
    """Keys that the city itself has to say or sign with."""

    def find(self, agency_id: str, kind: str) -> bytes | None:
        """`webhook` or `platform`; None where there is none yet."""
        ...

    def set(self, agency_id: str, kind: str, key: str) -> None:
        """From now on this is the key."""
        ...


class NoticeQueue(Protocol):
    """The queue of notices, on which one that failed waits for its next turn."""

    def send(self, body: str, delay_s: int = 0) -> None: ...
