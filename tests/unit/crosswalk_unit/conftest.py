"""A disk that costs no time to sync, and a unit on a bench."""

from tests.unit.crosswalk_unit.program_bench import make_bench
from tests.unit.device.disks import disk, new_disk

__all__ = ["disk", "make_bench", "new_disk"]
