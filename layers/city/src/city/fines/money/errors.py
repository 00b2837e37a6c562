"""What may be wrong with a deposit, a bank, or the books."""

from city.kernel.errors import Conflict, Invalid, NotFound, Transient, Unauthenticated


class DepositForged(Unauthenticated):
    message_ko = "서명이 올바르지 않습니다."
    message_en = "The signature does not match."


class DepositStale(Unauthenticated):
    message_ko = "서명 시각이 허용 범위를 벗어났습니다."
    message_en = "The signature is too old or from the future."


class DepositReplayed(Conflict):
    message_ko = "이미 받은 전송입니다."
    message_en = "This delivery was received before."


class DepositUnknown(NotFound):
    message_ko = "입금 내역이 없습니다."
    message_en = "No such deposit."


class DepositContradicts(Conflict):
    """The bank used one deposit id for two deposits. The second goes to the dead letters, alarmed, never ignored."""

    message_ko = "같은 입금번호로 다른 입금이 이미 기록되어 있습니다."
    message_en = "Another deposit is on file under this deposit id."


class BankWordInvalid(Invalid):
    """A bank's message does not have the shape agreed on; `field` says where. The value is not repeated."""

    message_ko = "은행 전문의 형식이 올바르지 않습니다."
    message_en = "The bank's message does not have the agreed form."

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CancelBeforeDeposit(Transient):
    """A bank took back a deposit that is not on file yet: its telling may still be on its way."""


class EntryRepeated(Conflict):
    """The same entry is on file: nothing is left to do."""

    message_ko = "이미 기록된 분개입니다."
    message_en = "This entry is on file."


class EntryContradicts(Conflict):
    """Another entry is on file under this key: the money went elsewhere before."""

    message_ko = "이 입금은 이미 다르게 처리되었습니다."
    message_en = "This money was moved differently before."


class MoneyNotThere(Conflict):
    """The entry moves money that does not lie where it says."""

    message_ko = "처리하려는 금액이 해당 계정에 없습니다."
    message_en = "The money does not lie in this account."


class DepositNotYetKnown(Transient):
    """A cancellation came before its deposit: told again later, it finds it."""
