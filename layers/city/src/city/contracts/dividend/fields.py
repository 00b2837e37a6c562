"""What requests about the dividend have in common."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

MAX_BODY_BYTES = 64 * 1024
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=512)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
DataSet = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Purpose = Literal["statistics", "research", "archiving", "commercial_statistics"]
