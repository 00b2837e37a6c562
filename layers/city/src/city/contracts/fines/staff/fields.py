"""What staff's requests about fines have in common."""

from typing import Annotated

from pydantic import Field, StringConstraints

from city.contracts.staff import RequestBody

MAX_BODY_BYTES = 16 * 1024
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
NoticeNumber = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{7}$")]


class Disclose(RequestBody):
    """Why somebody needs to see personal data."""

    reason: Reason
