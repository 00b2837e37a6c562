"""What a citizen sees of their own talk on the web, and what is left when they have it forgotten (개인정보 보호법 §35, §36)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.chat import FileType, LanguageName, Session

# A page of a talk; a year of one holds more.
TURNS_SHOWN = 200


class AskOwnTalk(Contract):
    """The session is the talk's secret: whoever has it, had the talk. No plate and no number opens one."""

    model_config = ConfigDict(hide_input_in_errors=True)

    session: Session


class OwnTurn(Contract):
    """One message as it is kept, and what was answered."""

    at: AwareMoment
    said: str | None = None
    reply: str | None = None
    language: LanguageName | None = None
    ticket: str | None = None


class OwnFile(Contract):
    """One file: what its sender called it, and whether it went with a message."""

    name: str
    content_type: FileType
    size_bytes: int
    handed_in_at: AwareMoment
    is_sent: bool = False


KeptKind = Literal["open_ticket", "ticket", "opinion", "file", "account"]


class KeptByLaw(Contract):
    """What stays though it is asked to go. The page says by its kind which law wants it, and for how long.

    `number`: a ticket's, or of the notice that an opinion or a file belongs to, as the citizen wrote it.
    """

    kind: KeptKind
    since: date
    number: str | None = None
    name: str | None = None


class OwnTalk(Contract):
    """What is on file of a talk; empty for a session that nobody knows."""

    # The last ones, oldest first.
    turns: Annotated[tuple[OwnTurn, ...], Field(max_length=TURNS_SHOWN)] = ()
    has_more: bool = False
    files: tuple[OwnFile, ...] = ()
    # Until when the next message is read with what was said before.
    remembered_until: AwareMoment | None = None
    kept: tuple[KeptByLaw, ...] = ()


class ForgottenTalk(Contract):
    """What was deleted, and what stays. `is_finished`: False where there is more than one request deletes."""

    turns: int
    files: int
    is_finished: bool = True
    kept: tuple[KeptByLaw, ...] = ()
