"""The web chat: what a citizen's page sends, and what it gets back."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract

MAX_BODY_BYTES = 8 * 1024
MAX_FILE_BYTES = 10 * 1024 * 1024
FILES_IN_A_MESSAGE = 5

Session = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,60}$")]
FileId = Annotated[str, Field(pattern=r"^[a-f0-9]{32}$")]
FileType = Literal["image/jpeg", "image/png", "image/heic", "image/webp", "application/pdf"]
LanguageName = Literal["ko", "en", "zh", "vi"]


class _FromThePage(Contract):
    model_config = ConfigDict(hide_input_in_errors=True)


class ChatMessageV1(_FromThePage):
    """One message. `session` is the page's own, and new with each visit; `message_id` stays the same on a retry."""

    version: Literal[1] = 1
    session: Session
    message_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class ChatReplyV1(Contract):
    """The answer. `reply` is None where the desk keeps silent: too many questions that led nowhere in an hour."""

    version: Literal[1] = 1
    reply: str | None
    outcome: Literal["answered", "ticketed"]
    language: LanguageName


class ChatMessageV2(_FromThePage):
    """One message, with the files that go with it: of this session, checked, and in no message before."""

    version: Literal[2]
    session: Session
    message_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    files: Annotated[tuple[FileId, ...], Field(max_length=FILES_IN_A_MESSAGE)] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.files:
            raise ValueError("a message holds words, files or both")
        return self


class ChatReplyV2(Contract):
    """The answer. Of a message that a person has to answer: the ticket, and the code with which the answer is read."""

    version: Literal[2] = 2
    reply: str | None
    outcome: Literal["answered", "ticketed"]
    language: LanguageName
    ticket: str | None = None
    code: str | None = None
    # How many of the files went with the message.
    files: int = 0


class AskFile(_FromThePage):
    """One file on a citizen's device. What it says it is, is looked at again when it is here."""

    session: Session
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    content_type: FileType
    size_bytes: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)]


class SignedFile(Contract):
    """A form to post, field by field and the file last, until it expires."""

    file_id: str
    url: str
    fields: dict[str, str]
    expires_in: int


class CheckFile(_FromThePage):
    session: Session
    file_id: FileId


class CheckedFile(Contract):
    """What was found in the file; it may go with a message now."""

    file_id: str
    content_type: FileType
    size_bytes: int


class AskProgress(_FromThePage):
    """Who holds the notice knows both."""

    notice_number: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{7}$")]
    plate: Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=20)]


class OpinionProgress(Contract):
    """One opinion, without a word of it."""

    given_on: date
    state: Literal["received", "under_review", "accepted", "rejected"]
    decided_on: date | None = None
    reason: str | None = None


class TicketProgress(Contract):
    number: str
    opened_on: date
    state: Literal["open", "answered", "closed"]


class AccountProgress(Contract):
    """The account that was given last, without its number: whoever asks for it again in the chat is given it again."""

    amount_krw: int
    # The last day on which it takes money, as it was given.
    until: date
    state: Literal["open", "ended"]


class PaymentProgress(Contract):
    """What is to be paid of a notice, or was. `not_yet`: the notice of imposition is still to come.

    `unknown`: no rule of the city's gives the amount, as of a violation from before its first one.
    """

    state: Literal["due", "paid", "not_yet", "objected", "cancelled", "barred", "unknown"]
    # Where something is due: how much, and until when it is this much.
    amount_krw: int | None = None
    stage: Literal["early", "full", "overdue", "instalment"] | None = None
    until: date | None = None
    # Of instalments also while more is due.
    paid_krw: int | None = None
    paid_on: date | None = None
    account: AccountProgress | None = None


class Progress(Contract):
    """What is on file of a notice. Empty, `payment` too, for a number nobody has and for a wrong plate."""

    opinions: tuple[OpinionProgress, ...] = ()
    tickets: tuple[TicketProgress, ...] = ()
    payment: PaymentProgress | None = None


class AskAnswer(_FromThePage):
    """The number of a ticket, and the code given with it."""

    ticket: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4,6}$")]
    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=20)]


class TicketAnswer(Contract):
    """What a clerk answered, in the clerk's words."""

    ticket: str
    state: Literal["open", "answered", "closed"]
    language: LanguageName
    answer: str | None = None
    answered_at: AwareMoment | None = None
