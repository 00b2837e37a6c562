"""What staff report about leaked samples, and what the API answers."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import Reason, Word
from city.contracts.staff import RequestBody

# A sample of 1,000 rows is a hundredth of this.
MAX_SAMPLE_BYTES = 32 * 1024 * 1024


class ReportLeak(RequestBody):
    """Rows of a data set were found where they should not be. `case_id` names the case; the sample is uploaded by form."""

    case_id: Word
    format: Literal["csv", "parquet"]
    size_bytes: Annotated[int, Field(ge=1, le=MAX_SAMPLE_BYTES)]
    reason: Reason


class AccusedBuyer(Contract):
    """`score`: how much more likely the sample is if this buyer's copy leaked, as a natural logarithm."""

    buyer_id: str
    score: float


class LeakFound(Contract):
    """What tracing a sample came to, as the case keeps it."""

    version: Literal[1] = 1
    rows: int
    buyers: int
    threshold: float
    highest_score: float | None
    false_accusation: float
    accused: tuple[AccusedBuyer, ...]


class LeakCase(Contract):
    """A leaked sample, who reported it and why, and what tracing came to.

    Nobody is accused below `threshold`; `false_accusation` bounds, by proof, the chance that any of the `buyers` compared
    is accused without having had a part in the sample.
    """

    case_id: str
    data_set: str
    revision: int
    format: str
    size_bytes: int
    reason: str
    reported_by: str
    reported_by_name: str | None = None
    reported_at: AwareMoment
    state: Literal["reported", "waiting", "tracing", "traced", "refused"]
    traced_by: str | None
    traced_by_name: str | None = None
    traced_at: AwareMoment | None
    refused_because: str | None
    sample_sha256: str | None
    rows: int | None
    buyers: int | None
    threshold: float | None
    highest_score: float | None
    false_accusation: float | None
    accused: tuple[AccusedBuyer, ...]


class LeakPage(Contract):
    cases: tuple[LeakCase, ...]


class LeakUpload(Contract):
    """The case, and a form to post its sample with, field by field and the file last, until it expires."""

    case: LeakCase
    url: str
    fields: dict[str, str]
    expires_in_s: int
