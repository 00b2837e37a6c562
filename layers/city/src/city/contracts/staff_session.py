"""One sign-in on every page: what `/api/session` sends and gets."""

from typing import Annotated

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.staff import RequestBody

MAX_BODY_BYTES = 1024


class StaffToken(Contract):
    """`token` goes into the Authorization header for `expires_in` seconds; `staff_id` is what the records call this person.

    `signed_in_at` is when they last proved who they are: routes that show whole personal data want that to be recent.
    """

    token: Annotated[str, Field(repr=False)]
    expires_in: int
    staff_id: str
    name: str | None
    groups: tuple[str, ...]
    signed_in_at: AwareMoment


class EndSession(RequestBody):
    """`everywhere`: at every browser and device of this person, and not only here."""

    everywhere: bool = False


class SessionEnded(Contract):
    """Where the page is to go, so that the sign-in pages forget the person too."""

    go: str
