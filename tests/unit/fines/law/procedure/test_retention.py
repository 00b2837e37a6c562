from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.lifecycle import FINAL, State
from city.fines.law.procedure.retention import RetentionPeriods, has_served

NOW = datetime(2032, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(state=st.sampled_from(State), happened=st.lists(moments), before=moments)
def test_a_case_has_served_when_it_ended_and_nothing_happened_since(
    state: State, happened: list[datetime], before: datetime
) -> None:
    served = has_served(state, happened, before)

    assert served == (state in FINAL and happened != [] and all(moment <= before for moment in happened))


def test_a_case_of_which_only_the_end_is_known_is_kept() -> None:
    assert not has_served(State.CLOSED, [], NOW)


@pytest.mark.parametrize(("days", "kept_since"), [(1826, datetime(2027, 1, 1, tzinfo=UTC)), (30, NOW - timedelta(30))])
def test_periods_are_counted_back_from_now(days: int, kept_since: datetime) -> None:
    assert RetentionPeriods(case_days=days).cases_before(NOW) == kept_since
