"""What staff are shown of the files that citizens handed in on the web."""

from city.contracts.base import AwareMoment, Contract


class FileLine(Contract):
    """One file. Its name is its sender's, masked; what it is was read from its content."""

    holder: str
    file_id: str
    name: str | None
    content_type: str
    size_bytes: int
    sent_at: AwareMoment
    notice_number: str | None
    ticket: str | None


class FileList(Contract):
    """The oldest first."""

    files: tuple[FileLine, ...]


class FileLink(Contract):
    """Where the file can be fetched, for so many seconds and by whoever has the address."""

    url: str
    expires_in: int
