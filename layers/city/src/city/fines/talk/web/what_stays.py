"""Which parts of a citizen's talk stay when they ask to have it forgotten. Pure.

개인정보 보호법 §36① lets whoever asks have their data deleted, but not what another law wants kept: an opinion that is on
file (질서위반행위규제법 §16), a question that a person has taken up (민원 처리에 관한 법률, 공공기록물 관리에 관한 법률), and money
(지방재정법 §82).
"""

import re

from city.contracts.fines.own_talk import KeptKind

# An account as it is told: `790-0101-2345-678`, before whoever holds it.
_ACCOUNT = re.compile(r"\d{3}(?:-\d{4})*-\d{1,5}(?=\s*(?:\(|예금주|户名))")


def ticket_stays_as(state: str) -> KeptKind:
    """Whether a person still has to read the words that stand under it."""
    return "open_ticket" if state == "open" else "ticket"


def file_stays(*, sent: bool, notice_number: str | None, ticket: str | None) -> bool:
    """A file that proves something on a case, or that a person was asked to look at."""
    return sent and (notice_number is not None or ticket is not None)


def tells_account(reply: str | None) -> bool:
    """Whether an account was opened for whoever was answered this."""
    return reply is not None and _ACCOUNT.search(reply) is not None
