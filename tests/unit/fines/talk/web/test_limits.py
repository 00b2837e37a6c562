from datetime import UTC, datetime, timedelta

import pytest

from city.fines.talk.web.limits import has_served

SIGNED = datetime(2026, 11, 10, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "case_is_kept", "days", "served"),
    [
        (False, None, 0.99, False),
        (False, None, 1, True),
        (True, None, 364, False),
        (True, None, 365, True),
        (True, True, 4000, False),
        (True, False, 1, True),
    ],
)
def test_a_file_is_kept_as_long_as_what_it_belongs_to(
    sent: bool, case_is_kept: bool | None, days: float, served: bool
) -> None:
    now = SIGNED + timedelta(days=days)

    assert has_served(signed_at=SIGNED, sent=sent, case_is_kept=case_is_kept, now=now) is served
