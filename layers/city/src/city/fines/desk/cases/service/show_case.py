"""Showing staff a case, masked, or whole to somebody who says why."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.fines.staff.cases import CaseStory
from city.fines.desk.cases.service.case_stories import CaseStories
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.privacy import Mask
from city.fines.law.tables.history import notice_subject
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCase:
    """Shows a case masked."""

    stories: CaseStories

    def show(self, number: str) -> CaseStory:
        """Raises NoticeUnknown."""
        return self.stories.read(number, Mask())


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseCase:
    """Shows a case whole, and writes down who looked and why."""

    stories: CaseStories
    desk: DeskEntries
    clock: Clock

    def disclose(self, number: str, reason: str, by: str) -> CaseStory:
        """Written down before it is answered. Raises NoticeUnknown."""
        story = self.stories.read(number, Mask(lifted=True))
        self.desk.keep_view(notice_subject(number), by=by, reason=reason, at=self.clock.now())
        logger().info("personal data disclosed", extra={"notice_number": number, "by": by})
        return story
