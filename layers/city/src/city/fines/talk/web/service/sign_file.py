"""Letting a citizen hand in one file on the web."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from city.aws.incoming import IncomingFiles
from city.aws.observability import count, logger
from city.contracts.fines.chat import AskFile, SignedFile
from city.fines.talk.errors import TooManyFiles
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.web.limits import FILES_OF_A_SESSION_AT_MOST, FORM_EXPIRES_IN, SIGNED_OF_AN_ADDRESS_AT_MOST
from city.fines.talk.web.service.visits import CountVisits
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash
from city.kernel.text import mask_resident_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFile:
    """Signs a form for one key, one type and the size to the byte; the record of it is there before the file is.

    `new_id`: 32 hexadecimal digits nobody can guess.
    """

    files: Files
    store: IncomingFiles
    visits: CountVisits
    hashed: KeyedHash
    clock: Clock
    new_id: Callable[[], str]

    def sign(self, ask: AskFile, source_ip: str) -> SignedFile:
        """Raises TooManyMessages, TooManyFiles."""
        self.visits.admit("ip files", source_ip, SIGNED_OF_AN_ADDRESS_AT_MOST)
        holder = self.hashed.of("web", f"web:{ask.session}")
        if len(self.files.of(holder)) >= FILES_OF_A_SESSION_AT_MOST:
            raise TooManyFiles
        record = FileRecord(
            holder,
            self.new_id(),
            name=_readable(ask.name),
            content_type=ask.content_type,
            size_bytes=ask.size_bytes,
            signed_at=self.clock.now(),
        )
        self.files.keep(record)
        form = self.store.form(
            record.incoming_key,
            content_type=ask.content_type,
            size_bytes=ask.size_bytes,
            expires_in=FORM_EXPIRES_IN,
        )
        count("FileSigned")
        logger().info("file signed", extra={"file_id": record.file_id, "size_bytes": ask.size_bytes})
        return SignedFile(file_id=record.file_id, url=form.url, fields=form.fields, expires_in=FORM_EXPIRES_IN)


def _readable(name: str) -> str:
    """A file's name as staff may read it: no path, nothing invisible, no resident number."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    return mask_resident_numbers(shown)[:100] or "-"
