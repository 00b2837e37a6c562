from datetime import datetime

import pytest

from city.fines.law.service.show_counter import ShowCounter


class At:
    def __init__(self, moment: str) -> None:
        self._moment = datetime.fromisoformat(moment)

    def now(self) -> datetime:
        return self._moment


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-30T09:00:00+09:00", True),
        ("2026-11-30T08:59:59+09:00", False),
        ("2026-11-30T18:00:00+09:00", False),
        ("2026-11-30T00:00:00+00:00", True),
        ("2026-11-28T12:00:00+09:00", False),
    ],
)
def test_the_counter_is_open_on_working_days_from_nine_to_six(moment: str, is_open: bool) -> None:
    assert ShowCounter(At(moment)).show() is is_open
