"""Why a map is not taken in."""

from city.kernel.errors import Rejected


class MapRefused(Rejected):
    """The file is not a map that can be read: the message says what is wrong and where."""


class SnapshotRefused(Rejected):
    """The bytes are no snapshot of a road map, or were changed on the way."""
