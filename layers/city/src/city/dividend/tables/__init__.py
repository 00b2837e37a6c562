"""The dividend's tables: PynamoDB records and the reads and writes the use cases need. A module a table.

rounds     a round's terms and state, its files, its steps, the panel's voices
ledger     double-entry bookings of the money
payouts    batches of lines, as they were planned and as they ended
carried    what was too little to send, by card: for the payout step alone
opt_outs   cards that take no part
market     revisions, buyers, orders, downloads
budget     what was asked of each revision, and what it cost in privacy
"""

from pynamodb.models import Model

from city.dividend.tables.budget import BudgetRecord
from city.dividend.tables.carried import CarriedRecord
from city.dividend.tables.ledger import LedgerRecord
from city.dividend.tables.market import MarketTable
from city.dividend.tables.opt_outs import OptOutRecord
from city.dividend.tables.payouts import BatchRecord
from city.dividend.tables.rounds import RoundsTable

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "rounds_table": RoundsTable,
    "ledger_table": LedgerRecord,
    "payouts_table": BatchRecord,
    "carried_table": CarriedRecord,
    "opt_outs_table": OptOutRecord,
    "market_table": MarketTable,
    "budget_table": BudgetRecord,
}
