"""What staff's requests about units have in common."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

MAX_BODY_BYTES = 32 * 1024
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Serial = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{4,39}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# The units a release is tried on first, and the others.
Ring = Literal["canary", "rest"]
Standing = Literal["active", "out_of_service"]
IncidentId = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9]{1,12}$", description="journal and sequence of the report")
]
