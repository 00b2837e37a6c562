"""One form of each value, and no other."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.operations.viewlog.proving.canonical import (
    NotCanonical,
    moment_text,
    read_canonical,
    read_moment,
    write_canonical,
)
from city.operations.viewlog.proving.chain import next_line, read_line, start_of
from tests.unit.operations.viewlog.sealed_log import FIRST_DAY, NOON, entry_of

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_is_read_as_it_was_written(value: object) -> None:
    assert read_canonical(write_canonical(value)) == value


def test_the_form_of_rfc_8785() -> None:
    value = {"b": [1, True, None], "a": 'é"\\/\b\f\n\r\t\u000f€', "": {}}

    # RFC 8785 §3.2: names sorted, short escapes where JSON has them, \u00xx in lower case, nothing else escaped.
    assert write_canonical(value) == '{"":{},"a":"é\\"\\\\/\\b\\f\\n\\r\\t\\u000f€","b":[1,true,null]}'.encode()


@pytest.mark.parametrize("value", [1.0, 2**53, float("nan"), {"é": 1}, {1: 1}, "\ud800", b"", {1}])
def test_what_has_no_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        write_canonical(value)


@pytest.mark.parametrize(
    "content", [b'{"a": 1}', b'{"b":1,"a":1}', b'{"a":1,"a":1}', b"1.0", b'"\\u00e9"', b"\xff", b"", b"[1]\n"]
)
def test_another_form_is_not_read(content: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(content)


def test_times_are_written_in_utc() -> None:
    seoul = datetime(2026, 11, 10, 12, 0, tzinfo=timezone(timedelta(hours=9)))

    assert moment_text(seoul) == "2026-11-10T03:00:00.000000Z"
    assert read_moment(moment_text(seoul)) == seoul.astimezone(UTC)


def test_a_line_is_read_as_it_was_written() -> None:
    line = next_line(FIRST_DAY, 3, start_of(FIRST_DAY), entry_of(3), NOON)

    assert read_line(line.to_bytes()) == line
    assert line.moment == NOON


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b'{"day":"2026-11-10","entry":{},"logged_at":"","previous":"x","sequence":0}',
        b'{"day":"x","entry":{},"logged_at":"","previous":"' + b"0" * 64 + b'","sequence":0}',
        b'{"day":"2026-11-10","entry":{},"logged_at":"","previous":"' + b"0" * 64 + b'","sequence":-1}',
        b'{"day":"2026-11-10","entry":[],"logged_at":"","previous":"' + b"0" * 64 + b'","sequence":0}',
    ],
)
def test_what_is_no_line(content: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_line(content)
