"""Showing the log to auditors: entries of a day, its signed heads, the proof of one entry, the public key."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from city.aws.paging import name_page, read_page
from city.contracts.operations.staff.viewlog import EntryProofFile, HeadLine, HeadList, LoggedLine, LogPage, SigningKey
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Invalid
from city.operations.viewlog.errors import EntryUnknown, NotSealedYet
from city.operations.viewlog.proving.chain import hash_line, read_entry, read_line
from city.operations.viewlog.proving.heads import HeadInvalid, SealedHead, read_sealed
from city.operations.viewlog.proving.p256 import PublicKey
from city.operations.viewlog.proving.proof import prove
from city.operations.viewlog.tables.heads import SealedHeads
from city.operations.viewlog.tables.log import ViewLog
from city.operations.viewlog.tables.log_seal import LastSeal

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLog:
    log: ViewLog
    last_seal: LastSeal
    heads: SealedHeads
    clock: Clock

    def show(
        self, *, day: str | None, outcome: str | None, camera: str | None, limit: int, page: str | None
    ) -> LogPage:
        """Entries of a day in Seoul, today's without `day`; of one outcome or camera. Raises Invalid."""
        wanted = read_day(day) if day else seoul_date(self.clock.now())
        start = _read_place(page)
        sealed = self._sealed_through(wanted)
        lines: list[LoggedLine] = []
        for place, content in self.log.lines(wanted, start):
            line = read_line(content)
            entry = read_entry(line.entry)
            if (outcome and entry.outcome != outcome) or (camera and entry.camera != camera):
                continue
            if len(lines) == limit:
                return LogPage(lines=lines, next=name_page({"place": {"S": str(place)}}, "place"))
            lines.append(
                LoggedLine(
                    day=wanted,
                    sequence=place,
                    hash=hash_line(content),
                    logged_at=line.moment,
                    sealed=place < sealed,
                    entry=entry,
                )
            )
        return LogPage(lines=lines, next=None)

    def _sealed_through(self, day: date) -> int:
        """How many lines of a day are under a signed head."""
        pin = self.last_seal.read()
        content = self.heads.read(pin.name, pin.version_id) if pin is not None else None
        if content is None:
            return 0
        head = read_sealed(content).head
        if day < head.day:
            return self.log.end_of(day).size
        return head.size if day == head.day else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHeads:
    heads: SealedHeads

    def show(self, day: str) -> HeadList:
        """Raises Invalid."""
        found = []
        for version in self.heads.of_day(read_day(day)):
            try:
                head = read_sealed(version.content or b"").head
            except HeadInvalid:
                # The check tells of it; a list of heads has none that are no heads.
                continue
            found.append(
                HeadLine(
                    number=head.number,
                    day=head.day,
                    size=head.size,
                    root=head.root,
                    closed=head.closed,
                    sealed_at=head.moment,
                    name=version.name,
                    version_id=version.version_id,
                    file=base64.b64encode(version.content or b"").decode(),
                )
            )
        return HeadList(heads=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveEntry:
    log: ViewLog
    heads: SealedHeads
    key: PublicKey

    def prove(self, day: str, sequence: int) -> EntryProofFile:
        """What proves one entry to whoever has the key. Raises Invalid, EntryUnknown and NotSealedYet."""
        wanted = read_day(day)
        line = self.log.line(wanted, sequence)
        sealed = self._head_over(wanted, sequence)
        leaves = [hash_line(content) for _, content in self.log.lines(wanted, 0, sealed.head.size)]
        if len(leaves) < sealed.head.size:
            raise EntryUnknown
        text = json.dumps(prove(line, leaves, sealed).to_json(), ensure_ascii=False, indent=1)
        return EntryProofFile(file_name=f"view-log-{day}-{sequence}.json", text=text, key_pem=self.key.to_pem())

    def _head_over(self, day: date, sequence: int) -> SealedHead:
        """The day's last head that covers the line."""
        found = None
        for version in self.heads.of_day(day):
            try:
                sealed = read_sealed(version.content or b"")
            except HeadInvalid:
                continue
            if sealed.head.size > sequence and self.key.verifies(sealed.head.to_bytes(), sealed.signature):
                found = sealed
        if found is None:
            raise NotSealedYet
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowKey:
    key: PublicKey

    def show(self) -> SigningKey:
        pem = self.key.to_pem()
        return SigningKey(key_pem=pem, fingerprint=sha256(pem.encode()).hexdigest())


def read_day(text: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid from error


def _read_place(page: str | None) -> int:
    if page is None:
        return 0
    text = read_page(page, "place")["place"]["S"]
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise Invalid
    return int(text)
