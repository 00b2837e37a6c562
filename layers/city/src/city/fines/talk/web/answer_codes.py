"""The code with which whoever asked on the web reads a person's answer there. Pure.

It is derived from the ticket and the session under the city's key, so that it is kept nowhere, and the same ticket has
the same code however often it is told.
"""

import hmac
import unicodedata

from city.kernel.privacy import KeyedHash

# Without 0 O, 1 I L: people read it from a screen and write it on paper. Ten of them: 49 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # pragma: allowlist secret
CODE_LETTERS = 10


def answer_code(hashed: KeyedHash, ticket: str, holder: str) -> str:
    """`K7M2Q-9XR4T`."""
    number = int(hashed.of("answer code", f"{ticket} {holder}"), 16)
    letters = []
    for _ in range(CODE_LETTERS):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    half = CODE_LETTERS // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"


def is_answer_code(told: str, code: str) -> bool:
    """Whether somebody told this code, in whatever case, with or without its hyphen. Takes the same time for every one."""
    return hmac.compare_digest(_bare(told).encode(), _bare(code).encode())


def _bare(code: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).upper() if letter.isalnum())
