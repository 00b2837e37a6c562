"""Listing the corrections that wait for another person."""

from dataclasses import dataclass

from city.contracts.fines.staff.corrections import CorrectionPage
from city.fines.desk.cases.service.corrections.shown_corrections import show_correction
from city.fines.desk.tables.corrections import CORRECTIONS, CorrectionRecord
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.privacy import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCorrections:
    """The longest waiting first."""

    desk: DeskEntries

    MOST = 100

    def list(self, limit: int, page: str | None) -> CorrectionPage:
        """Raises Invalid."""
        found, following = self.desk.list_work(CORRECTIONS, limit, page)
        lines = tuple(show_correction(each, Mask()) for each in found if isinstance(each, CorrectionRecord))
        return CorrectionPage(corrections=lines, next_page=following)
