"""A server of packages on this very machine."""

from tests.unit.device.jobs.shop import shop

__all__ = ["shop"]
