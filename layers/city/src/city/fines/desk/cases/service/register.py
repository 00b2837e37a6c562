"""What of a cancelled case still stands on the register, or still lies here. Pure."""

from city.fines.law.lifecycle import Move
from city.fines.law.procedure.deadlines import Due, read_deadline
from city.fines.law.tables.case_records import NoticeRecord

_ENDED_BY = {Due.PLATE: Move.RETURN_PLATE, Due.RELEASE: Move.RELEASE}


def stands_on_register(record: NoticeRecord, move: Move) -> bool:
    """Whether a move ends what a cancelled case has left: a plate that is held, a seizure."""
    return record.next_due is not None and _ENDED_BY.get(read_deadline(record.next_due).due) is move
