import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.plate import Plate, PlateInvalid, without_plates

LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호"

plates = st.builds(
    lambda kind, letter, serial: f"{kind}{letter}{serial}",
    st.one_of(st.from_regex(r"[0-9]{2}", fullmatch=True), st.from_regex(r"[0-9]{3}", fullmatch=True)),
    st.sampled_from(LETTERS),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("12 가 3456이요", "12가3456"),
        ("123나4567", "123나4567"),
        ("213도-8854", "213도8854"),
        ("184버 6621", "184버6621"),
        ("경기 92자 3051", "경기92자3051"),
        ("서울12가3456차", "서울12가3456"),
        ("차번호12가3456계좌", "12가3456"),
        ("01012345678 12가3456", "12가3456"),
    ],
)
def test_a_plate_is_read_however_it_is_written(written: str, canonical: str) -> None:
    assert [plate.text for plate in Plate.find_all(written)] == [canonical]


def test_full_width_digits_and_letters_sent_as_jamo_are_read() -> None:
    full_width, jamo = "\uff11\uff12가\uff13\uff14\uff15\uff16", "12\u1100\u11613456"

    assert [plate.text for plate in Plate.find_all(f"{full_width} {jamo}")] == ["12가3456"]
    assert Plate.parse(full_width) == Plate.parse(jamo)


@pytest.mark.parametrize(
    "text",
    [
        "32,000원 보냈어요",
        "12만3456원",
        "010-1234-5678",
        "11월 3020",
        "2026년 1103",
        "1140-2026-0123456",
        "12가34567",
        "12가345",
        "1234가5678",
        "12개3456",
        "",
    ],
)
def test_sums_dates_and_telephones_are_no_plates(text: str) -> None:
    assert Plate.find_all(text) == []


def test_two_plates_in_one_message_are_both_found_once() -> None:
    found = Plate.find_all("12가3456 그리고 34나5678, 12 가 3456")

    assert [plate.text for plate in found] == ["12가3456", "34나5678"]


@given(plates)
def test_a_plate_reads_back_as_itself(text: str) -> None:
    assert Plate.parse(text).text == text


@given(plates, st.sampled_from(["", " ", "-", " - "]))
def test_gaps_change_nothing(text: str, gap: str) -> None:
    spaced = f"{text[:-5]}{gap}{text[-5]}{gap}{text[-4:]}"

    assert Plate.parse(spaced).text == text


def test_a_plate_does_not_show_itself_in_a_log() -> None:
    assert "3456" not in repr(Plate.parse("12가3456"))
    assert "3456" not in f"{Plate.parse('12가3456')}"


def test_a_plate_with_more_around_it_is_not_a_plate_and_nothing_else() -> None:
    with pytest.raises(PlateInvalid):
        Plate.parse("12가3456 계좌")


def test_what_is_left_without_the_plate_is_the_wish() -> None:
    assert without_plates("계좌 12 가 3456 주세요").split() == ["계좌", "주세요"]
