"""The fines tables: PynamoDB records and the reads and transactions the use cases need. A module a table.

cases     notices by the keyed hash of their owner's telephone, and what is remembered of that telephone
accounts  the pool of virtual account numbers and what they are bound to
deposits  deposits, settled or in suspense
ledger    double-entry bookings of the money
talks     conversations: what was said and what was answered
desk      what waits for staff (tickets, opinions, decisions on money), and the history of each notice
"""

from pynamodb.models import Model

from city.fines.desk.tables.desk import DeskTable
from city.fines.law.tables.accounts import AccountRecord
from city.fines.law.tables.cases import CasesTable
from city.fines.money.tables.deposits import DepositRecord
from city.fines.money.tables.ledger import LedgerRecord
from city.fines.talk.tables.talks import TurnRecord

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "cases_table": CasesTable,
    "accounts_table": AccountRecord,
    "deposits_table": DepositRecord,
    "ledger_table": LedgerRecord,
    "talks_table": TurnRecord,
    "desk_table": DeskTable,
}
