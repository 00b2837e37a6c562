"""Refusals of the books, each a fact."""

from city.kernel.errors import (
    Conflict,
    Rejected,
)


class EntryUnbalanced(Rejected):
    """Debits and credits of an entry differ: nobody may write it."""

    message_ko = "차변과 대변이 맞지 않습니다."
    message_en = "Debits and credits differ."


class EntryContradicts(Conflict):
    """Something else is on file under the entry's key."""

    message_ko = "같은 번호로 다른 분개가 이미 기록되어 있습니다."
    message_en = "Another entry is on file under this key."


class CorrectedBefore(Conflict):
    message_ko = "이미 정정된 분개입니다."
    message_en = "This entry was corrected before."


class AccountOverdrawn(Rejected):
    """The entry takes out more than lies there."""

    message_ko = "계정의 잔액이 부족합니다."
    message_en = "There is less money in the account than the entry takes out."
