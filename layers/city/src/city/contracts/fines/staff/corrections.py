"""What staff put right on a case, and what is shown of it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.staff.fields import NoticeNumber, Reason
from city.contracts.staff import RequestBody

CorrectionMove = Literal[
    "serve_again", "serve_imposition_again", "correct_car", "correct_owner", "hand_to_renter", "cancel"
]
CorrectionGround = Literal[
    "undelivered",
    "wrong_address",
    "public_notice",
    "misread_plate",
    "sold_before",
    "wrong_owner",
    "rented",
    "duplicate",
    "no_violation",
    "sign_missing",
    "evidence_missing",
    "stolen",
    "owner_died",
    "legitimate_reason",
    "other",
]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
_Document = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class CorrectCase(RequestBody):
    """What is to be put right. Which of the facts it needs depends on the move.

    `served_on`: when the notice was served anew, or the imposition received. `document`: what proves a sale or a lease.
    """

    move: CorrectionMove
    ground: CorrectionGround
    reason: Reason
    served_on: date | None = None
    opinion_until: date | None = None
    plate: Annotated[str | None, Field(min_length=6, max_length=12, repr=False)] = None
    owner_name: Annotated[_Name | None, Field(repr=False)] = None
    owner_phone: Annotated[str | None, Field(min_length=8, max_length=20, repr=False)] = None
    document: _Document | None = None
    duplicate_of: NoticeNumber | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed: dict[str, tuple[object, ...]] = {
            "serve_again": (self.served_on,),
            "serve_imposition_again": (self.served_on,),
            "correct_car": (self.plate, self.owner_name),
            "correct_owner": (self.owner_name, self.document),
            "hand_to_renter": (self.owner_name, self.document),
            "cancel": (self.ground != "duplicate" or self.duplicate_of,),
        }
        if not all(needed[self.move]):
            raise ValueError("this correction needs another fact")
        return self


class DecideCorrection(RequestBody):
    approve: bool


class FactsBefore(Contract):
    """What stood on the notice before it was put right."""

    state: str
    plate: str
    owner_name: str
    owner_phone: str | None
    notified_on: date
    opinion_until: date
    imposed_on: date | None
    pay_until: date | None


class CorrectionLine(Contract):
    """A correction: `proposed` until another person decides, `approved` once it is carried out."""

    notice_number: str
    move: str
    ground: str
    reason: str | None
    state: str
    served_on: date | None
    opinion_until: date | None
    plate: str | None
    owner_name: str | None
    owner_phone: str | None
    document: str | None
    duplicate_of: str | None
    proposed_by: str
    proposed_by_name: str | None = None
    proposed_at: AwareMoment
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    before: FactsBefore | None


class CorrectionPage(Contract):
    corrections: tuple[CorrectionLine, ...]
    next_page: str | None
