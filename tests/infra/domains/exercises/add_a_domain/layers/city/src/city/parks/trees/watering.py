"""When trees are watered."""


def needs_water(rain_mm: int, needed_mm: int) -> bool:
    """Whether the rain of a week, in millimetres, was too little."""
    return rain_mm < needed_mm
