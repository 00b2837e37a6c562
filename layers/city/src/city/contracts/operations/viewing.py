"""What is said of grants beyond the pages of staff: why somebody does not see a camera, and why a grant is over."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from city.contracts.base import ForeignContract

# How a camera stands to a place: it looks there, nobody knows whether it does, it is near and looks elsewhere; or somebody
# picked it.
CameraVerdict = Literal["sees", "may_see", "near", "picked"]


class GrantState(StrEnum):
    WAITING = "waiting"
    GIVEN = "given"
    DECLINED = "declined"
    ENDED = "ended"


class Ending(StrEnum):
    """Why a grant is over."""

    WINDOW = "window_over"
    INCIDENT = "incident_over"
    INACTIVE = "inactive"
    REVOKED = "revoked"
    # The body it opened to told that its part is over (status 50, 90 or 91 of the integrated platform).
    PARTNER = "partner_over"


class Refusal(StrEnum):
    """Why somebody does not see a camera; the endings, and what never was allowed."""

    NOT_GIVEN = "not_given"
    NOT_BEGUN = "not_begun"
    OTHER_ORGANISATION = "other_organisation"
    OTHER_PERSON = "other_person"
    CAMERA_NOT_INCLUDED = "camera_not_included"
    WINDOW = "window_over"
    INCIDENT = "incident_over"
    INACTIVE = "inactive"
    REVOKED = "revoked"
    PARTNER = "partner_over"


class GrantBasis(StrEnum):
    """개인정보 보호법 25조① and 18조②, in the words of the log of views.

    Consent (18조②1) and the person seen (35조) are no ground for a grant: they end in a copy, not in a live view.
    """

    OWN_PURPOSE = "own_purpose"
    OTHER_LAW = "other_law"
    URGENT_DANGER = "urgent_danger"
    COMMISSION_DECISION = "commission_decision"
    INVESTIGATION = "investigation"
    COURT = "court"
    SENTENCE = "sentence"
    PUBLIC_SAFETY = "public_safety"


class GrantItemsChanged(ForeignContract):
    """What the stream of the grants table hands a function: of each changed grant, its key."""

    records: list[dict[str, Any]] = Field(alias="Records")

    @property
    def grants(self) -> list[str]:
        """Each id once, in the order of the changes."""
        return list(dict.fromkeys(record["dynamodb"]["Keys"]["grant_id"]["S"] for record in self.records))
