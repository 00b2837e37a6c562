"""What staff ask about deposits, suspense and refunds, and what the API answers."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.staff.fields import NoticeNumber, Reason
from city.contracts.staff import RequestBody


class ProposeDecision(RequestBody):
    """What is to become of a deposit: it pays a notice, or goes back to the account named."""

    action: Literal["assign", "refund"]
    reason: Reason
    notice_number: NoticeNumber | None = None
    refund_bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")] | None = None
    refund_account: Annotated[str | None, Field(pattern=r"^[0-9]{8,16}$", repr=False)] = None
    refund_holder: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None
    # It was paid by mistake, so the fine it paid is owed again.
    reopens_case: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        refund = (self.refund_bank, self.refund_account, self.refund_holder)
        if self.action == "assign" and (self.notice_number is None or any(refund)):
            raise ValueError("an assignment names a notice and no account")
        if self.action == "refund" and (self.notice_number is not None or not all(refund)):
            raise ValueError("a refund names bank, account and holder, and no notice")
        if self.action == "assign" and self.reopens_case:
            raise ValueError("only a refund leaves a fine unpaid again")
        return self


class DecideProposal(RequestBody):
    approve: bool


class ConfirmRefund(RequestBody):
    bank_reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{4,64}$")]


class LedgerLine(Contract):
    key: str
    kind: str
    at: AwareMoment
    amount_krw: int
    notice_number: str | None


class DepositLine(Contract):
    """`pays_case`: its money pays the case, or an instalment of it; else it is held, on its way back, or gone."""

    deposit_key: str
    outcome: str | None
    pays_case: bool
    reason: str | None
    account_number: str | None
    amount_krw: int
    notice_number: str | None
    deposited_at: AwareMoment
    received_at: AwareMoment


class DecisionLine(Contract):
    deposit_key: str
    action: str
    state: str
    amount_krw: int
    notice_number: str | None
    reason: str | None
    refund_bank: str | None
    refund_account: str | None
    refund_holder: str | None
    reopens_case: bool
    proposed_by: str
    proposed_by_name: str | None = None
    proposed_at: AwareMoment
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    paid_by: str | None
    paid_by_name: str | None = None
    paid_at: AwareMoment | None
    bank_reference: str | None


class DepositFile(DepositLine):
    """A deposit with what was booked and decided about it, and the other deposits that came for its case."""

    others: tuple[DepositLine, ...]
    ledger: tuple[LedgerLine, ...]
    decision: DecisionLine | None


class SuspensePage(Contract):
    suspense: tuple[DepositLine, ...]
    next_page: str | None


class DecisionPage(Contract):
    decisions: tuple[DecisionLine, ...]
    next_page: str | None
