"""Korean telephone numbers, kept in E.164."""

import re
from dataclasses import dataclass
from typing import Self

from city.kernel.errors import Invalid

_E164_KOREA = re.compile(r"\+82[1-9]\d{6,9}")
_E164_OTHER = re.compile(r"\+(?!82)[1-9]\d{6,14}")


class PhoneNumberInvalid(Invalid):
    message_ko = "전화번호 형식이 아닙니다."
    message_en = "This is not a telephone number."


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number in E.164 (`+821012345678`). Its repr is masked, so it cannot leak by a log line."""

    e164: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `010-1234-5678`, `+82 10 1234 5678`, `0082…`, `82…`; a foreign number needs its `+`.

        Raises PhoneNumberInvalid.
        """
        digits = re.sub(r"[\s\-().]", "", text.strip())
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        elif digits.startswith("82") and not digits.startswith("820"):
            digits = "+" + digits
        elif digits.startswith("0"):
            digits = "+82" + digits[1:]
        digits = re.sub(r"^\+820", "+82", digits)
        if not (_E164_KOREA.fullmatch(digits) or _E164_OTHER.fullmatch(digits)):
            raise PhoneNumberInvalid
        return cls(digits)

    @property
    def masked(self) -> str:
        return f"{self.e164[:5]}****{self.e164[-2:]}"

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"

    __str__ = __repr__
