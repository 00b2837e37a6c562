"""The base of every contract."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return moment


AwareMoment = Annotated[datetime, AfterValidator(_aware)]


class Contract(BaseModel):
    """What we send: unknown fields are our own mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ForeignContract(BaseModel):
    """What others send: they may add fields without asking us."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)
