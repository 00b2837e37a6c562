"""A citizen's statement: how it is found, by whom, and what it says. Pure.

Whoever holds the card sees a code beside the credit on it. Code and card together open the statement; nothing else does,
no telephone is needed, and no telephone is known. The code is a keyed hash of round and card, so it is checked without being
looked up: an unknown card, a wrong code and a card without a dividend cost the same and get the same answer.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from city.dividend.payout.errors import StatementUnknown

# Crockford's: no letter that looks like a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # pragma: allowlist secret
_CODE_LETTERS = 12
_GROUP = 3
MEMO_PREFIX = "DV"


@dataclass(frozen=True, slots=True)
class StatementKey:
    """Of all rounds. It opens amounts, not purchases, and no pseudonym can be made with it."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < 32:
            raise ValueError("the statement key has at least 32 bytes")

    def handle(self, round_id: str, card_id: str) -> str:
        """Under what the card's line is filed: 32 hexadecimal digits."""
        return self._digest("handle", round_id, card_id).hex()[:32]

    def code(self, round_id: str, card_id: str) -> str:
        """60 bits, as `ABC-DEF-GHJ-KMN`."""
        number = int.from_bytes(self._digest("code", round_id, card_id)[:8], "big") >> 4
        letters = ""
        for _ in range(_CODE_LETTERS):
            number, place = divmod(number, len(_ALPHABET))
            letters += _ALPHABET[place]
        return "-".join(letters[start : start + _GROUP] for start in range(0, _CODE_LETTERS, _GROUP))

    def holder(self, card_id: str) -> str:
        """Under what is kept for a card from one round to the next."""
        return self._digest("holder", "", card_id).hex()[:32]

    def memo(self, round_id: str, card_id: str) -> str:
        """What the operator prints beside the credit and texts to the cardholder: 17 characters."""
        return f"{MEMO_PREFIX}{self.code(round_id, card_id)}"

    def check(self, round_id: str, card_id: str, entered: str) -> str:
        """The handle, for the right code, however it was typed. Raises StatementUnknown."""
        handle, code = self.handle(round_id, card_id), self.code(round_id, card_id)
        typed = _plain(entered)
        whole = hmac.compare_digest(_plain(code), typed)
        with_prefix = hmac.compare_digest(_plain(MEMO_PREFIX + code), typed)
        if not (whole or with_prefix):
            raise StatementUnknown
        return handle

    def _digest(self, purpose: str, round_id: str, card_id: str) -> bytes:
        return hmac.new(self.key, f"{purpose}\x1f{round_id}\x1f{card_id}".encode(), hashlib.sha256).digest()


def _plain(code: str) -> bytes:
    letters = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(letter for letter in letters if letter in _ALPHABET).encode()


def text_of(round_id: str, amount_krw: int, code: str) -> str:
    """What the operator texts to somebody it has paid: at most 90 bytes of EUC-KR, so one SMS.

    No link stands in it and no number to call: official texts carry none, so that nobody learns to follow one.
    """
    return f"[데이터배당] {round_id}회 {amount_krw:,}원 적립. 시청 누리집에서 확인번호 {code}"


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """What one card got in one round."""

    amount_krw: int
    state: str
    reason: str | None
    paid_at: str | None
