import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.talk.web.answer_codes import answer_code, is_answer_code
from city.kernel.privacy import KeyedHash

HASHED, ANOTHER = KeyedHash(b"k" * 64), KeyedHash(b"a" * 64)


def test_a_code_is_the_same_however_often_it_is_told_and_anothers_is_not() -> None:
    code = answer_code(HASHED, "2611-0042", "session")

    assert code == answer_code(HASHED, "2611-0042", "session")
    others = {
        answer_code(HASHED, "2611-0043", "session"),
        answer_code(HASHED, "2611-0042", "another session"),
        answer_code(ANOTHER, "2611-0042", "session"),
    }
    assert code not in others
    assert len(others) == 3


@given(st.text(max_size=20), st.text(max_size=40))
def test_a_code_has_ten_letters_that_nobody_takes_for_another(ticket: str, holder: str) -> None:
    code = answer_code(HASHED, ticket, holder)

    assert len(code.replace("-", "")) == 10
    assert not set(code) & set("01OIL")


def test_ten_thousand_codes_use_every_letter_in_every_place() -> None:
    codes = [answer_code(HASHED, f"2611-{number:04d}", "session").replace("-", "") for number in range(10_000)]

    assert len(set(codes)) == 10_000
    assert all(len({code[place] for code in codes}) == 31 for place in range(10))


@pytest.mark.parametrize("told", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_code_is_known_in_every_case_with_or_without_its_hyphen(told: str) -> None:
    code = answer_code(HASHED, "2611-0042", "session")
    spellings = (code, code.replace("-", ""), code.lower(), code.replace("-", " "))

    assert is_answer_code(told.format(*spellings), code)


@pytest.mark.parametrize("told", ["", "-", "가나다라마바사아자차", "K7M2Q-9XR4", "0" * 10])
def test_nothing_else_is_a_code(told: str) -> None:
    assert not is_answer_code(told, answer_code(HASHED, "2611-0042", "session"))
