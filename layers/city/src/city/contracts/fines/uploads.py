"""Putting a file into an inbox from the staff's page: what the page asks for, and what it is allowed to post."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import Contract

MAX_BODY_BYTES = 4 * 1024
# Half a million notices; a statement of a bank's day is far smaller.
MAX_FILE_BYTES = 100 * 1024 * 1024
# A workbook is packed: two hundred thousand notices.
MAX_WORKBOOK_BYTES = 30 * 1024 * 1024
WORKBOOK = ".xlsx"
CONTENT_TYPE = "text/csv"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

UploadKind = Literal["notices", "accounts", "statement"]


class AskUpload(Contract):
    """One file as it lies on the desk. A statement says whose day it is: the key it is filed under says the same."""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: UploadKind
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    size_bytes: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)]
    bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")] | None = None
    day: date | None = None
    # A person saw which numbers lost their leading zero, and says that they are to be read with it.
    with_leading_zeros: bool = False

    @property
    def is_workbook(self) -> bool:
        return self.kind == "notices" and self.name.lower().endswith(WORKBOOK)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        of_a_day = (self.bank is not None, self.day is not None)
        if of_a_day != ((True, True) if self.kind == "statement" else (False, False)):
            raise ValueError("a statement names its bank and day, and nothing else does")
        if self.with_leading_zeros and self.kind != "notices":
            raise ValueError("only notices are confirmed")
        return self


class SignedUpload(Contract):
    """A form to post, field by field and the file last, until it expires. `report_key`: where the report will stand."""

    url: str
    fields: dict[str, str]
    key: str
    report_key: str
    expires_in: int
