"""A disk that costs no time to sync, for what writes durably."""

from tests.unit.device.disks import disk, new_disk

__all__ = ["disk", "new_disk"]
