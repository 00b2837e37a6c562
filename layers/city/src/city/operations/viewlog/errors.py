"""Refusals and faults of the log of views, each a fact."""

from city.kernel.errors import CityError, Conflict, NotFound, Transient


class EntryDiffers(Conflict):
    """The key of an entry stands in the log with other words: two things happened under one name."""

    message_ko = "같은 이름의 다른 기록이 이미 있습니다."
    message_en = "The log already holds another entry under this key."


class LogBusy(Transient):
    """So many others appended at the same time that none of several tries came first."""


class EntryUnknown(NotFound):
    message_ko = "그런 기록이 없습니다."
    message_en = "There is no such entry."


class NotSealedYet(NotFound):
    """The entry is younger than the last signed head, which comes within the hour."""

    message_ko = "아직 서명된 봉인에 들어가지 않은 기록입니다. 한 시간 안에 봉인됩니다."
    message_en = "No signed head covers this entry yet; one does within the hour."


class LogBroken(CityError):
    """What is in the table does not follow from what was signed: nothing more is signed until somebody has looked."""
