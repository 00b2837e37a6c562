import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from city.fines.law.privacy import Mask, mask_name, mask_phone, mask_words
from city.fines.talk.replies import SigningOffice
from city.kernel.plate import Plate
from city.kernel.text import mask_resident_numbers

BETWEEN = st.text(alphabet="가나다라 0123456789.,-()\n:원월일abc", max_size=12)
DIGITS = st.text(alphabet="0123456789", min_size=4, max_size=4)
PLATES = st.builds(
    "{}{}{}{}{}".format,
    st.from_regex(r"[0-9]{2,3}", fullmatch=True),
    st.sampled_from(["", " ", "-", " - "]),
    st.sampled_from("가나다허호"),
    st.sampled_from(["", " ", "."]),
    DIGITS,
)
PHONES = st.builds(
    "{0}{3}{1}{3}{2}".format,
    st.sampled_from(["010", "+82 10", "011", "０１０"]),
    DIGITS,
    DIGITS,
    st.sampled_from(["", "-", " ", ".", " - "]),
)


@given(st.lists(st.one_of(PLATES, PHONES, BETWEEN), max_size=6))
@example(["00가0000", "가", "0000"])
def test_no_plate_survives(parts: list[str]) -> None:
    assert Plate.find_all(mask_words("".join(parts))) == []


@given(BETWEEN, st.sampled_from(["-", " ", "", "."]), DIGITS, DIGITS, BETWEEN)
def test_no_telephone_survives(before: str, gap: str, middle: str, last: str, after: str) -> None:
    masked = mask_words(f"{before} 010{gap}{middle}{gap}{last} {after}")

    assert f"010{gap}{middle}{gap}{last}" not in masked
    assert f"{middle}{gap}{last}" not in masked


@given(BETWEEN, st.from_regex(r"[0-9]{10,16}", fullmatch=True), BETWEEN)
def test_no_account_survives(before: str, account: str, after: str) -> None:
    assert account not in mask_words(f"{before} {account} {after}")


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_words(text)

    assert mask_words(once) == once


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("12가3456 과태료 얼마예요", "12가**56 과태료 얼마예요"),
        ("제 번호는 010-1234-5678 입니다", "제 번호는 ***-****-**78 입니다"),
        ("고지서 1140-2026-0000001 이요", "고지서 1140-2026-0000001 이요"),
        ("2026.11.03 에 32,000원 냈어요", "2026.11.03 에 32,000원 냈어요"),
        ("농협 790-0101-2345-678 예금주", "농협 ***-****-****-*78 예금주"),
    ],
)
def test_what_staff_need_stays_and_what_they_do_not_is_masked(said: str, masked: str) -> None:
    assert mask_words(said) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍*동"),
        ("이산", "이*"),
        ("남궁민수", "남**수"),
        ("John Smith", "J**n S***h"),
        ("김", "김*"),
        ("", ""),
    ],
)
def test_a_name_shows_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("+821012345678", "010-****-5678"), ("+8223960000", "+82****00"), ("+14255550182", "+14****82")],
)
def test_a_telephone_shows_its_end(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_a_lifted_veil_shows_everything() -> None:
    mask = Mask(lifted=True)

    assert mask.name("홍길동") == "홍길동"
    assert mask.phone("+821012345678") == "+821012345678"
    assert mask.plate("12가3456") == "12가3456"
    assert mask.account("79010000000001") == "79010000000001"
    assert mask.words("12가3456") == "12가3456"
    assert mask.words(None) is mask.phone(None) is mask.account(None) is None


@pytest.mark.parametrize(
    "said",
    [
        "문의: 02-3396-0000",
        "02)3396-4114 로 전화했는데 안 받아요",
        "0233960000 맞나요",
        "+82-2-3396-0000",
        "접수번호 2611-0042 답변 언제 오나요",
        "1140-2026-0123456 의견 냈어요",
    ],
)
def test_the_offices_own_numbers_and_those_of_notices_and_tickets_are_nobodys(said: str) -> None:
    assert mask_words(said) == said
    assert mask_resident_numbers(said) == said


@pytest.mark.parametrize(
    "said", ["02-3397-0000", "031-3396-0000", "010-3396-0000", "2613-0042", "1011-0042", "12611-0042"]
)
def test_numbers_that_only_look_like_them_are_masked(said: str) -> None:
    assert mask_words(said) != said


def test_every_telephone_that_the_office_signs_with_stays() -> None:
    office = SigningOffice()

    for number in (office.telephone, office.switchboard):
        assert mask_words(f"전화 {number} 입니다") == f"전화 {number} 입니다"
