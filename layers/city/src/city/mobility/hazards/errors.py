"""Why a measurement is not taken in."""

from city.kernel.errors import Rejected


class MeasurementRefused(Rejected):
    """Samples, temperatures or times that no sensor can mean: the message says what is wrong."""
