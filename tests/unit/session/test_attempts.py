import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from city.session.attempts import LASTS, SLOTS, begin_attempt, seal, slot_of, unseal
from city.session.errors import SignInInterrupted

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
KEY, OTHER_KEY = b"k" * 64, b"o" * 64


def attempt(random: str = "r" * 43):
    return begin_attempt(random, "v" * 43, "n" * 43, "/fines/desk", NOW)


def test_an_attempt_comes_back_as_it_was_sealed():
    begun = attempt()

    assert unseal(seal(begun, KEY), begun.state, KEY, NOW + LASTS) == begun


def test_the_challenge_is_the_one_of_the_standard():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # pragma: allowlist secret

    assert (
        replace(attempt(), verifier=verifier).challenge
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # pragma: allowlist secret
    )  # pragma: allowlist secret


def test_attempts_share_few_cookies():
    slots = {slot_of(attempt(f"{number:043d}").state) for number in range(200)}

    assert slots == set(range(SLOTS))


def altered(sealed: str) -> str:
    content, _, signature = sealed.partition(".")
    read = json.loads(urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    written = urlsafe_b64encode(json.dumps(read | {"return_to": "//evil.example"}).encode()).rstrip(b"=").decode()
    return f"{written}.{signature}"


@pytest.mark.parametrize(
    "sealed",
    [
        None,
        "",
        ".",
        "a.b",
        "한글.서명",
        seal(attempt(), OTHER_KEY),
        altered(seal(attempt(), KEY)),
        seal(attempt(), KEY)[:-1],
        seal(attempt(), KEY) + "x" * 10_000,
        seal(attempt("s" * 43), KEY),
    ],
)
def test_a_cookie_that_is_altered_foreign_or_of_another_state_is_refused(sealed):
    with pytest.raises(SignInInterrupted):
        unseal(sealed, attempt().state, KEY, NOW)


@pytest.mark.parametrize("age", [LASTS + timedelta(seconds=1), timedelta(minutes=-2)])
def test_an_attempt_too_old_or_from_the_future_is_refused(age):
    begun = attempt()

    with pytest.raises(SignInInterrupted):
        unseal(seal(begun, KEY), begun.state, KEY, NOW + age)


@pytest.mark.parametrize(
    "state", ["", "0", "9" + "r" * 43, "4" + "r" * 43, "0" + "r" * 500, "0" + "한" * 43, "../" * 10]
)
def test_what_is_no_state_of_ours_is_refused_unread(state):
    with pytest.raises(SignInInterrupted):
        slot_of(state)


def test_an_attempt_prints_no_verifier():
    assert "v" * 43 not in repr(attempt())
