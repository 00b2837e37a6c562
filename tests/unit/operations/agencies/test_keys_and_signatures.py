"""Keys are known again by their digest, and a webhook by its signature, for as long as each is good."""

from datetime import UTC, datetime, timedelta

import pytest

from city.operations.agencies.keys import (
    AGENCY_KEY,
    SESSION_KEY,
    KeptKey,
    Session,
    digest_of,
    is_good,
    is_open,
    make_key,
    named_in,
)
from city.operations.agencies.signatures import check_signature, signed_headers

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
KEY = make_key(AGENCY_KEY, "112", "a" * 43)
SESSION = make_key(SESSION_KEY, "112", "b" * 43)
HOUR = timedelta(hours=1)


def test_a_key_is_good_until_it_ends() -> None:
    kept = (KeptKey(digest_of(KEY), NOW), KeptKey(digest_of(SESSION), NOW, NOW + HOUR))

    assert is_good(KEY, kept, NOW + 100 * HOUR)
    assert is_good(SESSION, kept, NOW)
    assert not is_good(SESSION, kept, NOW + HOUR)
    assert not is_good(KEY[:-1] + "b", kept, NOW)


@pytest.mark.parametrize("shown", ["", "dna", KEY.upper(), KEY + " ", "\ud800", "가"])
def test_nothing_else_is_good_and_an_agency_without_keys_has_none(shown: str) -> None:
    assert not is_good(shown, (), NOW)
    assert not is_good(shown, (KeptKey(digest_of(KEY), NOW),), NOW)


def test_a_session_ends_with_its_time_and_with_the_key_that_opened_it() -> None:
    session = Session("112", digest_of(SESSION), digest_of(KEY), NOW + HOUR)
    kept = (KeptKey(digest_of(KEY), NOW),)

    assert is_open(session, SESSION, kept, NOW)
    assert not is_open(session, SESSION, kept, NOW + HOUR)
    assert not is_open(session, KEY, kept, NOW)
    assert not is_open(None, SESSION, kept, NOW)
    assert not is_open(session, SESSION, (KeptKey("0" * 64, NOW),), NOW)
    assert not is_open(session, SESSION, (KeptKey(digest_of(KEY), NOW, NOW),), NOW)


@pytest.mark.parametrize(
    ("key", "named"),
    [(KEY, "112"), (SESSION, None), ("dna.." + "a" * 43, None), ("dna.1 2." + "a" * 43, None), (KEY + "a", None)],
)
def test_a_key_names_its_agency(key: str, named: str | None) -> None:
    assert named_in(AGENCY_KEY, key) == named


def test_nothing_of_a_key_is_shown_when_it_is_printed() -> None:
    shown = repr(KeptKey(digest_of(KEY), NOW)) + repr(Session("112", digest_of(SESSION), digest_of(KEY), NOW))

    assert digest_of(KEY) not in shown
    assert digest_of(SESSION) not in shown


SECRET, BODY = b"secret", b'{"a":1}'
SIGNED = signed_headers(SECRET, BODY, "119/x/1", NOW)


def test_a_signature_is_good_for_five_minutes_in_either_direction() -> None:
    lower = {name.lower(): value for name, value in SIGNED.items()}

    for minutes, good in ((0, True), (5, True), (-5, True), (5.1, False), (-5.1, False)):
        assert check_signature(SECRET, lower, BODY, NOW + timedelta(minutes=minutes)) is good


@pytest.mark.parametrize(
    ("secret", "change", "body"),
    [
        (b"other", {}, BODY),
        (SECRET, {}, BODY + b" "),
        (SECRET, {"X-Dongne-Timestamp": str(int(NOW.timestamp()) + 1)}, BODY),
        (SECRET, {"X-Dongne-Timestamp": ""}, BODY),
        (SECRET, {"X-Dongne-Signature": ""}, BODY),
        (SECRET, {"X-Dongne-Signature": "v1=가"}, BODY),
    ],
)
def test_another_secret_body_or_moment_is_no_signature(secret: bytes, change: dict[str, str], body: bytes) -> None:
    assert not check_signature(secret, {**SIGNED, **change}, body, NOW)


def test_the_signature_is_as_documented() -> None:
    """Computed with `printf '%s' '1794279600.{"a":1}' | openssl dgst -sha256 -hmac secret`."""
    assert SIGNED["X-Dongne-Timestamp"] == "1794279600"
    assert SIGNED["X-Dongne-Signature"] == "v1=bd04f4926e482ed3e3258ec9026ba4c5281ca83a3609724c1d9c351e2a9f7393"
