"""What the tables keep has a place for everything that is put there."""

from city.contracts.crosswalk.staff.reports import Traffic
from city.crosswalk.tables.reports import DayRecord
from city.crosswalk.traffic import flat


def test_a_day_has_a_number_for_everything_a_window_counts() -> None:
    kept = set(DayRecord.get_attributes()) - {"stream", "entry", "kind", "expires"}

    assert kept == set(flat(Traffic()))
