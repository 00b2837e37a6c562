"""The way through the district's tunnel."""

from tests.unit.mobility.matching.drives import MAP, ROUTES


def through_the_tunnel() -> tuple[int, ...]:
    """In by the arterial road, out into the street that leads back."""
    inside = next(edge for edge in range(MAP.edges) if MAP.is_tunnel(edge))
    before = next(edge for edge in range(MAP.edges) if inside in ROUTES.after[edge] and MAP.plane.length[edge] < 200)
    way_there = next(edge for edge in range(MAP.edges) if before in ROUTES.after[edge])
    return (way_there, before, inside, *ROUTES.after[inside][:1])
