"""What the tables keep has a place for everything that is put there."""

from city.contracts.crosswalk import events
from city.contracts.crosswalk.staff.reports import Traffic
from city.crosswalk.tables.reports import EVENTS, DayRecord
from city.crosswalk.traffic import flat


def test_a_day_has_a_number_for_everything_a_window_counts() -> None:
    kept = set(DayRecord.get_attributes()) - {"stream", "entry", "kind", "expires"}

    assert kept == set(flat(Traffic()))


def test_every_event_of_the_crosswalks_can_wait_in_the_outbox() -> None:
    said = {
        kind.detail_type: kind
        for kind in vars(events).values()
        if isinstance(kind, type)
        and issubclass(kind, events.BusEvent)
        and not issubclass(kind, events.Event)
        and getattr(kind, "source", "") == "dongne.crosswalk"
    }

    assert said == EVENTS
