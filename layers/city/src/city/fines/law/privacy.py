"""What staff see of personal data before they say why they need it: names, telephones, plates, accounts, words. Pure.

Rather too much is masked than too little: whoever needs the rest says why, and is written down.
"""

import re
import unicodedata
from dataclasses import dataclass

from city.kernel.plate import Plate

_GAP = r"[\s\-·.]{0,3}"
# Looser than a plate is read: any syllable, and no digit beside it hides it. The last two digits are only looked at,
# because another plate may begin with them: 00가0000가0000.
_PLATE_LIKE = re.compile(rf"(\d{{2,3}}{_GAP}[가-힣]{_GAP})\d{{2}}(?=\d{{2}})")
_NUMBER_LIKE = re.compile(r"\+?\d(?:[\s\-.·()/~_]{0,3}\d){6,}")
_NOTICE_NUMBER = re.compile(r"\d{4}\s?-\s?\d{4}\s?-\s?\d{7}")
# `2611-0042`: year and month, and a count within it.
_TICKET_NUMBER = re.compile(r"[2-9]\d(?:0[1-9]|1[0-2])\s?-\s?\d{4}")
# The exchange that is the office's own, in whatever spelling.
_OFFICE_TELEPHONE = re.compile(r"(?:\+82[\s\-.)]?|\(?0)?2[\s\-.)]{0,2}3396[\s\-.]?\d{4}")
_DATE = re.compile(r"20\d{2}[-./]\s?(?:0?[1-9]|1[0-2])[-./]\s?(?:0?[1-9]|[12]\d|3[01])")
_KEPT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Mask:
    """Masks personal data; `lifted` for somebody who said why, and then it shows all."""

    lifted: bool = False

    def name(self, text: str) -> str:
        """`홍*동`."""
        return text if self.lifted else mask_name(text)

    def phone(self, e164: str | None) -> str | None:
        """`010-****-5678`."""
        return e164 if self.lifted or e164 is None else mask_phone(e164)

    def plate(self, text: str) -> str:
        """`12가**56`."""
        return text if self.lifted else Plate(text).masked

    def account(self, number: str | None) -> str | None:
        """`**********0001`."""
        return number if self.lifted or number is None else mask_account(number)

    def words(self, text: str | None) -> str | None:
        """What somebody wrote, without the plates, telephones and accounts in it."""
        return text if self.lifted or text is None else mask_words(text)


def mask_name(name: str) -> str:
    """The first and the last character of each part stay; of two, the first."""
    return " ".join(_mask_part(part) for part in name.split())


def _mask_part(part: str) -> str:
    if len(part) <= 2:
        return part[:1] + "*"
    return part[0] + "*" * (len(part) - 2) + part[-1]


def mask_phone(e164: str) -> str:
    if e164.startswith("+8210") and len(e164) == len("+821012345678"):
        return f"010-****-{e164[-4:]}"
    return f"{e164[:3]}****{e164[-_KEPT_DIGITS:]}"


def mask_account(number: str) -> str:
    return "*" * (len(number) - 4) + number[-4:]


def mask_words(text: str) -> str:
    """`text` without what could be a plate, a telephone or an account.

    Notice and ticket numbers, the office's own telephones and dates stay: they are nobody's.
    """
    # NFKC, so that full-width digits and decomposed Hangul are seen for what they are.
    plain = unicodedata.normalize("NFKC", text)
    plain = _PLATE_LIKE.sub(r"\1**", plain)
    return _NUMBER_LIKE.sub(lambda match: _mask_number(match[0]), plain)


def _mask_number(number: str) -> str:
    if any(known.fullmatch(number) for known in (_NOTICE_NUMBER, _TICKET_NUMBER, _OFFICE_TELEPHONE, _DATE)):
        return number
    left = sum(character.isdigit() for character in number) - _KEPT_DIGITS
    masked = []
    for character in number:
        hide = character.isdigit() and left > 0
        left -= character.isdigit()
        masked.append("*" if hide else character)
    return "".join(masked)
