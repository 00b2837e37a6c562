"""Reports and statistics of fines."""

from typing import Annotated

from pydantic import Field

from city.contracts.base import AwareMoment, Contract


class ReportLine(Contract):
    """One report. Of an upload of notices also who put it in, what became of how many rows, and whether it was unreadable."""

    key: str
    written_at: AwareMoment
    size_bytes: int
    by: str | None = None
    by_name: str | None = None
    counts: Annotated[dict[str, int], Field(default_factory=dict)]
    unreadable: bool = False


class ReportPage(Contract):
    reports: tuple[ReportLine, ...]
    next_page: str | None


class FileTemplate(Contract):
    """An empty file to fill in. `content`: base64."""

    name: str
    content_type: str
    content: str


class Figures(Contract):
    """Counts of a day, or of all days asked for. `containment` is answered over all messages."""

    messages: int
    answered: int
    ticketed: int
    containment: float | None
    abstained: int
    by_intent: dict[str, int]
    by_language: dict[str, int]
    by_channel: dict[str, int]
    by_hour: dict[str, int]
    received_krw: int
    settled_krw: int
    suspense_krw: int
    refunded_krw: int
    taken_back_krw: int


class Statistics(Contract):
    total: Figures
    days: dict[str, Figures]
