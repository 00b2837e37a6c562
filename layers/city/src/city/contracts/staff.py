"""What every staff API has in common: the base of a request, the history of a subject, and the access log."""

from typing import Generic, TypeVar

from pydantic import ConfigDict

from city.contracts.base import AwareMoment, Contract


class RequestBody(Contract):
    """Base of every body: nothing unknown, and no value repeated in a refusal."""

    model_config = ConfigDict(hide_input_in_errors=True)


class HistoryLine(Contract):
    """One thing that was done. `by_name`: the person's name at that time; nobody's for what no member of staff did."""

    what: str
    at: AwareMoment
    by: str
    by_name: str | None = None
    note: str | None


class ViewLine(Contract):
    """Who looked at personal data, by id and by name at that time, when, and why."""

    by: str
    by_name: str | None = None
    at: AwareMoment
    reason: str


Line = TypeVar("Line", bound=ViewLine)


class ViewPage(Contract, Generic[Line]):
    """A page of the access log of one subject."""

    views: tuple[Line, ...]
    next_page: str | None
