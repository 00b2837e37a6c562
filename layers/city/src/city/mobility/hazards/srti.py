"""Kinds of hazard, and the category of safety-related traffic information each belongs to."""

from enum import StrEnum


class Srti(StrEnum):
    """Commission Delegated Regulation (EU) No 886/2013, Article 3 (a) to (h)."""

    TEMPORARY_SLIPPERY_ROAD = "temporary_slippery_road"
    ANIMAL_PEOPLE_OBSTACLES_DEBRIS = "animal_people_obstacles_debris"
    UNPROTECTED_ACCIDENT_AREA = "unprotected_accident_area"
    SHORT_TERM_ROAD_WORKS = "short_term_road_works"
    REDUCED_VISIBILITY = "reduced_visibility"
    WRONG_WAY_DRIVER = "wrong_way_driver"
    UNMANAGED_BLOCKAGE = "unmanaged_blockage"
    EXCEPTIONAL_WEATHER = "exceptional_weather"


class HazardKind(StrEnum):
    """POTHOLE_OR_BUMP: one shakes a vehicle as the other does. A bump that the map knows is none."""

    POTHOLE_OR_BUMP = "pothole_or_bump"
    WORN_ROAD = "worn_road"
    ICE_RISK = "ice_risk"
    HARD_BRAKING = "hard_braking"


# The regulation names neither holes nor worn surfaces nor what drivers brake for: what stands in the way is nearest.
SRTI = {
    HazardKind.POTHOLE_OR_BUMP: Srti.ANIMAL_PEOPLE_OBSTACLES_DEBRIS,
    HazardKind.WORN_ROAD: Srti.ANIMAL_PEOPLE_OBSTACLES_DEBRIS,
    HazardKind.ICE_RISK: Srti.TEMPORARY_SLIPPERY_ROAD,
    HazardKind.HARD_BRAKING: Srti.ANIMAL_PEOPLE_OBSTACLES_DEBRIS,
}
