import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.adapters.sandbox_carrier import SandboxCarrier
from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.phone import PhoneNumber
from city.kernel.text import OutboundText, byte_length
from tests.unit.fines.talk.adapters.carriers import KEY, LONG, SHORT, TO, FakeClock


def test_the_sandbox_takes_what_the_city_sends_and_nothing_twice() -> None:
    clock = FakeClock()
    carrier = SandboxCarrier(clock, "안내")

    for wait_minutes, key in ((0, "1"), (9, "1"), (0, "2"), (1, "1")):
        clock.pass_(minutes=wait_minutes)
        carrier.send(TO, LONG, key)

    assert [(text.key, text.text.kind) for text in carrier.taken] == [("1", "lms"), ("2", "lms"), ("1", "lms")]


@pytest.mark.parametrize(
    "text",
    [
        OutboundText("sms", None, "가" * 45 + "!"),
        OutboundText("sms", None, ""),
        OutboundText("sms", None, "😀"),
        OutboundText("sms", None, "똠"),
        OutboundText("lms", "가" * 20 + "!", LONG),
        OutboundText("lms", None, LONG),
        OutboundText("lms", "안내", "가" * 1000 + "!"),
    ],
)
def test_the_sandbox_refuses_what_a_carrier_refuses(text: OutboundText) -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")

    with pytest.raises(TextRefused):
        carrier.take(TO, text, KEY)

    assert carrier.taken == []


def test_the_sandbox_knows_no_foreign_number() -> None:
    with pytest.raises(TextRefused):
        SandboxCarrier(FakeClock(), "안내").send(PhoneNumber("+14255550182"), SHORT, KEY)


@given(st.text(st.characters(), min_size=1, max_size=2500))
def test_whatever_the_city_writes_the_sandbox_takes_unless_nothing_is_left(text: str) -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")

    if byte_length(text):
        carrier.send(TO, text, KEY)
    else:
        with pytest.raises(TextRefused):
            carrier.send(TO, text, KEY)

    assert len(carrier.taken) == bool(byte_length(text))


def test_a_fault_befalls_one_call_and_the_key_keeps_the_text_single() -> None:
    carrier = SandboxCarrier(FakeClock(), "안내", faults=["throttled", "timeout", None])

    with pytest.raises(TextNotTaken):
        carrier.send(TO, SHORT, KEY)
    assert carrier.taken == []
    with pytest.raises(TextNotTaken):
        carrier.send(TO, SHORT, KEY)
    carrier.send(TO, SHORT, KEY)
    carrier.send(TO, SHORT, KEY)

    assert len(carrier.taken) == 1


def test_the_sandbox_shows_no_number() -> None:
    carrier = SandboxCarrier(FakeClock(), "안내")
    carrier.send(TO, SHORT, KEY)

    assert "12345678" not in repr(carrier)
