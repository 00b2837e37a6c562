"""What staff ask of the log of views, and what they are answered: entries, proofs, ledgers, notices, counts."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.viewlog import ViewEntryV1
from city.contracts.staff import RequestBody

Ledger = Literal["personal-video", "decree-15"]


class LoggedLine(Contract):
    """An entry where it stands. `hash`: of its line; `sealed`: a signed head covers it."""

    day: date
    sequence: int
    hash: str
    logged_at: AwareMoment
    sealed: bool
    entry: ViewEntryV1


class LogPage(Contract):
    """Entries of a day in their order. `next`: the page after this one, which may be empty; None after the last."""

    lines: list[LoggedLine]
    next: str | None


class HeadLine(Contract):
    """A signed head. `file`: its bytes, base64, as they lie under Object Lock."""

    number: int
    day: date
    size: int
    root: str
    closed: bool
    sealed_at: AwareMoment
    name: str
    version_id: str
    file: str


class HeadList(Contract):
    """Every version of the heads of a day, in order."""

    heads: list[HeadLine]


class EntryProofFile(Contract):
    """What somebody outside the city checks with the city's public key: `text` is the file's, `key_pem` the key."""

    file_name: str
    text: str
    key_pem: str


class SigningKey(Contract):
    """The public half of the key that signs heads. `fingerprint`: SHA-256 of the PEM, in hexadecimal."""

    key_pem: str
    fingerprint: str


class LedgerPage(Contract):
    """A ledger for print: its columns in the law's words, and rows with a cell for each."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    next: str | None


class LedgerFile(Contract):
    """A ledger as CSV. `text` begins with a byte order mark, by which spreadsheets know UTF-8."""

    file_name: str
    text: str


class NoticeLine(Contract):
    """A use or disclosure beyond purpose that is to be published (개인정보 보호법 18조④), by grant or by export.

    `due`: the last day; `overdue`: it has passed and nothing was published. No person's name is in it.
    """

    notice: str
    first_on: date
    last_on: date
    organisation: str
    basis: str
    purpose: str
    items: str
    scope: str
    due: date
    published_on: date | None
    overdue: bool


class NoticeList(Contract):
    """`source`: where the deadline comes from. `text`: the notices that are not published yet, as CSV for the website."""

    notices: list[NoticeLine]
    source: str
    text: str


class PublishNotice(RequestBody):
    """`where`: the gazette's number or the page of the website."""

    published_on: date
    where: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Tally(Contract):
    """How often under one name; `called`: what a camera of this id was called. `views` of somebody's eyes, `refusals`, `exports` and other disclosures."""

    name: str
    called: str | None = None
    views: Annotated[int, Field(ge=0)]
    refusals: Annotated[int, Field(ge=0)]
    exports: Annotated[int, Field(ge=0)]


class ViewStatistics(Contract):
    """By camera, by kind of event and by who asked, most views first; exercises are not counted."""

    first_day: date
    last_day: date
    total: Tally
    cameras: list[Tally]
    events: list[Tally]
    requests: list[Tally]
