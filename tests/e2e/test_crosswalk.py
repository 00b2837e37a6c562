"""The crosswalk's part of the demo is its story, from the box out of the workshop to the picture on the board."""

from infra.crosswalk import story as crosswalk_story
from infra.local.city import City


def test_the_whole_story_of_a_crosswalk_holds(city: City) -> None:
    assert crosswalk_story.play(city) == 0
