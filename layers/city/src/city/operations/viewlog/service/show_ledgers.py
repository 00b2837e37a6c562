"""The ledgers of the law, for print and as files; the notices to publish; how often cameras were looked through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from city.contracts.operations.staff.viewlog import (
    LedgerFile,
    LedgerPage,
    NoticeLine,
    NoticeList,
    PublishNotice,
    Tally,
    ViewStatistics,
)
from city.contracts.operations.viewlog import ViewEntryV1, ViewOutcome
from city.kernel.clock import Clock, end_of_day_in_seoul, seoul_date
from city.kernel.errors import Invalid, NotFound
from city.operations.bodies import body_ko
from city.operations.viewlog.ledgers import FORMS, LedgerForm, rows_of, write_csv
from city.operations.viewlog.notices import COLUMNS, SOURCE, Notice, key_of_publication, list_notices
from city.operations.viewlog.service.days import read_entries, read_range
from city.operations.viewlog.tables.log import ViewLog
from city.operations.viewlog.tallies import Counts, ranked, tally

MOST_ROWS = 500
_ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLedger:
    log: ViewLog
    clock: Clock

    def show(self, ledger: str, first: str | None, last: str | None, limit: int, page: str | None) -> LedgerPage:
        """A page of a ledger over some days, as it is printed. Raises NotFound, Invalid and TooWide."""
        form = form_of(ledger)
        since, until = read_range(first, last, seoul_date(self.clock.now()))
        rows = rows_of(form, read_entries(self.log, since, until))
        start = _read_row(page)
        following = f"row={start + limit}" if start + limit < len(rows) else None
        return LedgerPage(
            title=form.title, columns=list(form.columns), rows=rows[start : start + limit], next=following
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLedgerFile:
    log: ViewLog
    clock: Clock

    def write(self, ledger: str, first: str | None, last: str | None) -> LedgerFile:
        """A ledger over some days as CSV. Raises NotFound, Invalid and TooWide."""
        form = form_of(ledger)
        since, until = read_range(first, last, seoul_date(self.clock.now()))
        rows = rows_of(form, read_entries(self.log, since, until))
        name = f"{form.title} {since.isoformat()} {until.isoformat()}.csv".replace(" ", "_")
        return LedgerFile(file_name=name, text=write_csv(form.columns, rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNotices:
    """`days`: how long after the first use a notice must be published."""

    log: ViewLog
    days: int
    clock: Clock

    def list(self, first: str | None, last: str | None) -> NoticeList:
        """Uses beyond purpose of some days that the law has published (18조④). Raises Invalid and TooWide."""
        today = seoul_date(self.clock.now())
        since, until = read_range(first, last, today)
        notices = list_notices(_with_publications(self.log, since, until, today), self.days)
        lines = [
            NoticeLine(
                notice=each.name,
                first_on=each.first_on,
                last_on=each.last_on,
                organisation=each.organisation,
                basis=each.basis,
                purpose=each.purpose,
                items=each.items,
                scope=each.scope,
                due=each.due,
                published_on=each.published_on,
                overdue=each.published_on is None and each.due < today,
            )
            for each in notices
        ]
        open_rows = [_published_row(each) for each in notices if each.published_on is None]
        return NoticeList(notices=lines, source=SOURCE, text=write_csv(COLUMNS, open_rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPublication:
    log: ViewLog
    clock: Clock

    def record(self, notice: str, body: PublishNotice, by: str, name: str) -> None:
        """Enters that a notice was published; the same again changes nothing. Raises Invalid and EntryDiffers."""
        now = self.clock.now()
        if body.published_on > seoul_date(now):
            raise Invalid
        published_at = end_of_day_in_seoul(body.published_on)
        self.log.append(
            ViewEntryV1(
                key=key_of_publication(notice),
                outcome=ViewOutcome.NOTICE,
                at=now,
                who=by,
                name=name,
                organisation="city",
                reason=body.where,
                # The last moment of that day: the end of it is the next.
                starts=published_at - _ONE_SECOND,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountViews:
    log: ViewLog
    clock: Clock

    def count(self, first: str | None, last: str | None) -> ViewStatistics:
        """Raises Invalid and TooWide."""
        since, until = read_range(first, last, seoul_date(self.clock.now()))
        tallies = tally(read_entries(self.log, since, until))
        return ViewStatistics(
            first_day=since,
            last_day=until,
            total=_tally("", tallies.total),
            cameras=[_tally(*each, tallies.camera_names) for each in ranked(tallies.cameras)],
            events=[_tally(*each) for each in ranked(tallies.events)],
            requests=[_tally(*each) for each in ranked(tallies.requests)],
        )


def form_of(ledger: str) -> LedgerForm:
    """Raises NotFound."""
    try:
        return FORMS[ledger]
    except KeyError as error:
        raise NotFound from error


def _with_publications(log: ViewLog, since: date, until: date, today: date) -> Iterator[ViewEntryV1]:
    """Entries of some days, and what was published since of them."""
    yield from read_entries(log, since, until)
    for number in range(1, (today - until).days + 1):
        for entry in read_entries(log, until + timedelta(days=number), until + timedelta(days=number)):
            if entry.outcome is ViewOutcome.NOTICE:
                yield entry


def _published_row(notice: Notice) -> list[str]:
    days = notice.first_on.isoformat()
    if notice.last_on != notice.first_on:
        days = f"{days} ~ {notice.last_on.isoformat()}"
    return [
        days,
        body_ko(notice.organisation),
        notice.basis,
        notice.purpose,
        notice.items,
        notice.scope,
        notice.due.isoformat(),
    ]


def _tally(name: str, counts: Counts, names: Mapping[str, str] | None = None) -> Tally:
    called = names.get(name) if names is not None else None
    return Tally(name=name, called=called, views=counts.views, refusals=counts.refusals, exports=counts.exports)


def _read_row(page: str | None) -> int:
    if page is None:
        return 0
    name, _, text = page.partition("=")
    if name != "row" or not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Invalid
    return int(text)
