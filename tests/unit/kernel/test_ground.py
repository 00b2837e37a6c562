from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.clock import end_of_day_in_seoul, seoul_date, short_date_en, short_date_ko
from city.kernel.errors import Conflict, NotFound, Rejected
from city.kernel.money import drop_below_ten_won, won_ko
from city.kernel.privacy import KeyedHash
from city.kernel.settings import SandboxInProduction, Settings


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_in_seoul_ends_where_the_next_begins(day: date) -> None:
    end = end_of_day_in_seoul(day)

    assert seoul_date(end - timedelta(microseconds=1)) == day
    assert seoul_date(end) == day + timedelta(days=1)


def test_midnight_in_seoul_is_three_in_the_afternoon_utc() -> None:
    assert end_of_day_in_seoul(date(2026, 12, 10)) == datetime(2026, 12, 10, 15, tzinfo=UTC)


def test_dates_are_printed_as_citizens_read_them() -> None:
    assert short_date_ko(date(2026, 12, 10)) == "12.10.(목)"
    assert short_date_en(date(2026, 12, 10)) == "Thu 10 Dec"


@given(st.integers(min_value=0, max_value=10**9))
def test_rounding_never_adds_and_never_takes_ten_won(amount: int) -> None:
    assert 0 <= amount - drop_below_ten_won(amount) < 10
    assert drop_below_ten_won(amount) % 10 == 0


def test_won_have_separators() -> None:
    assert won_ko(1234560) == "1,234,560원"


def test_a_refusal_is_named_after_its_class() -> None:
    assert NotFound().code == "not_found"
    assert isinstance(Conflict(), Rejected)


def test_a_keyed_hash_depends_on_key_purpose_and_value() -> None:
    hashed = KeyedHash(b"k" * 32)

    keys = {
        hashed.of("phone", "+821012345678"),
        hashed.of("plate", "+821012345678"),
        hashed.of("phone", "+821012345679"),
        KeyedHash(b"j" * 32).of("phone", "+821012345678"),
    }

    assert len(keys) == 4
    assert hashed.of("phone", "+821012345678") == hashed.of("phone", "+821012345678")


def test_a_short_hashing_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyedHash(b"short")


def test_the_hashing_key_does_not_show_itself() -> None:
    assert "kkkk" not in repr(KeyedHash(b"k" * 32))


def test_a_sandbox_is_refused_in_prod_and_welcome_elsewhere() -> None:
    class Vendor(StrEnum):
        SANDBOX = "sandbox"
        SKY = "sky"

    class NewSettings(Settings):
        drone: Literal["sandbox", "sky"] = "sandbox"
        video: Vendor = Vendor.SKY

    assert NewSettings(stage="local").drone == "sandbox"
    assert NewSettings(stage="prod", drone="sky").video is Vendor.SKY
    with pytest.raises(SandboxInProduction, match="drone"):
        NewSettings.from_environment({"STAGE": "prod"})
    with pytest.raises(SandboxInProduction, match="drone, video"):
        NewSettings(stage="prod", video="sandbox")
