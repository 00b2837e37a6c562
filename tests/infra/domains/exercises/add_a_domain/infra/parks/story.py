"""A dry week in the park, played and checked."""

from infra.local.city import City
from infra.local.story import Story


def play(city: City) -> int:
    """Returns 1 if anything differed."""
    story = Story(city)
    story.tell("공원 1. 한 주 동안 비가 오지 않았습니다.", "Parks 1. It has not rained for a week.")
    answer = city.client("lambda").invoke(FunctionName=city.output("TreesToWaterFunction"), Payload=b"{}")
    story.check("FunctionError" not in answer, "물 줄 나무를 셉니다", "trees to be watered are counted")
    return 1 if story.differences else 0
