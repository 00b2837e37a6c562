"""Sealing the log: every hour a signed head over today, and after midnight the last one of the day that ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from city.aws.observability import count, logger, measure_seconds
from city.kernel.clock import Clock, end_of_day_in_seoul, seoul_date
from city.operations.viewlog.errors import LogBroken
from city.operations.viewlog.proving.canonical import NotCanonical, moment_text
from city.operations.viewlog.proving.chain import hash_line, read_line, start_of
from city.operations.viewlog.proving.heads import (
    Head,
    HeadInvalid,
    HeadPin,
    SealedHead,
    Signer,
    Verifier,
    follow,
    hash_file,
    name_of,
    read_sealed,
)
from city.operations.viewlog.tables.heads import SealedHeads
from city.operations.viewlog.tables.log import DayEnd, ViewLog
from city.operations.viewlog.tables.log_seal import LastSeal

# A day is closed this long after its midnight: appenders that looked at the clock just before have written by then.
AFTER_MIDNIGHT = timedelta(minutes=5)
# How far back the first run of all looks for a day with entries.
_FIRST_LOOK_BACK = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLog:
    """A run that dies between the head in S3 and the note of it in the table is taken up by the next."""

    log: ViewLog
    heads: SealedHeads
    last_seal: LastSeal
    sign: Signer
    verifies: Verifier
    clock: Clock

    def seal(self) -> int:
        """How many heads were written. Raises LogBroken where the table does not follow from what was signed."""
        written = 0
        before = self._last()
        now = self.clock.now()
        for day in self._days(before and before[0].head):
            closes = now >= end_of_day_in_seoul(day) + AFTER_MIDNIGHT
            if not closes and day < seoul_date(now):
                break
            while True:
                pin, sealed, is_ours = self._seal_day(before, day, closes=closes)
                self.last_seal.write(pin)
                before = (sealed, pin)
                written += is_ours
                if is_ours or (closes and sealed.head.closed):
                    break
        count("HeadSealed", written)
        return written

    def _days(self, last: Head | None) -> Iterator[date]:
        today = seoul_date(self.clock.now())
        if last is None:
            back = (today - timedelta(days=number) for number in range(_FIRST_LOOK_BACK, 0, -1))
            day = next((each for each in back if self.log.end_of(each).size), today)
        else:
            day = last.day + timedelta(days=1) if last.closed else last.day
        while day <= today:
            yield day
            day += timedelta(days=1)

    def _last(self) -> tuple[SealedHead, HeadPin] | None:
        pin = self.last_seal.read()
        if pin is None:
            # The first run of all, or somebody lost the note: the heads know.
            newest = self.heads.newest()
            if newest is None:
                return None
            sealed = self._read(newest.content or b"")
            return sealed, sealed.pin(newest.version_id)
        content = self.heads.read(pin.name, pin.version_id)
        if content is None or hash_file(content) != pin.sha256:
            raise LogBroken(f"head {pin.number} is not what was written")
        return self._read(content), pin

    def _seal_day(
        self, before: tuple[SealedHead, HeadPin] | None, day: date, *, closes: bool
    ) -> tuple[HeadPin, SealedHead, bool]:
        """The next head, and whether this run wrote it; one that a run before left behind is taken as it is."""
        end = self.log.close(day) if closes else self.log.end_of(day)
        last = before and before[0].head
        start = last.size if last is not None and last.day == day else 0
        previous = last.last if last is not None and last.day == day else start_of(day)
        leaves = self._read_leaves(day, start, previous, end)
        now = self.clock.now()
        head = follow(
            last, before and before[1], day, leaves, last=end.hash, closed=end.closed, sealed_at=moment_text(now)
        )
        sealed = SealedHead(head, self.sign(head.to_bytes()), tuple(leaves))
        version = self.heads.add(head.name, sealed.to_bytes())
        if version is not None:
            logger().info("head sealed", extra={"head": head.number, "day": day.isoformat(), "size": head.size})
            if leaves:
                oldest = read_line(self.log.line(day, start)).moment
                measure_seconds("EntrySealedAfter", (now - oldest).total_seconds())
            return sealed.pin(version), sealed, True
        return *self._adopt(before, day, head.number, leaves), False

    def _adopt(
        self, before: tuple[SealedHead, HeadPin] | None, day: date, number: int, leaves: Sequence[str]
    ) -> tuple[HeadPin, SealedHead]:
        found = self.heads.first_version(name_of(day, number))
        if found is None or found.content is None:
            raise LogBroken(f"head {number} is there and cannot be read")
        sealed = self._read(found.content)
        last = before and before[0].head
        known = tuple(leaves[: len(sealed.leaves)])
        follows = sealed.head.previous == (before and before[1]) and sealed.head.number == number
        grown = follow(last, before and before[1], day, known, last="", closed=False, sealed_at="")
        if not follows or known != sealed.leaves or grown.root != sealed.head.root:
            raise LogBroken(f"head {number} was written by somebody else")
        return sealed.pin(found.version_id), sealed

    def _read(self, content: bytes) -> SealedHead:
        try:
            sealed = read_sealed(content)
        except HeadInvalid as error:
            raise LogBroken("a head that is none") from error
        if not self.verifies(sealed.head.to_bytes(), sealed.signature):
            raise LogBroken(f"head {sealed.head.number} is not signed by the city's key")
        return sealed

    def _read_leaves(self, day: date, start: int, previous: str, end: DayEnd) -> list[str]:
        """The hashes of a day's lines from `start` to the end of its chain. Raises LogBroken where they are no chain."""
        leaves: list[str] = []
        if end.size < start:
            raise LogBroken(f"{day} has lost lines that were sealed")
        # None: a limit of nothing is no limit.
        lines = self.log.lines(day, start, end.size - start) if end.size > start else iter(())
        for number, (place, content) in enumerate(lines, start=start):
            try:
                line = read_line(content)
            except NotCanonical as error:
                raise LogBroken(f"{day} line {place} is none") from error
            if (place, line.sequence, line.day, line.previous) != (number, number, day, previous):
                raise LogBroken(f"{day} line {place} does not follow from the one before")
            previous = hash_line(content)
            leaves.append(previous)
        if start + len(leaves) != end.size or previous != end.hash:
            raise LogBroken(f"{day} does not end where its chain says")
        return leaves
