"""Where the rain is measured."""


class SandboxGauge:
    """It never rains."""

    def rain_mm(self) -> int:
        return 0


class StationGauge:
    """What the weather station measured last."""

    def __init__(self, measured_mm: int) -> None:
        self._measured_mm = measured_mm

    def rain_mm(self) -> int:
        return self._measured_mm
