import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.phone import PhoneNumber, PhoneNumberInvalid


@pytest.mark.parametrize(
    "written",
    [
        "01012345678",
        "010-1234-5678",
        "+821012345678",
        "+82 10 1234 5678",
        "821012345678",
        "00821012345678",
        "+82010-1234-5678",
    ],
)
def test_one_telephone_has_one_spelling(written: str) -> None:
    assert PhoneNumber.parse(written).e164 == "+821012345678"


@pytest.mark.parametrize("written", ["", "전화없음", "12345", "010", "+82", "0101234567890123", "010-1234-567a"])
def test_what_is_no_telephone_is_refused(written: str) -> None:
    with pytest.raises(PhoneNumberInvalid):
        PhoneNumber.parse(written)


def test_a_foreign_telephone_is_kept_as_it_is() -> None:
    assert PhoneNumber.parse("+14255550182").e164 == "+14255550182"


@given(st.from_regex(r"010[0-9]{8}", fullmatch=True))
def test_a_telephone_does_not_show_itself_in_a_log(number: str) -> None:
    assert number[3:9] not in f"{PhoneNumber.parse(number)!r}"
