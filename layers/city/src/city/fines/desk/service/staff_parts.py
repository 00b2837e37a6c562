"""What the use cases of staff are put together from."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.tables.cases import Cases
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import SendTextOnce
from city.fines.talk.tables.talks import Talks
from city.fines.talk.tables.tickets import Tickets
from city.kernel.clock import Clock
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffParts:
    """What the staff's use cases are put together from."""

    connection: Connection
    cases: Cases
    deposits: Deposits
    desk: DeskEntries
    talks: Talks
    tickets: Tickets
    send_once: SendTextOnce
    replies: Replies
    clock: Clock
    hashed: KeyedHash
