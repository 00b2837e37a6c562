"""Transactions that may lose to another: written whole or not at all, and decided anew on what the other left."""

from collections.abc import Callable
from typing import TypeVar

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.fines.law.errors import CaseMoved, NoticeUnknown
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases

_Result = TypeVar("_Result")
_TRIES = 5


def write_all(writes: Writes, connection: Connection) -> None:
    """Raises CaseMoved if any of it was refused."""
    try:
        writes.commit(connection)
    except WritesRefused as refused:
        raise CaseMoved from refused


def look_again(action: Callable[[], _Result]) -> _Result:
    """Does it, anew each time that another was faster. Raises CaseMoved if others keep being."""
    for _ in range(_TRIES - 1):
        try:
            return action()
        except CaseMoved:
            continue
    return action()


def find_case(cases: Cases, number: str) -> NoticeRecord:
    """Raises NoticeUnknown."""
    record = cases.by_number(number)
    if record is None:
        raise NoticeUnknown
    return record
