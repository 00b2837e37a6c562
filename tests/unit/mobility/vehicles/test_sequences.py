"""Each message of a journal is new once, in whatever order messages come."""

from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.vehicles.sequences import WINDOW, Heard, Hearing
from tests.effort import examples


@settings(max_examples=examples(500))
@given(st.lists(st.integers(1, 3 * WINDOW), max_size=80))
def test_a_message_is_new_once_and_never_taken_for_heard(sequences: list[int]) -> None:
    heard, known = Heard(), set[int]()
    for sequence in sequences:
        before = heard
        heard, said = heard.hear(sequence)
        if max(known, default=0) - sequence >= WINDOW:
            assert said is Hearing.FORGOTTEN
        else:
            assert said is (Hearing.AGAIN if sequence in known else Hearing.NEW)
            known.add(sequence)
        assert said is Hearing.NEW or heard == before
    assert heard.highest == max(known, default=0)
    assert heard.window.bit_length() <= WINDOW


def test_a_number_that_jumps_costs_no_memory() -> None:
    heard, said = Heard(5, 0b10111).hear(2**53)

    assert (heard, said) == (Heard(2**53, 1), Hearing.NEW)
