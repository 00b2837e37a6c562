from datetime import datetime

import pytest

from city.crosswalk.schools.way_to_school import are_children_on_the_way


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-30T08:30:00+09:00", True),
        ("2026-11-30T09:00:00+09:00", False),
        ("2026-11-30T06:00:00+00:00", True),
        ("2026-11-29T08:30:00+09:00", False),
    ],
)
def test_children_are_on_the_way_around_school(moment: str, expected: bool) -> None:
    assert are_children_on_the_way(datetime.fromisoformat(moment)) is expected
