"""Cases by what is due next in them: pages in the order of their days, and counts. No scan."""

from collections.abc import Iterator

from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition

from city.fines.law.lifecycle import State
from city.fines.law.procedure.deadlines import DueRange
from city.fines.law.tables.case_records import CasesTable, DueIndex, NoticeRecord


class DueCases:
    """Lists of cases that wait for something, over every state a list takes in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, wanted: DueRange, limit: int, page: str | None) -> tuple[list[NoticeRecord], str | None]:
        """Cases in the order of their deadlines, read consistently, and the name of the next page. Raises Invalid.

        One query for each state and one read of the cases found, however many there are. A case that has just moved
        elsewhere is left out.
        """
        after = wanted.after(page)
        found = sorted(
            (str(entry.next_due), entry.holder, entry.entry)
            for state in wanted.states
            for entry in _query(state, after, wanted.end, limit + 1)
            if entry.next_due > after
        )
        shown = found[:limit]
        keys = [(holder, entry) for _, holder, entry in shown]
        records = {(one.holder, one.entry): one for one in NoticeRecord.batch_get(keys, consistent_read=True)}
        states = {state.value for state in wanted.states}
        cases = [records[key] for key in keys if key in records and records[key].status in states]
        return cases, shown[-1][0] if len(found) > limit else None

    def count(self, wanted: DueRange, at_most: int) -> int:
        """How many there are, counted no further than `at_most`."""
        counted = 0
        for state in wanted.states:
            counted += self._count(state, _between(wanted.after(None), wanted.end), at_most - counted)
        return counted

    def oldest(self, wanted: DueRange) -> str | None:
        """The deadline of the first of them, as text."""
        firsts = [
            entry.next_due for state in wanted.states for entry in _query(state, wanted.after(None), wanted.end, 1)
        ]
        return min(firsts, default=None)

    def _count(self, state: State, days: Condition, at_most: int) -> int:
        counted, after = 0, None
        while counted < at_most:
            page = self._connection.query(
                CasesTable.Meta.table_name,
                state.value,
                range_key_condition=days,
                index_name=DueIndex.Meta.index_name,
                select="COUNT",
                limit=at_most - counted,
                exclusive_start_key=after,
            )
            counted += page["Count"]
            after = page.get("LastEvaluatedKey")
            if after is None:
                break
        return counted


def _between(after: str, end: str) -> Condition:
    return DueIndex.next_due.between(after, end)


def _query(state: State, after: str, end: str, limit: int) -> Iterator[CasesTable]:
    return iter(CasesTable.due.query(state.value, _between(after, end), limit=limit, page_size=limit))
