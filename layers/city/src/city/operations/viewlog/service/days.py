"""Reading entries of some days out of the log."""

from collections.abc import Iterator
from datetime import date, timedelta

from city.contracts.operations.viewlog import ViewEntryV1
from city.kernel.errors import Invalid
from city.operations.viewlog.proving.chain import read_entry, read_line
from city.operations.viewlog.tables.log import ViewLog

# One answer reads so many days, and so many entries.
MOST_DAYS = 31
MOST_ENTRIES = 20_000


class TooWide(Invalid):
    message_ko = "한 번에 31일, 기록 2만 건까지 볼 수 있습니다. 기간을 나눠 주세요."
    message_en = "One answer covers 31 days and 20,000 entries; please ask for less."


def read_range(first: str | None, last: str | None, today: date) -> tuple[date, date]:
    """Days as a query names them; the last seven where it names none. Raises Invalid and TooWide."""
    try:
        until = date.fromisoformat(last) if last else today
        since = date.fromisoformat(first) if first else until - timedelta(days=6)
    except ValueError as error:
        raise Invalid from error
    if until < since:
        raise Invalid
    if (until - since).days >= MOST_DAYS:
        raise TooWide
    return since, until


def read_entries(log: ViewLog, first: date, last: date) -> Iterator[ViewEntryV1]:
    """Entries of these days in their order. Raises TooWide."""
    read = 0
    for number in range((last - first).days + 1):
        for _, content in log.lines(first + timedelta(days=number)):
            read += 1
            if read > MOST_ENTRIES:
                raise TooWide
            yield read_entry(read_line(content).entry)
