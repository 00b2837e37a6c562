import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from city.kernel.text import as_sms_or_lms, byte_length, carrier_safe, has_link, mask_resident_numbers

anything = st.text(st.characters(), max_size=300)  # lone surrogates included
syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=40)


# --- what a carrier takes ---


@given(anything | syllables)
def test_whatever_it_was_a_carrier_takes_it(text: str) -> None:
    safe = carrier_safe(text)

    assert safe.encode("euc_kr").decode("euc_kr") == safe
    assert all(len(character.encode("euc_kr")) <= 2 for character in safe)
    assert not any(unicodedata.category(character) == "Cc" for character in safe.replace("\n", ""))


@given(anything | syllables)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert carrier_safe(carrier_safe(text)) == carrier_safe(text)


@given(anything)
def test_the_length_is_what_the_carrier_counts(text: str) -> None:
    assert byte_length(text) == len(carrier_safe(text).encode("euc_kr"))


@given(syllables)
def test_a_macs_hangul_is_the_same_text(text: str) -> None:
    assert carrier_safe(unicodedata.normalize("NFD", text)) == carrier_safe(text)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("12가3456 과태료 32,000원", "12가3456 과태료 32,000원"),
        ("노인·장애인보호구역…", "노인·장애인보호구역…"),
        ("첫째 줄\n둘째 줄", "첫째 줄\n둘째 줄"),
        ("a\r\nb\rc\u2028d\te", "a\nb\nc\nd e"),
        ("“가” ‘나’ – — ― − • ‧", "\"가\" '나' - - - - · ·"),
        ("１２３ＡＢＣ！（가）　끝", "123ABC!(가) 끝"),
        ("₩32,000", "￦32,000"),
        ("✅ 납부 ❌ 미납 ⚠️ 주의", "O 납부 X 미납 ! 주의"),
        ("고마워요😀👍🏽🇰🇷", "고마워요"),
        ("1️⃣번", "1번"),
        ("가\u200b나\ufeff다\u00ad라\u202e마\x00\x1b\x7f", "가나다라마"),
        ("가\u00a0나\u2003다", "가 나 다"),
        ("똠방각하 뷁 햏햏 쀍", "또ㅁ방각하 붸ㄺ 해ㅎ해ㅎ ㅃㅞㄺ"),
        ("ㅤㄸㅗㅁ", "ㄸㅗㅁ"),
        ("ㅠㅠ ㅋㅋ", "ㅠㅠ ㅋㅋ"),
        ("\u1100 \u1161 \u11a8", "ㄱ ㅏ ㄱ"),
        ("café Zürich", "cafe Zurich"),
        ("①㎡㈜℃★♥☎", "①㎡㈜℃★♥☎"),
        ("⑯ ﬁ", "16 fi"),
        ("大韓民國", "大韓民國"),
        ("汉字", "漢字"),
        ("请用信用卡付款, 之后无需再付。", "請用信用card付款, 之後無需再付。"),
        ("余氏 皇后 萬事", "余氏 皇后 萬事"),  # no simplified text: names stay
        ("您好吗", "nin好ma"),
        ("Đã chuyển cho nhân viên, đường Nguyễn Huệ", "Da chuyen cho nhan vien, duong Nguyen Hue"),
        ("שלום", "????"),
        ("가\ud800나", "가나"),
    ],
)
def test_a_character_the_carrier_refuses_has_a_plain_form(text: str, safe: str) -> None:
    assert carrier_safe(text) == safe


# --- SMS or LMS ---


def test_forty_five_syllables_are_one_sms() -> None:
    text = as_sms_or_lms("가" * 45, "안내")

    assert (text.kind, text.title, byte_length(text.body)) == ("sms", None, 90)


def test_one_byte_more_is_an_lms_with_its_title() -> None:
    text = as_sms_or_lms("가" * 45 + "!", "중구청\n주차관리과")

    assert (text.kind, text.title, text.body) == ("lms", "중구청 주차관리과", "가" * 45 + "!")


def test_what_is_too_long_is_cut_between_characters() -> None:
    text = as_sms_or_lms("a" + "가" * 2000, "b" + "나" * 40)

    assert text.body == "a" + "가" * 999
    assert text.title == "b" + "나" * 19


def test_an_lms_never_goes_without_a_title() -> None:
    assert as_sms_or_lms("가" * 60, " 😀 ").title == "안내"


@given(st.text(st.characters(), max_size=2500), anything)
def test_every_text_fits(text: str, title: str) -> None:
    fitted = as_sms_or_lms(text, title)

    body = fitted.body.encode("euc_kr")
    assert carrier_safe(text).startswith(fitted.body)
    assert len(body) <= (90 if fitted.kind == "sms" else 2000)
    if fitted.kind == "lms":
        assert len(body) > 90
        assert fitted.title is not None
        assert 0 < len(fitted.title.encode("euc_kr")) <= 40
        assert "\n" not in fitted.title


# --- links ---


@pytest.mark.parametrize(
    "text",
    [
        "http://junggu.seoul.kr",
        "HTTPS://a.b",
        "ftp://x",
        "www.junggu",
        "abc.kr",
        "abc.kr에서 조회",
        "junggu.go.kr로",
        "납부:bit.ly/3xYz",
        "youtu.be/abc",
        "ｗｗｗ．ａｂｃ．ｃｏｍ",
        "위택스.한국",
        "name@office.kr",
        "goo.gl",
        "ABC.COM",
        "내세요.kr",
    ],
)
def test_a_link_is_seen(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "11.25.(수)까지 32,000원",
        "농협 790-0101-2345-678 예금주 서울중구청",
        "2026.11.25. 14:03",
        "1.2%씩",
        "Paid.Thank you",
        "eFine (경찰청교통민원24) or call 182.",
        "12가3456/34나5678",
        "오전 9시~오후 6시",
    ],
)
def test_dates_amounts_and_sentences_are_no_links(text: str) -> None:
    assert not has_link(text)


# --- personal numbers ---

birthdays = st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 22))
separators = st.sampled_from(["-", " - ", "- ", "–", "－", "ㅡ", " ", ""])
wide = str.maketrans("0123456789", "０１２３４５６７８９")
KEPT = [
    "1140-2026-0123456",
    "010-1234-5678",
    "+82 10-1234-5678",
    "02-3396-0000",
    "01012345678",
    "12가3456",
    "123허4567",
    "790-0101-2345-67",
    "790-0101-2345-678",
    "79001012345678",
    "3333-01-1234567",
    "110-123-456789",
    "1002-123-456789",
    "301-0123-4567-81",
    "32,000원",
    "10,000,000원",
    "2026-11-22 14:03",
    "2026.11.22.",
    "20261122113638",
    "1234567890123",
    "1234-5678-9012-3456",
    "서울 중구 퇴계로 87",
    "(04558)",
]


def resident_number(born: date, separator: str, foreign: bool, rest: str) -> str:
    digit = (1 if born.year < 2000 else 3) + (4 if foreign else 0)
    return f"{born:%y%m%d}{separator}{digit}{rest}"


@given(birthdays, separators, st.booleans(), st.from_regex(r"[0-9]{6}", fullmatch=True), st.booleans())
def test_a_resident_number_is_masked_however_it_is_written(
    born: date, separator: str, foreign: bool, rest: str, in_wide_digits: bool
) -> None:
    number = resident_number(born, separator, foreign, rest)
    number = number.translate(wide) if in_wide_digits else number

    assert mask_resident_numbers(f"제 번호는 {number}입니다") == "제 번호는 ******-*******입니다"


@given(st.lists(st.sampled_from(KEPT), min_size=1, max_size=6))
def test_what_citizens_write_about_stays(words: list[str]) -> None:
    text = ", ".join(words)

    assert mask_resident_numbers(text) == text


@given(anything)
def test_masked_twice_is_masked_once(text: str) -> None:
    masked = mask_resident_numbers(text)

    assert mask_resident_numbers(masked) == masked


@given(birthdays, anything, anything)
def test_no_surroundings_hide_a_resident_number(born: date, before: str, after: str) -> None:
    assume(not before[-1:].isdigit() and not after[:1].isdigit())
    number = resident_number(born, "-", False, "234567")

    assert number not in mask_resident_numbers(before + number + after)


def test_a_slip_in_the_date_does_not_show_the_rest() -> None:
    assert mask_resident_numbers("901301-1234567") == "******-*******"


@pytest.mark.parametrize(
    "text", ["9013011234567", "900230 1234567", "900101-9234567", "900101-12345678", "1900101-1234567"]
)
def test_what_cannot_be_one_is_left(text: str) -> None:
    assert mask_resident_numbers(text) == text


def test_licences_and_cards_are_masked_too() -> None:
    text = "면허 11-04-123456-70 카드 4111-1111-1111-1111 4111 1111 1111 1111 4111111111111111 5500－0000－0000－0004"

    assert mask_resident_numbers(text) == "면허 **-**-******-** 카드 " + " ".join(["****-****-****-****"] * 4)


def test_several_in_one_text_are_all_masked() -> None:
    assert mask_resident_numbers("900101-1234567/020304-3234567") == "******-*******/******-*******"
