"""No text keeps a worker busy: each pattern that reads citizens' words takes one pass, or little more, over any of them.

Words that can be cut in more than one way, repeated and then not matched, took time that doubled with each. What is
counted is processor time, hundreds of times what is needed, so that a busy machine fails nothing.
"""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import walk_packages
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import city.fines.law.procedure
import city.fines.talk
import city.kernel
from city.contracts.fines.sms import MAX_TEXT_CHARACTERS
from city.fines.talk.conversation.heard import hear
from city.fines.talk.understanding import understand

SECONDS = 2.0
REPEATED_CHARACTERS = 300
AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
MARKS = ("1", "1,", "1-", ".", "?", "!", "~", "-", " ", "가", "a", "ㅋ", "한 ", "a ")


class TooLong(Exception):
    pass


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raises TooLong in the middle of a search that takes more of the processor's time."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of the reading keeps, by where it is kept."""
    found: dict[str, re.Pattern[str]] = {}

    def look(value: object, name: str, depth: int = 0) -> None:
        if isinstance(value, re.Pattern):
            if isinstance(value.pattern, str) and value not in found.values():
                found[name] = value
        elif depth > 4 or isinstance(value, type | str | bytes):
            return
        elif isinstance(value, dict):
            for key, each in value.items():
                look(each, f"{name}[{key}]", depth + 1)
        elif isinstance(value, list | tuple | set | frozenset):
            for at, each in enumerate(value):
                look(each, f"{name}[{at}]", depth + 1)
        elif type(value).__module__.startswith("city."):
            for key in getattr(value, "__slots__", ()) or ():
                look(getattr(value, key, None), f"{name}.{key}", depth + 1)

    for package in (city.fines.talk, city.fines.law.procedure, city.kernel):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            for key, value in vars(import_module(module.name)).items():
                look(value, f"{module.name}.{key}")
    return found


PATTERNS = patterns()


def too_long_on(pattern: re.Pattern[str]) -> list[str]:
    """The words of a pattern which, repeated, keep it busy."""
    words = set(re.findall(r"[가-힣ㄱ-ㆎ]+|[a-z]+|[\u4e00-\u9fff]+", pattern.pattern)) | set(MARKS)
    bad = []
    for word in sorted(words):
        text = (word * REPEATED_CHARACTERS)[:REPEATED_CHARACTERS]
        try:
            with processor_time(SECONDS):
                pattern.search(text)
                pattern.search(text + "☃")
                pattern.fullmatch(text + "☃")
        except TooLong:
            bad.append(word)
            break
    return bad


def test_the_patterns_of_the_reading_are_found() -> None:
    assert len(PATTERNS) > 150
    assert any(name.startswith("city.fines.talk.reading.assent_korean.") for name in PATTERNS)


@pytest.mark.parametrize("name", PATTERNS)
def test_repeated_words_keep_no_pattern_busy(name: str) -> None:
    assert too_long_on(PATTERNS[name]) == []


@pytest.mark.parametrize("sown", [r"(?:네|네네)*$", r"^(?:(?:그건|그건아니|아니)+)*!", r"(?:a+)+b"])
def test_a_pattern_whose_words_can_be_cut_in_two_ways_is_caught(sown: str) -> None:
    assert too_long_on(re.compile(sown))


WORDS = st.sampled_from(
    [
        "ㅋㅋ",
        "ㅎㅇ",
        "네",
        "네네",
        "아니",
        "아니요",
        "좋아요",
        "맞아요",
        "그건",
        "이요",
        "줘요",
        "접수",
        "의견제출",
        "그대로",
        "嗯",
        "请",
        "帮我",
        "把",
        "现在",
        "a",
        "all",
        "toi",
        "da",
        "no",
        "ok",
        "1",
        "12",
        "1,",
        ".",
        "?",
        "!",
        "~",
        "안녕하세요",
        "계좌",
        "12가3456",
        "1140-2026-0000001",
        "어제",
        "병원",
        "갔는데",
        "www.a.b",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["", " ", "."]), st.sampled_from(["", "☃", "요", "!?"]))
def test_no_text_keeps_the_desk_busy(words: list[str], between: str, end: str) -> None:
    text = ((between.join(words) + between) * MAX_TEXT_CHARACTERS)[: MAX_TEXT_CHARACTERS - len(end)] + end

    with processor_time(SECONDS):
        hear(understand(text), text, AT)
