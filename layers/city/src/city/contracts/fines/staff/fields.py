"""What staff's requests about fines have in common."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from city.contracts.reasons import gives_reason
from city.contracts.staff import RequestBody

MAX_BODY_BYTES = 16 * 1024


def _check_reason(text: str) -> str:
    if not gives_reason(text):
        raise ValueError("this gives no reason")
    return text


Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_check_reason)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_check_reason)]
# Empty where none is needed; what is written is one.
ReasonIfAny = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=300),
    AfterValidator(lambda text: _check_reason(text) if text else text),
]
NoticeNumber = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{7}$")]


class Disclose(RequestBody):
    """Why somebody needs to see personal data."""

    reason: Reason
