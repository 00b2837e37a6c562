"""Reports and statistics of fines."""

from city.contracts.base import AwareMoment, Contract


class ReportLine(Contract):
    key: str
    written_at: AwareMoment
    size_bytes: int


class ReportPage(Contract):
    reports: tuple[ReportLine, ...]
    next_page: str | None


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
