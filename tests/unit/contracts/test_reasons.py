import unicodedata

import pytest

from city.contracts.reasons import gives_reason


@pytest.mark.parametrize(
    "text",
    [
        "이중납부",
        "환급",
        "민원",
        "중복 납부",
        "오납",
        "민원 전화 확인",
        unicodedata.normalize("NFD", "이중납부"),
        "paid twice",
        "dup",
        "refund",
        "重複繳費",
        "nộp hai lần",
        "2026-11-30 민원",
        "반송",
        "아아, 잘못 부과됨",
        "property sold",
        "was here",
    ],
)
def test_what_says_why_is_a_reason_however_short(text: str) -> None:
    assert gives_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        ".....",
        "-",
        "?!?!?!",
        "ㅇㅇ",
        "ㅇㅇㅇㅇㅇㅇ",
        "ㅋㅋㅋ",
        "ㄱㄴㄷㄹㅁ",
        "ㅁㄴㅇㄹ",
        "asdf",
        "ASDF",
        "asdfasdf",
        "qwerty",
        "qwerasdf",
        "zxcvb",
        "lkjh",
        "abcde",
        "aaaaa",
        "가가가가가",
        "하하",
        "asasas",
        "ㅏㅏㅏㅏㅏ",
        "1",
        "12345",
        "00000",
        "가",
        "가.....",
        "없음",
        "없 음",
        "그냥",
        "테스트",
        "test",
        "n/a",
        "none",
        "xx",
        "dfgh",
        "bcdfg",
        "🙂🙂🙂🙂🙂",
        "\u3164\u3164\u3164\u3164\u3164",
    ],
)
def test_what_says_nothing_is_no_reason_however_long(text: str) -> None:
    assert not gives_reason(text)
