"""Showing staff one opinion."""

from dataclasses import dataclass

from city.contracts.fines.staff.cases import OpinionLine
from city.fines.desk.cases.service.shown_cases import show_opinion
from city.fines.desk.errors import OpinionUnknown
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.privacy import Mask
from city.fines.law.tables.opinions import OpinionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOpinion:
    """Shows an opinion masked."""

    desk: DeskEntries

    def show(self, number: str, given_at: str) -> OpinionLine:
        """Raises OpinionUnknown."""
        return show_opinion(find_opinion(self.desk, number, given_at), Mask())


def find_opinion(desk: DeskEntries, number: str, given_at: str) -> OpinionRecord:
    """Raises OpinionUnknown."""
    opinion = desk.find_opinion(number, given_at)
    if opinion is None:
        raise OpinionUnknown
    return opinion
