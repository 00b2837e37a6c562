"""An answer in the making: the words, and all that has to be written with them."""

from dataclasses import dataclass, field

from city.aws.dynamo import Writes
from city.fines.law.accounts import AccountIssue
from city.fines.talk.dialogue import HandOff, Memory


@dataclass(slots=True)
class Draft:
    """What one intent answers. `hand_off`: a person has to look, and is told of after `text`."""

    text: str
    memory: Memory
    writes: Writes = field(default_factory=Writes, kw_only=True)
    hand_off: HandOff | None = field(default=None, kw_only=True)
    notice_number: str | None = field(default=None, kw_only=True)
    # Words of an opinion that the ticket has to hold.
    words: str | None = field(default=None, kw_only=True)
    # It speaks of the opinion itself, so nothing more need be said of words that wait.
    about_opinion: bool = field(default=False, kw_only=True)
    failed_lookup: bool = field(default=False, kw_only=True)
    # A question or general advice: counted, so that two machines that answer each other come to an end.
    idle: bool = field(default=False, kw_only=True)
    issued: list[AccountIssue] = field(default_factory=list, kw_only=True)
