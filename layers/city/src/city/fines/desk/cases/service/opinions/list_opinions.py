"""Listing the opinions that wait for a decision."""

from dataclasses import dataclass

from city.contracts.fines.staff.cases import OpinionPage
from city.fines.desk.cases.service.shown_cases import show_opinion
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.privacy import Mask
from city.fines.law.tables.opinions import OPINIONS, OpinionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOpinions:
    """The longest waiting first."""

    desk: DeskEntries

    MOST = 100

    def list(self, limit: int, page: str | None) -> OpinionPage:
        """Opinions to decide, the longest waiting first. Raises Invalid."""
        found, following = self.desk.list_work(OPINIONS, limit, page)
        opinions = tuple(show_opinion(opinion, Mask()) for opinion in found if isinstance(opinion, OpinionRecord))
        return OpinionPage(opinions=opinions, next_page=following)
