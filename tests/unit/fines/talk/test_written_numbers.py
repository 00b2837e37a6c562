"""Notice numbers and plates in every way in which telephones write them."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.understanding import Intent, understand

LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호"
SIGNS = ["-", " ", "", ".", "/", "~", "_", "–", "—", "－", " - ", " — ", " . ", "·"]

numbers = st.builds(
    lambda year, serial: ("1140", f"20{year:02}", f"{serial:07}"), st.integers(0, 99), st.integers(0, 9_999_999)
)
plates = st.builds(
    lambda kind, letter, serial: (str(kind), letter, f"{serial:04}"),
    st.integers(10, 999),
    st.sampled_from(LETTERS),
    st.integers(0, 9999),
)
words = st.sampled_from(["", "차번호 ", "제 차는 ", "안녕하세요 ", "계좌 주세요 ", "번호: ", "(", "네, "])
ends = st.sampled_from(["", " 입니다", "요", " 계좌 부탁드립니다", ".", ")", " 얼마예요?", "\n"])


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


forms = st.sampled_from([str, wide, lambda text: unicodedata.normalize("NFD", text)])


@given(numbers, st.sampled_from(SIGNS), st.sampled_from(SIGNS), words, ends, forms)
def test_a_notice_number_is_read_however_its_parts_are_joined(number, one, two, before, after, form) -> None:
    said = understand(form(f"{before}{number[0]}{one}{number[1]}{two}{number[2]}{after}"))

    assert said.notice_numbers == ("-".join(number),)
    assert said.plates == ()


@given(plates, st.sampled_from(SIGNS), st.sampled_from(SIGNS), words, ends, forms)
def test_a_plate_is_read_however_its_parts_are_joined(plate, one, two, before, after, form) -> None:
    said = understand(form(f"{before}{plate[0]}{one}{plate[1]}{two}{plate[2]}{after}"))

    assert [read.text for read in said.plates] == ["".join(plate)]


@given(
    numbers,
    plates,
    st.sampled_from(SIGNS),
    st.sampled_from(SIGNS),
    st.sampled_from([" ", "\n", ", ", " / "]),
    st.booleans(),
)
def test_number_and_plate_are_read_in_either_order(number, plate, inside, within, between, plate_first) -> None:
    written = [inside.join(number), within.join(plate)]

    said = understand(between.join(reversed(written) if plate_first else written))

    assert said.notice_numbers == ("-".join(number),)
    assert [read.text for read in said.plates] == ["".join(plate)]
    assert said.intent is Intent.FINE_LOOKUP


@given(st.lists(numbers, min_size=2, max_size=4, unique=True), st.lists(plates, min_size=2, max_size=4, unique=True))
def test_several_plates_and_numbers_are_read_out_of_one_text(several_numbers, several_plates) -> None:
    cars = [f"{kind}{letter}{serial}" for kind, letter, serial in several_plates]

    said = understand(" ".join("-".join(number) for number in several_numbers) + " 차는 " + " 하고 ".join(cars))

    assert said.notice_numbers == tuple("-".join(number) for number in several_numbers)
    assert [read.text for read in said.plates] == cars


@given(st.from_regex(r"(?!1140)[0-9]{10,16}", fullmatch=True))
def test_a_bare_run_of_digits_is_an_account_or_a_telephone(digits) -> None:
    assert understand(f"{digits}로 보냈어요").notice_numbers == ()


@given(
    st.sampled_from(["010", "011", "02", "031"]), st.integers(200, 9999), st.integers(0, 9999), st.sampled_from("- .")
)
def test_a_telephone_is_no_notice_number_and_no_plate(area, middle, last, sign) -> None:
    said = understand(f"제 전화는 {area}{sign}{middle}{sign}{last:04}입니다")

    assert (said.notice_numbers, said.plates) == ((), ())


@given(
    st.integers(10, 999),
    st.sampled_from(["NA 나", "GEO 거", "HEO 허", "DA 다", "JU 주", "BEO 버"]),
    st.integers(0, 9999),
)
def test_a_plate_in_latin_letters_is_the_same_plate(kind, letter, serial) -> None:
    latin, hangul = letter.split()

    for written in (f"{kind}{latin}{serial:04}", f"{kind} {latin} {serial:04}", f"{kind}-{latin.lower()}-{serial:04}"):
        assert [read.text for read in understand(written).plates] == [f"{kind}{hangul}{serial:04}"]
